"""The contract of every messenger: what a person can do in one they can do in all."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.notifier import Notifier
from bot.talk.cards import Attachment, Button, Card, Fact, page_of, pager, say
from bot.talk.dispatcher import make_dispatcher
from bot.tasks import Tasks
from domain.errors import Refused
from domain.notices import BulletinReady
from domain.people import Actor
from storage.engine import Storage
from storage.outbox import OutState
from storage.unit import Unit
from tests.phones import PHONES, Phone
from words.names import who

FRUIT = [f"第{n}项" for n in range(1, 21)]


def shown_card() -> Card:
    return Card(
        title="请确认",
        text="第一行 <b>不是粗体</b> & 第二行",
        facts=(Fact(label="村", value="后塘村"), Fact(label="人", value=who("林晓"))),
        rows=((Button(text="保存", press="save"), Button(text="取消", press="drop")),),
    )


def listed(page: int) -> Card:
    entries, page, pages = page_of(FRUIT, page)
    rows = tuple((Button(text=e, press=f"open:{e[1:-1]}", standing=True),) for e in entries)
    return Card(text=f"第{page + 1}页", rows=rows + pager(pages, page, "list"))


def small_bot() -> Router:
    """A bot that shows every kind of card, and writes something down when told to save."""
    routes = Router()

    @routes.message(F.text == "卡片")
    async def card(message: Message) -> Card:
        return shown_card()

    @routes.message(F.text == "清单")
    async def listing(message: Message) -> Card:
        return listed(0)

    @routes.message(F.text == "文件")
    async def file(message: Message, unit: Unit, now: datetime) -> Card:
        file_id = await unit.files.add("月报.xlsx", b"PK-content", now)
        return Card(text="给您", attachment=Attachment(file_id=file_id, name="月报.xlsx"))

    @routes.message(F.text == "记下")
    async def note(message: Message, unit: Unit, actor: Actor, now: datetime) -> Card:
        await unit.audit.note(actor.person_id, "noted", "person", actor.person_id, now)
        return say("记下了")

    @routes.message(F.text == "不行")
    async def refuse(message: Message) -> Card:
        raise Refused

    @routes.callback_query(F.data == "save")
    async def save(query: CallbackQuery) -> Card:
        return say("已保存")

    @routes.callback_query(F.data == "drop")
    async def drop(query: CallbackQuery) -> Card:
        return say("已取消")

    @routes.callback_query(F.data.startswith("list:"))
    async def turn(query: CallbackQuery) -> Card:
        return listed(int((query.data or "").split(":")[1]))

    @routes.callback_query(F.data.startswith("open:"))
    async def opened(query: CallbackQuery) -> Card:
        return say(f"打开了第{(query.data or '').split(':')[1]}项")

    return routes


class World:
    def __init__(self, storage: Storage, clock: StoppedClock, phone: Phone, person: int) -> None:
        self.storage, self.clock, self.phone, self.person = storage, clock, phone, person
        self.tasks, health = Tasks(), Health(storage, clock)

        def card_for(notice: object) -> Card:
            button = Button(text="查看", press="open:7")
            return Card(title="月报已生成", text="请查看", rows=((button,),))

        self.notifier = Notifier(storage, clock, [phone.messenger], card_for, self.tasks, health)

    async def tell(self) -> OutState:
        """Tell the person something unasked; what became of it."""
        async with self.storage.unit() as unit:
            await unit.outbox.put(self.person, BulletinReady(month="2026-11"), self.clock.now())
            (row,) = await unit.outbox.due(self.clock.now())
        async with asyncio.timeout(10):
            await self.notifier.deliver_due()
        async with self.storage.reading() as unit:
            after = await unit.outbox.get(row.id)
        assert after
        return after.state

    async def noted(self) -> int:
        async with self.storage.reading() as unit:
            return len(await unit.audit.noted("noted", "person", [self.person]))


@pytest.fixture(params=PHONES)
async def world(
    request: pytest.FixtureRequest, sqlite_storage: Storage, now: datetime
) -> AsyncIterator[World]:
    clock = StoppedClock(now)
    async with sqlite_storage.unit() as unit:
        person = (await unit.people.add("林晓")).id
    dispatcher = make_dispatcher(sqlite_storage, clock, [small_bot()])
    async with PHONES[request.param](dispatcher, sqlite_storage, clock, person) as phone:
        async with sqlite_storage.unit() as unit:
            await unit.people.link_account(person, phone.messenger.name, phone.address, now)
        world = World(sqlite_storage, clock, phone, person)
        yield world
        await world.tasks.close()


async def test_a_card_shows_its_title_text_facts_and_buttons(world: World) -> None:
    seen = await world.phone.says("卡片")
    assert seen.text.startswith("请确认\n第一行 <b>不是粗体</b> & 第二行\n村：后塘村\n人：林")
    assert seen.buttons == ["保存", "取消"]


async def test_a_press_is_answered(world: World) -> None:
    await world.phone.says("卡片")
    assert (await world.phone.presses("保存")).text == "已保存"


async def test_a_typed_number_means_that_button(world: World) -> None:
    await world.phone.says("卡片")
    assert (await world.phone.says("2")).text == "已取消"


async def test_an_old_button_says_so(world: World) -> None:
    await world.phone.says("卡片")
    await world.phone.says("清单")
    assert "过期" in (await world.phone.presses("保存")).text


async def test_after_a_refusal_the_buttons_are_still_of_use(world: World) -> None:
    await world.phone.says("卡片")
    await world.phone.says("不行")
    assert (await world.phone.presses("保存")).text == "已保存"


async def test_a_long_list_pages(world: World) -> None:
    seen = await world.phone.says("清单")
    assert seen.buttons[0] == "第1项" and seen.buttons[-1] == "下一页"
    await world.phone.presses("下一页")
    seen = await world.phone.presses("下一页")
    assert seen.buttons == ["第17项", "第18项", "第19项", "第20项", "上一页"]
    assert (await world.phone.presses("第18项")).text == "打开了第18项"


async def test_a_file_comes_out(world: World) -> None:
    seen = await world.phone.says("文件")
    assert seen.text == "给您"
    assert seen.file and seen.file[0] == "月报.xlsx"
    assert seen.file[1] in (b"PK-content", b"")


async def test_a_repeated_event_is_answered_again_but_not_applied_again(world: World) -> None:
    assert (await world.phone.says_twice("记下")).text == "记下了"
    assert await world.noted() == 1


async def test_what_is_told_unasked_arrives_and_its_buttons_work(world: World) -> None:
    await world.phone.says("卡片")
    assert await world.tell() is OutState.SENT
    seen = await world.phone.latest()
    assert seen.text == "月报已生成\n请查看" and seen.buttons == ["查看"]
    assert (await world.phone.presses("查看")).text == "打开了第7项"


async def test_a_number_typed_after_a_message_means_its_button(world: World) -> None:
    await world.tell()
    assert (await world.phone.says("1")).text == "打开了第7项"


async def test_a_shut_door_is_closed_and_opens_when_the_person_returns(world: World) -> None:
    if not world.phone.shuts_the_door():
        pytest.skip("nobody can refuse messages there")
    assert await world.tell() is OutState.FAILED
    async with world.storage.reading() as unit:
        (account,) = await unit.people.accounts_of(world.person)
        assert account.closed_reason
        (door,) = await unit.doors.closed()
        assert (door.person_id, door.reason) == (world.person, account.closed_reason)
    world.phone.opens_the_door()
    await world.phone.says("卡片")
    assert await world.tell() is OutState.SENT
