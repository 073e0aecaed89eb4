"""A bot that talks to the double, in the small office of the cast."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.limits import Limits
from bot.messengers.telegram.incoming import TelegramIncoming
from bot.messengers.telegram.outgoing import Telegram
from bot.talk.cards import Card, say
from bot.talk.dispatcher import make_dispatcher
from bot.talk.visitor import Incoming
from bot.tasks import Tasks
from storage.engine import Storage
from tests.phones import telegram_bot
from tests.telegram_double import TelegramDouble

LIN = 77
Answer = Callable[[Message], Awaitable[Card]]


@dataclass
class Line:
    """Everything between Telegram and one handler, `answer`, which a test may replace."""

    double: TelegramDouble
    bot: Bot
    storage: Storage
    clock: StoppedClock
    tasks: Tasks
    health: Health
    outgoing: Telegram
    incoming: TelegramIncoming
    handlers: dict[str, Answer]
    files: list[tuple[str, bytes]]
    presses: list[Card]
    """What the next presses are answered with."""

    async def failed_events(self) -> list[str]:
        from sqlalchemy import text

        async with self.storage.reading() as unit:
            found = await unit.connection.execute(text("SELECT failed FROM events"))
            return [row.failed for row in found if row.failed]

    async def ill(self) -> dict[str, str]:
        async with self.storage.reading() as unit:
            return {name: why for name, (_, why) in (await unit.outbox.ill()).items()}


@pytest.fixture
async def line(sqlite_storage: Storage, clock: StoppedClock) -> AsyncIterator[Line]:
    handlers: dict[str, Answer] = {}
    files: list[tuple[str, bytes]] = []
    presses: list[Card] = []
    routes = Router()

    @routes.message()
    async def any_message(message: Message, incoming: Incoming | None) -> Card:
        if message.document:
            files.append((message.document.file_name or "", bytes(incoming or b"")))
            return say("文件收到了")
        if answer := handlers.get(message.text or ""):
            return await answer(message)
        return say(f"收到：{message.text}")

    @routes.callback_query()
    async def any_press(query: CallbackQuery) -> Card | None:
        return presses.pop(0) if presses else None

    async with sqlite_storage.unit() as unit:
        person = await unit.people.add("林晓")
        await unit.people.link_account(person.id, "telegram", str(LIN), clock.now())
    tasks, health = Tasks(), Health(sqlite_storage, clock)
    dispatcher = make_dispatcher(sqlite_storage, clock, [routes])
    async with TelegramDouble() as double, telegram_bot(double) as bot:
        outgoing = Telegram(bot, sqlite_storage, Limits(), mask=True)
        incoming = TelegramIncoming(dispatcher, outgoing, sqlite_storage, clock)
        yield Line(
            double,
            bot,
            sqlite_storage,
            clock,
            tasks,
            health,
            outgoing,
            incoming,
            handlers,
            files,
            presses,
        )
        await tasks.close()
        assert not double.problems


@pytest.fixture
def clock(now) -> StoppedClock:  # type: ignore[no-untyped-def]
    return StoppedClock(now)
