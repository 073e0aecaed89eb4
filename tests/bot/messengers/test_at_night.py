"""Nobody is woken: what comes up at night is delivered in the morning, in order."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.talk.arrivals import NotDelivered
from bot.talk.cards import say
from domain.months import local
from domain.notices import ReadyCard
from storage.engine import Storage
from storage.outbox import OutState
from tests.bot.messengers.post import Post

THREE = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
"""03:00 on 21 November in Shanghai."""


@pytest.fixture
async def post(sqlite_storage: Storage) -> AsyncIterator[Post]:
    post = Post(sqlite_storage, THREE)
    await post.add("林晓", telegram="lin")
    yield post
    await post.tasks.close()


async def test_what_is_due_after_an_outage_waits_for_the_morning(post: Post) -> None:
    for month in ("一", "二", "三"):
        await post.put("林晓", month)
    await post.deliver()
    await post.later(hours=4, minutes=36)
    assert post.first.given == []
    await post.later(minutes=1)
    assert post.first.texts == ["月报一", "月报二", "月报三"]
    assert f"{local(post.clock.at):%H:%M}" == "07:37"


async def test_waiting_is_no_attempt(post: Post) -> None:
    await post.put("林晓")
    await post.deliver()
    (row,) = await post.rows()
    assert (row.state, row.attempts, row.error) == (OutState.WAITING, 0, None)


async def test_a_messenger_that_comes_back_at_night_wakes_nobody(post: Post) -> None:
    post.clock.at = THREE.replace(hour=14)  # 22:00
    post.first.fails(NotDelivered("连不上", down=True), times=1)
    await post.put("林晓")
    await post.deliver()
    (row,) = await post.rows()
    assert row.attempts == 1
    await post.later(minutes=30)
    assert post.first.given == []
    (row,) = await post.rows()
    assert (row.attempts, row.error) == (1, "连不上")
    await post.later(hours=9, minutes=7)
    assert post.first.texts == ["月报"]


async def test_an_answer_that_could_not_be_shown_is_told_at_once(post: Post) -> None:
    async with post.storage.unit() as unit:
        notice = ReadyCard(card=say("已保存").model_dump(mode="json"))
        await unit.outbox.put(post.people["林晓"], notice, post.clock.now())
    await post.deliver()
    assert post.first.texts == ["已保存"]


async def test_somebody_else_is_not_held_up_by_the_night(post: Post) -> None:
    await post.add("周航", webchat="w2")
    await post.put("林晓")
    async with post.storage.unit() as unit:
        notice = ReadyCard(card=say("已保存").model_dump(mode="json"))
        await unit.outbox.put(post.people["周航"], notice, post.clock.now())
    await post.deliver()
    assert post.first.given == [] and post.second.texts == ["已保存"]
