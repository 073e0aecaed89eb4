"""Two processes at one outbox: every message goes once, whoever sends it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.messengers import notifier
from bot.messengers.limits import Limits
from bot.talk.cards import Card
from storage.engine import open_storage
from storage.outbox import OutState
from tests.bot.messengers.post import FakeMessenger, Post
from tests.databases import PostgresServer, SqliteFiles
from words.delivery import SENT_AGAIN

MESSAGES = 500
EACH = 5


class Hanging(FakeMessenger):
    """Takes a message and does not answer until it is let go."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.taken, self.may_answer = asyncio.Event(), asyncio.Event()

    async def deliver(self, address: str, card: Card, key: int) -> None:
        self.given.append((address, card.plain()))
        self.taken.set()
        await self.may_answer.wait()


@pytest.fixture
async def posts(
    databases: SqliteFiles | PostgresServer, now: datetime
) -> AsyncIterator[tuple[Post, Post]]:
    """Two processes on one database, each with a connection and a notifier of its own."""
    url = await databases.fresh()
    first, second = (Post(open_storage(url), now) for _ in range(2))
    yield first, second
    for post in (first, second):
        await post.tasks.close()
        await post.storage.close()
    await databases.drop(url)


async def test_of_500_messages_none_goes_twice(
    posts: tuple[Post, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "ROOM", 60)  # or the first takes them all
    one, _ = posts
    for n in range(MESSAGES // EACH):
        await one.add(f"示例{n}", telegram=f"t{n}")
        for month in range(EACH):
            await one.put(f"示例{n}", str(month))
    async with asyncio.timeout(60):
        while set(await one.states()) != {OutState.SENT}:
            await asyncio.gather(*(post.notifier.deliver_due() for post in posts))
    given = [told for post in posts for told in post.first.given]
    assert len(given) == MESSAGES and set(Counter(given).values()) == {1}
    assert all(post.first.given for post in posts), "both had something to do"
    for n in range(0, MESSAGES // EACH, 10):
        told = [text for address, text in given if address == f"t{n}"]
        assert sorted(told) == [f"月报{month}" for month in range(EACH)]


async def test_what_one_is_sending_the_other_leaves_alone(posts: tuple[Post, Post]) -> None:
    slow, other = posts
    slow.order = [hanging := Hanging("telegram")]
    slow.begin()
    await slow.add("林晓", telegram="lin")
    await slow.put("林晓")
    await slow.put("林晓", "二")
    sending = slow.tasks.start(slow.notifier.deliver_due(), "sending")
    await hanging.taken.wait()
    await other.deliver()
    assert other.first.given == []
    hanging.may_answer.set()
    await sending
    assert hanging.texts == ["月报", "月报二"]


async def test_what_a_dead_one_was_sending_is_sent_once_more_and_says_so(
    posts: tuple[Post, Post],
) -> None:
    dying, other = posts
    dying.order = [hanging := Hanging("telegram")]
    dying.begin()
    await dying.add("林晓", telegram="lin")
    await dying.put("林晓")
    dying.tasks.start(dying.notifier.deliver_due(), "sending")
    await hanging.taken.wait()
    await dying.tasks.close()
    await other.later(seconds=29)
    assert other.first.given == []
    await other.later(seconds=1)
    assert other.first.texts == [f"{SENT_AGAIN}\n月报"]


async def test_one_that_was_slow_does_not_undo_what_another_did_meanwhile(
    posts: tuple[Post, Post],
) -> None:
    slow, other = posts
    slow.order = [hanging := Hanging("telegram")]
    slow.begin()
    await slow.add("林晓", telegram="lin")
    await slow.put("林晓")
    sending = slow.tasks.start(slow.notifier.deliver_due(), "sending")
    await hanging.taken.wait()
    await other.later(minutes=1)
    hanging.may_answer.set()
    await sending
    await other.later(minutes=1)
    assert len(other.first.given) == 1 and await other.states() == [OutState.SENT]


async def test_who_lives_keeps_what_it_waits_with(posts: tuple[Post, Post]) -> None:
    """It renews its claim in time, however long the sending takes."""
    slow, other = posts
    slow.order = [hanging := Hanging("telegram")]
    slow.begin()
    slow.notifier._held_at -= 60
    await slow.add("林晓", telegram="lin")
    await slow.put("林晓")
    sending = slow.tasks.start(slow.notifier.deliver_due(), "sending")
    await hanging.taken.wait()
    slow.clock.at += timedelta(seconds=25)
    await slow.notifier._begin()
    await other.later(seconds=50)
    assert other.first.given == []
    hanging.may_answer.set()
    await sending


async def test_at_its_end_it_leaves_nothing_claimed(posts: tuple[Post, Post]) -> None:
    ending, other = posts
    ending.order = [hanging := Hanging("telegram")]
    ending.begin()
    await ending.add("林晓", telegram="lin")
    await ending.put("林晓")
    ending.tasks.start(ending.notifier.deliver_due(), "sending")
    await hanging.taken.wait()
    await ending.tasks.close()
    await ending.notifier.give_back()
    await other.deliver()
    assert other.first.texts == [f"{SENT_AGAIN}\n月报"]


async def test_whose_claim_has_ended_before_sending_does_not_send(
    posts: tuple[Post, Post],
) -> None:
    """It was stopped between claiming and sending, as a machine that sleeps is."""
    asleep, other = posts
    await asleep.add("林晓", telegram="lin")
    await asleep.put("林晓")
    asleep.first.limits = Limits(at_once=1)
    async with asleep.first.limits.turn("somebody"):
        sending = asleep.tasks.start(asleep.notifier.deliver_due(), "asleep")
        await asyncio.sleep(0.2)
        await other.later(minutes=1)
    await sending
    assert asleep.first.given == [] and other.first.texts == ["月报"]
