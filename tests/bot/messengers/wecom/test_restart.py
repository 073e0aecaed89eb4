"""What a restart must not forget: the cards that were shown, and who sees them as cards."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.messengers.wecom.memory import Memory
from bot.messengers.wecom.soon import Soon
from bot.talk.cards import say
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from storage.unit import Unit
from tests.cast import Office
from tests.wecom_double import WeComDouble
from tests.wecom_phone import WeComPhone, wecom_door
from words.wecom import REMOVED

LINE = "昨天下午2点到4点半 后塘村 民法典讲座"


@pytest.fixture
async def double() -> AsyncIterator[WeComDouble]:
    async with WeComDouble() as double:
        yield double


@asynccontextmanager
async def running(office: Office, double: WeComDouble) -> AsyncIterator[WeComPhone]:
    """One run of the process, and 林晓's phone in it."""
    async with wecom_door(double, office.dispatcher, office.storage, office.clock) as door:
        await double.online()
        yield WeComPhone(double, door, "wolin")
    await double.offline()


async def join(office: Office) -> None:
    async with office.storage.unit() as unit:
        now, person = office.clock.now(), office.lin.person_id
        await unit.people.link_account(person, "wecom", "wolin", now)


async def test_a_card_shown_before_becomes_the_next_step_in_place(
    office: Office, double: WeComDouble
) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says(LINE)
    (card,) = [shown for shown in lin.chat if shown.card]
    async with running(office, double) as lin:
        seen = await lin.presses("填人数")
        assert "多少人参加" in seen.text and lin.chat[-1] is card and card.updates == 1
        seen = await lin.says("42")
        assert "42人次" in seen.text


async def test_a_card_that_stands_keeps_its_buttons(office: Office, double: WeComDouble) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says("帮助")
    menu = lin.chat[-1]
    async with running(office, double) as lin:
        await lin.answered(double.presses(lin.address, menu, "记录"))
    assert menu.updates == 1 and "本月" in menu.words


async def test_a_card_nobody_remembers_is_answered_all_the_same(
    office: Office, double: WeComDouble
) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says("帮助")
    menu = lin.chat[-1]
    async with office.storage.unit() as unit:
        await unit.shown_cards.forget_before(office.clock.now() + timedelta(days=1))
    async with running(office, double) as lin:
        await lin.answered(double.presses(lin.address, menu, "记录"))
        assert menu.words == ["已选择"] and "没有" in lin.double.last(lin.address).text


async def test_who_pressed_cards_gets_no_text_before_each(
    office: Office, double: WeComDouble
) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says("帮助")
        assert len(lin.chat) == 2
        await lin.presses("本月")
    before = len(lin.chat)
    async with running(office, double) as lin:
        await lin.says("帮助")
        assert len(lin.chat) == before + 1
        await lin.says("4")
    before = len(lin.chat)
    async with running(office, double) as lin:
        await lin.says("帮助")
        assert len(lin.chat) == before + 2


async def test_handled_events_are_not_answered_again(office: Office, double: WeComDouble) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says("帮助")
    before = len(lin.chat)
    async with running(office, double) as lin:
        await asyncio.sleep(0.3)
    assert len(lin.chat) == before


# what was said while nobody listened


async def told(office: Office) -> dict[int, str]:
    async with office.storage.reading() as unit:
        rows = await unit.outbox.newer_than(0)
    return {row.person_id: card_for(row.notice).text for row in rows}


async def test_who_was_talking_when_it_broke_off_is_asked_to_say_it_again(
    office: Office, double: WeComDouble
) -> None:
    """WeCom keeps nothing for a bot that is away."""
    await join(office)
    async with office.storage.unit() as unit:
        zhou = office.zhou.person_id
        await unit.people.link_account(zhou, "wecom", "wozhou", office.clock.now())
        await unit.doors.note_heard("wecom", "wozhou", office.clock.now() - timedelta(days=1))
    async with running(office, double) as lin:
        await lin.says("帮助")
    office.clock.at += timedelta(minutes=7)
    async with running(office, double):
        async with asyncio.timeout(5):
            while not await told(office):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert await told(office) == {
        office.lin.person_id: "系统在11月20日(周五) 20:00到20:07之间中断过，"
        "这段时间发来的消息可能没有收到。"
        "如果哪一条没有得到回答，请再发一次；已经得到回答的不用再发。"
    }


async def test_a_gap_nobody_notices_is_not_told(office: Office, double: WeComDouble) -> None:
    await join(office)
    async with running(office, double) as lin:
        await lin.says("帮助")
    office.clock.at += timedelta(seconds=30)
    async with running(office, double):
        await asyncio.sleep(0.3)
    assert await told(office) == {}


async def test_what_was_kept_is_of_the_moment_it_arrived(
    office: Office, double: WeComDouble
) -> None:
    """Whoever checks in at 20:00 was there at 20:00, whenever the bot comes back."""
    await join(office)
    body = {"msgid": "before", "msgtype": "text", "from": {"userid": "wolin"}}
    body["text"] = {"content": "到村登记 后塘村"}
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "gone"}, "body": body}
    async with office.storage.unit() as unit:
        await unit.inbox.keep("wecom", "before", json.dumps(frame), office.clock.now())
    double.wrote.add("wolin")
    office.clock.at += timedelta(hours=2)
    async with running(office, double) as lin:
        async with asyncio.timeout(5):
            while not any("20:00开始" in shown.text for shown in lin.chat):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_doors_shut_with_the_bot_are_tried_again(office: Office, double: WeComDouble) -> None:
    await join(office)
    async with office.storage.unit() as unit:
        account = await unit.people.account_at("wecom", "wolin")
        assert account
        await unit.people.close_account(
            account.id, f"{REMOVED}（错误码 93000）", office.clock.now()
        )
    async with running(office, double):
        async with asyncio.timeout(5):
            while await closed(office):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def closed(office: Office) -> list[str]:
    async with office.storage.reading() as unit:
        return [door.name for door in await unit.doors.closed()]


# small writes


class FullDisk(Storage):
    """Takes nothing so many times."""

    def __init__(self, inner: Storage, failing: int) -> None:
        super().__init__(inner.engine)
        self.failing = failing

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        self.failing -= 1
        if self.failing >= 0:
            raise StorageUnavailable("the disk is full")
        async with super().unit() as unit:
            yield unit


async def test_small_writes_wait_for_the_storage(sqlite_storage: Storage, now: datetime) -> None:
    tasks, clock, disk = Tasks(), StoppedClock(now), FullDisk(sqlite_storage, failing=2)
    soon = Soon(disk, tasks, after=0.01)
    memory = Memory("wecom", sqlite_storage, clock, soon)
    memory.remember("task", say("您好"), {"card_type": "button_interaction"})
    async with asyncio.timeout(5):
        while disk.failing > -1:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await soon.close()
    fresh = Memory("wecom", sqlite_storage, clock, soon)
    shown = await fresh.shown("task")
    assert shown and shown.card == say("您好") and disk.failing < 0
    await tasks.close()


async def test_a_write_nobody_takes_keeps_no_other_back(
    sqlite_storage: Storage, now: datetime
) -> None:
    tasks = Tasks()
    soon = Soon(sqlite_storage, tasks, after=0.01)
    memory = Memory("wecom", sqlite_storage, StoppedClock(now), soon)

    async def broken(unit: Unit) -> None:
        raise ValueError

    soon.note(broken)
    memory.remember("task", say("您好"), {"card_type": "button_interaction"})
    async with asyncio.timeout(5):
        while await _kept(sqlite_storage, "task") is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await tasks.close()


async def _kept(storage: Storage, task_id: str) -> object:
    async with storage.reading() as unit:
        return await unit.shown_cards.get(task_id)
