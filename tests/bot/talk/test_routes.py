"""The table of routes answers as aiogram's routers do, asked one after the other."""

import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.talk.dialogues import Dialogue
from bot.talk.filters import Has, Idle, IsStranger, Says
from bot.talk.routes import Routes
from bot.talk.states import Answering, Recording
from domain.people import Actor, Grant, Role
from storage.events import DialogueRow

STEPS = (None, Recording.asking.state, Answering.day.state)
ROLES = ((), (Role.ADVISER,), (Role.OFFICE, Role.ADVISER), (Role.LEADER,))
SAID = ("帮助", "待办", "别的")
PRESSED = ("one:1", "one:x", "two:2", "nothing", "")
USER = User(id=1, is_bot=False, first_name="-")


class One(CallbackData, prefix="one"):
    number: int


class Two(CallbackData, prefix="two"):
    number: int


def filters(chance: random.Random, kind: str) -> list[Any]:
    own = [One.filter(), Two.filter()] if kind == "callback_query" else [Says("帮助"), Says("待办")]
    others = [Has(Role.ADVISER), Has(Role.OFFICE, Role.LEADER), Idle(), IsStranger()]
    others += [Recording.asking, Answering.day]
    return chance.sample(own, chance.randrange(2)) + chance.sample(others, chance.randrange(3))


def handler(chance: random.Random, name: str) -> Callable[..., Awaitable[Any]]:
    does = chance.choice(("answers", "answers", "skips", "leaves and skips", "leaves it"))

    async def handle(event: Any, state: Dialogue, asked: list[str]) -> Any:
        asked.append(name)
        if does == "leaves and skips":
            state.end()
        if does.endswith("skips"):
            raise SkipHandler
        return name if does == "answers" else UNHANDLED

    return handle


def some_routers(seed: int) -> list[Router]:
    chance, routers = random.Random(seed), []
    for number in range(5):
        router = Router()
        for kind in ("message", "callback_query"):
            observer = router.observers[kind]
            if chance.random() < 0.3:
                observer.filter(*filters(chance, kind))
            for turn in range(chance.randrange(5)):
                name = f"{kind} {number} {turn}"
                observer.register(handler(chance, name), *filters(chance, kind))
        routers.append(router)
    return routers


def arrivals() -> Iterator[tuple[str, Message | CallbackQuery, Actor | None, str | None]]:
    at, chat = datetime(2026, 11, 20, tzinfo=UTC), Chat(id=1, type="private")
    said = [Message(message_id=1, date=at, chat=chat, from_user=USER, text=text) for text in SAID]
    pressed = [CallbackQuery(id="1", from_user=USER, chat_instance="1", data=d) for d in PRESSED]
    events = [("message", each) for each in said] + [("callback_query", each) for each in pressed]
    held = [tuple(Grant(role=role, place_id=None) for role in roles) for roles in ROLES]
    actors = [None, *(Actor(person_id=1, name="林晓", grants=grants) for grants in held)]
    for kind, event in events:
        yield from ((kind, event, actor, step) for actor in actors for step in STEPS)


@pytest.mark.parametrize("seed", range(12))
async def test_any_routers_answer_as_aiogram_asks_them(seed: int) -> None:
    by_aiogram, table = Router(), Routes(some_routers(seed))
    by_aiogram.include_routers(*some_routers(seed))
    for kind, event, actor, step in arrivals():
        answers = []
        for router in (by_aiogram, table):
            asked: list[str] = []
            state = Dialogue(DialogueRow(step))
            data = {"actor": actor, "state": state, "asked": asked}
            answer = await router.propagate_event(kind, event, **data)
            answers.append((answer, asked, state.step))
        assert answers[0] == answers[1], (kind, event, actor, step)
