"""What every route must keep to."""

from aiogram.dispatcher.event.handler import CallableObject
from aiogram.filters import StateFilter

from bot.talk.handlers import routers


def test_nothing_is_asked_in_a_thread():
    """aiogram takes what is no coroutine to a thread, for every update that passes by."""
    asked: list[CallableObject] = []
    for router in routers():
        for observer in (router.message, router.callback_query):
            asked += observer._handler.filters or []
            for handler in observer.handlers:
                asked += [handler, *(handler.filters or [])]
    assert [each.callback for each in asked if not each.awaitable] == []


def test_where_a_dialogue_stands_is_asked_of_the_dialogue():
    """aiogram's own filters of states read what nothing here fills in, and let everything pass."""
    for router in routers():
        for observer in (router.message, router.callback_query):
            for handler in [*observer.handlers]:
                for each in handler.filters or []:
                    assert not isinstance(each.callback, StateFilter), handler.callback
