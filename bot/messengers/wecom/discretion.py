"""In a group: what is for one person's eyes goes to that person alone."""

from collections.abc import Awaitable, Callable

from bot.messengers.wecom.frames import Callback
from bot.messengers.wecom.outgoing import Place, WeCom
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card, say

TOLD_ALONE = "涉及个人信息，已单独发给您，请到与我的单聊里查看。"
ASK_ALONE = "涉及个人信息，不能发在群里。请先在与我的单聊里发一句“你好”，再在那里办理。"

Show = Callable[[Card], Awaitable[None]]


def discreet(outgoing: WeCom, callback: Callback, show: Show) -> Show:
    """`show` as it may be used where this event came from."""
    if not callback.in_group:
        return show

    async def shown(card: Card) -> None:
        if not card.for_one:
            await show(card)
            return
        try:
            await outgoing.show(Place(callback.user, callback.user), card)
        except NotDelivered as error:
            if not error.permanent:
                raise
            await show(say(ASK_ALONE))
            return
        await show(say(TOLD_ALONE))

    return shown
