"""While a workbook is looked through others go on, and what they do meanwhile counts."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import actions.imports.apply
import actions.imports.requests
import actions.imports.workbook
from bot.talk.visitor import Visitor
from bot.tasks import Tasks
from domain.people import Role
from storage.engine import Storage
from tests.bot.talk.test_office_imports import counts
from tests.cast import Office, open_office
from tests.data_maker import Expected, untidy_workbook

LONG = 20
"""Seconds after which something that waits for something else has failed to come free."""


@pytest.fixture
async def street(storage: Storage) -> AsyncIterator[Office]:
    """小陈 and 赵所长 in the office of the sample workbook's street too."""
    office = await open_office(storage)
    async with storage.unit() as unit:
        street = await unit.districts.add("321000101000", "示例街道")
        for player in (office.chen, office.zhao):
            await unit.people.grant(player.person_id, Role.OFFICE, street.id, office.clock.now())
    yield office


class Held:
    """A function that computes for as long as one likes."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self._real = real
        self._begun, self._go_on = threading.Event(), threading.Event()

    def __call__(self, *given: Any) -> Any:
        self._begun.set()
        assert self._go_on.wait(LONG), "held for ever: the event loop waits for it"
        return self._real(*given)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._begun.wait, LONG)

    def goes_on(self) -> None:
        self._go_on.set()


async def saves_a_visit(office: Office) -> None:
    async with asyncio.timeout(LONG):
        await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
        assert "已保存" in (await office.lin.presses("保存")).text


SLOW = [
    (actions.imports.workbook, "read_sheets"),
    (actions.imports.requests, "understand_workbook"),
    (actions.imports.requests, "plan_of"),
    (actions.imports.requests, "import_as_workbook"),
]


@pytest.mark.parametrize(("module", "name"), SLOW, ids=[name for _, name in SLOW])
async def test_a_press_is_answered_while_a_workbook_is_looked_through(
    street: Office, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    held, tasks = Held(getattr(module, name)), Tasks()
    monkeypatch.setattr(module, name, held)
    sending = tasks.start(street.chen.sends_file("基础表.xlsx", untidy_workbook()), "chen")
    await held.begun()
    await saves_a_visit(street)
    assert not sending.done()
    held.goes_on()
    assert (await sending).title == "导入预览：示例街道"


@pytest.mark.parametrize(("module", "name"), SLOW[:-1], ids=[name for _, name in SLOW[:-1]])
async def test_a_press_is_answered_while_an_import_is_planned(
    street: Office, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    held, tasks = Held(getattr(module, name)), Tasks()
    monkeypatch.setattr(module, name, held)
    importing = tasks.start(street.chen.presses("导入"), "chen")
    await held.begun()
    await saves_a_visit(street)
    held.goes_on()
    assert "已导入示例街道的基础表" in (await importing).text


async def test_what_the_database_has_is_understood_beside_too(
    street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its villages and grids make a second understanding of the workbook necessary."""
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    await street.chen.presses("导入")
    held, tasks = Held(actions.imports.apply.understand_workbook), Tasks()
    monkeypatch.setattr(actions.imports.apply, "understand_workbook", held)
    sending = tasks.start(street.chen.sends_file("基础表.xlsx", untidy_workbook()), "chen")
    await held.begun()
    await saves_a_visit(street)
    held.goes_on()
    assert "完全一致" in (await sending).text


async def test_two_who_import_the_same_at_once_import_it_once(street: Office) -> None:
    before = await counts(street.storage)
    both = (street.chen, street.zhao)
    for player in both:
        await player.sends_file("基础表.xlsx", untidy_workbook())
    answers = await asyncio.gather(*(player.presses("导入") for player in both))
    assert sorted("0处新增或变更" in card.text for card in answers) == [False, True]
    _, grids, people = await counts(street.storage)
    assert (grids, people) == (before[1] + Expected.grids, Expected.mingbairen)


async def test_what_changed_meanwhile_is_planned_with(
    street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grid made meanwhile, elsewhere, has the code of one in the workbook."""
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    before = await counts(street.storage)
    held, tasks = Held(actions.imports.requests.plan_of), Tasks()
    monkeypatch.setattr(actions.imports.requests, "plan_of", held)
    importing = tasks.start(street.chen.presses("导入"), "chen")
    await held.begun()
    async with street.storage.unit() as unit:
        await unit.grids.add(street.villages["南巷村"].id, "南巷村第九网格", "321000101201001", 1)
    held.goes_on()
    assert "处不能导入，什么都没有写入" in (await importing).text
    assert await counts(street.storage) == (before[0], before[1] + 1, before[2])


async def test_a_right_lost_meanwhile_is_lost(
    street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    before = await counts(street.storage)
    held, tasks = Held(actions.imports.requests.plan_of), Tasks()
    monkeypatch.setattr(actions.imports.requests, "plan_of", held)
    importing = tasks.start(street.chen.presses("导入"), "chen")
    await held.begun()
    async with street.storage.unit() as unit:
        (district,) = [d for d in await unit.districts.all() if d.name == "示例街道"]
        chen, now = street.chen.person_id, street.clock.now()
        await unit.people.revoke(chen, Role.OFFICE, district.id, now)
    held.goes_on()
    assert "不在您的权限范围" in (await importing).text
    assert await counts(street.storage) == before


async def test_a_file_delivered_twice_is_looked_through_once(
    street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, tasks = Held(actions.imports.workbook.read_sheets), Tasks()
    monkeypatch.setattr(actions.imports.workbook, "read_sheets", held)
    visitor, content = Visitor(street.dispatcher, "test", "chen"), untidy_workbook()
    first, second = (
        tasks.start(visitor.sends_file("基础表.xlsx", content, event_id="twice"), "chen")
        for _ in range(2)
    )
    await held.begun()
    held.goes_on()
    assert (await first) == (await second)
    async with street.storage.reading() as unit:
        assert await unit.files.get(2) and await unit.files.get(3) is None
