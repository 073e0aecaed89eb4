"""取消, 帮助, menu buttons, and the answer to what nobody understood."""

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Says
from bot.talk.first import DROP, ask_again, asking
from bot.talk.presses.filling import First
from bot.talk.presses.menu import Menu
from bot.talk.states import Choosing
from bot.talk.words.buttons import MENU
from bot.talk.words.filling import dropped, none_kept
from bot.talk.words.menu import menu_card
from domain.people import Actor, as_invitation_code

TOO_LONG = 2000
NO_USE = (
    "这里用不上这个文件。请用文字或语音说明；法律顾问可以发照片作佐证。发送“帮助”查看可以做的事。"
)


async def cancel(message: Message, state: Dialogue) -> Card:
    if asking(state):
        state.clear()
        return say("先不办，填了一半的都留着。", MENU)
    going = state.step
    state.end()
    return say("已取消，什么都没有改动。" if going else "现在没有进行中的操作。", MENU)


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


async def choose_first(message: Message, state: Dialogue) -> Card:
    """Something else was said while it is asked which comes first."""
    return ask_again(state)


async def drop_kept(query: CallbackQuery, callback_data: First, state: Dialogue) -> Card:
    """Only what was set aside is given up here; every other way leads to its subject."""
    if callback_data.way != DROP or not state.kept or asking(state):
        return none_kept()
    return dropped(state.kept.pop().about)


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
    routes.message.register(show_help, Says("帮助", "菜单", "help", "start", "你好", "您好"))
    routes.callback_query.register(pressed, Menu.filter())
    return routes


def last() -> Router:
    routes = Router(name="fallback")
    routes.message.register(choose_first, Choosing.first)
    routes.message.register(fallback)
    routes.callback_query.register(drop_kept, First.filter())
    routes.callback_query.register(old_press)
    return routes
