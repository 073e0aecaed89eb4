"""A slow or limited messenger holds up nobody who is reached through another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.messengers.limits import Limits, Rate
from bot.messengers.notifier import ROOM
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card
from storage.engine import Storage
from storage.outbox import OutState
from tests.bot.messengers.post import FakeMessenger, Post


class Stuck(FakeMessenger):
    """Does not answer as long as the test lasts."""

    def __init__(self, name: str, limits: Limits | None = None) -> None:
        super().__init__(name)
        self.limits = limits or Limits(at_once=50)
        self.under_way = self.most = 0

    async def deliver(self, address: str, card: Card, key: int) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(3600)
        finally:
            self.under_way -= 1


@pytest.fixture
async def post(sqlite_storage: Storage, now: datetime) -> AsyncIterator[Post]:
    post = Post(sqlite_storage, now)
    yield post
    await post.tasks.close()


async def crowd(post: Post, size: int) -> None:
    """So many people behind Telegram, with a message each, and after them one in the web chat."""
    for n in range(size):
        await post.add(f"示例{n}", telegram=f"t{n}")
        await post.put(f"示例{n}")
    await post.add("周航", webchat="zhou")
    await post.put("周航")


async def until_told(messenger: FakeMessenger, times: int = 1) -> None:
    for _ in range(1000):
        if len(messenger.given) >= times:
            return
        await asyncio.sleep(0.01)
    pytest.fail("not told within ten seconds")


@pytest.mark.parametrize("size", [100, 300, 700])
async def test_others_are_told_at_once_behind_slow_ones(post: Post, size: int) -> None:
    stuck = Stuck("telegram")
    post.order = [stuck, post.second]
    post.begin()
    await crowd(post, size)
    post.tasks.keep(post.notifier.run, "notifier")
    await until_told(post.second)
    await post.put("周航", "下一条")
    await until_told(post.second, 2)
    assert stuck.most == 50
    assert sum(way == "telegram" for way in post.notifier._in_hand.values()) == min(size, ROOM)


async def test_others_are_told_at_once_while_one_has_no_free_turn(post: Post) -> None:
    post.first.limits = Limits(Rate(1, 3600), lambda address: ())
    await crowd(post, 300)
    post.tasks.keep(post.notifier.run, "notifier")
    await until_told(post.second)
    assert len(post.first.given) == 1


async def test_others_are_told_at_once_while_one_was_told_to_wait(post: Post) -> None:
    post.first.limits = Limits(Rate(1000, 1), lambda address: (Rate(1000, 1),))
    post.first.fails(NotDelivered("太快", retry_after=600), times=2)
    await crowd(post, 300)
    post.tasks.keep(post.notifier.run, "notifier")
    await until_told(post.second)
    await asyncio.sleep(0.1)
    assert post.first.limits.delay() > 500
    told = len(post.first.given)
    await post.put("周航", "下一条")
    await until_told(post.second, 2)
    assert len(post.first.given) == told


async def test_who_waits_for_the_own_limit_is_in_nobodys_way(post: Post) -> None:
    """It is given back for as long, and counts as no attempt."""
    post.first.limits = Limits(None, lambda address: (Rate(1, 60),), at_once=1)
    await post.add("林晓", telegram="lin")
    for month in "一二三":
        await post.put("林晓", month)
    await post.add("周航", telegram="zhou")
    await post.put("周航")
    await post.deliver()
    assert sorted(post.first.given) == [("lin", "月报一"), ("zhou", "月报")]
    waiting = [row for row in await post.rows() if row.state is OutState.WAITING]
    assert [row.attempts for row in waiting] == [0, 0]
    assert waiting[0].due_at - post.clock.now() >= timedelta(seconds=58)


async def test_who_waits_between_two_pages_holds_no_slot() -> None:
    limits = Limits(None, lambda address: (Rate(1, 0.2),), at_once=1)
    done: list[str] = []

    async def send(address: str, pages: int) -> None:
        async with limits.turn(address):
            for page in range(pages):
                if page:
                    await limits.wait(address)
                done.append(address)

    async with asyncio.timeout(5):
        await asyncio.gather(send("lin", 3), send("zhou", 1), send("wang", 1))
    assert done == ["lin", "zhou", "wang", "lin", "lin"]


async def test_never_more_at_once_than_there_are_slots() -> None:
    limits, under_way, most = Limits(at_once=3), 0, 0

    async def send(n: int) -> None:
        nonlocal under_way, most
        async with limits.turn(str(n)):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    await asyncio.gather(*map(send, range(20)))
    assert most == 3 and under_way == 0
