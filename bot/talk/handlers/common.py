"""取消, 帮助, menu buttons, and the answer to what nobody understood."""

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import CallsOff, LooksElsewhere, Says
from bot.talk.first import DROP, ask_again, asking
from bot.talk.presses.filling import First
from bot.talk.presses.menu import Menu
from bot.talk.states import Choosing
from bot.talk.words.buttons import MENU
from bot.talk.words.common import (
    JOINED_ALREADY,
    NO_SUCH_BUTTON,
    NO_USE,
    TOO_LONG,
    cancelled,
    not_understood,
    put_off,
)
from bot.talk.words.filling import dropped, none_kept
from bot.talk.words.menu import menu_card
from domain.people import Actor, as_invitation_code

LONGEST = 2000
"""Characters of a text that is looked at."""


async def cancel(message: Message, state: Dialogue) -> Card:
    if asking(state):
        state.clear()
        return put_off()
    going = state.step
    state.end()
    return cancelled(going=bool(going))


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
    if len(message.text) > LONGEST:
        return say(TOO_LONG, MENU)
    if as_invitation_code(message.text):
        return say(JOINED_ALREADY, MENU)
    return not_understood(menu_card(actor))


async def old_press(query: CallbackQuery) -> Card:
    return say(NO_SUCH_BUTTON, MENU)


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
    routes.message.register(choose_first, Choosing.first)
    routes.message.register(fallback)
    routes.callback_query.register(drop_kept, First.filter())
    routes.callback_query.register(old_press)
    return routes
