"""In a group: what is for one person's eyes goes to that person alone."""

from collections.abc import Awaitable, Callable

from bot.messengers.wecom.frames import Callback
from bot.messengers.wecom.outgoing import Place, WeCom
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card, say
from words.wecom import ASK_ALONE, TOLD_ALONE

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
