"""取消, 帮助, menu buttons, and the answer to what nobody understood."""

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import CallsOff, LooksElsewhere, Says
from bot.talk.presses.menu import Menu
from bot.talk.words.buttons import MENU
from bot.talk.words.menu import menu_card
from domain.people import Actor, as_invitation_code

TOO_LONG = 2000
NO_USE = (
    "这里用不上这个文件。请用文字或语音说明；法律顾问可以发照片作佐证。发送“帮助”查看可以做的事。"
)


async def cancel(message: Message, state: Dialogue) -> Card:
    going = state.step
    state.clear()
    return say("已取消，什么都没有改动。" if going else "现在没有进行中的操作。", MENU)


async def look_elsewhere(event: Message | CallbackQuery, state: Dialogue) -> Card:
    """What was asked is waited for no longer; what was turned to is answered as always."""
    state.clear()
    raise SkipHandler


async def show_help(message: Message, state: Dialogue, actor: Actor) -> Card:
    state.clear()
    return menu_card(actor)


async def pressed(query: CallbackQuery, callback_data: Menu, **data: object) -> object:
    """A menu button does what typing its word does."""
    from aiogram import Dispatcher

    dispatcher = data["dispatcher"]
    assert isinstance(dispatcher, Dispatcher) and isinstance(query.message, Message)
    said = query.message.model_copy(
        update={"text": callback_data.word, "from_user": query.from_user}
    )
    answer = await dispatcher.propagate_event(update_type="message", event=said, **data)
    return None if answer is UNHANDLED else answer


async def fallback(message: Message, actor: Actor) -> Card:
    if message.text is None:
        return say(NO_USE, MENU)
    if len(message.text) > TOO_LONG:
        return say("这段文字太长了，请分开发送，或只发送要登记的那一句。", MENU)
    if as_invitation_code(message.text):
        return say("您已经开通，不需要再发送邀请码。", MENU)
    card = menu_card(actor)
    return card.model_copy(update={"text": f"没有看懂这句话，什么都没有改动。\n{card.text}"})


async def old_press(query: CallbackQuery) -> Card:
    return say("这个按钮已经失效，请重新打开。", MENU)


def router() -> Router:
    routes = Router(name="common")
    routes.message.register(cancel, Says("取消", "算了", "cancel"))
    routes.message.register(cancel, CallsOff())
    routes.message.register(look_elsewhere, LooksElsewhere())
    routes.callback_query.register(look_elsewhere, LooksElsewhere())
    routes.message.register(show_help, Says("帮助", "菜单", "help", "start", "你好", "您好"))
    routes.callback_query.register(pressed, Menu.filter())
    return routes


def last() -> Router:
    routes = Router(name="fallback")
    routes.message.register(fallback)
    routes.callback_query.register(old_press)
    return routes
