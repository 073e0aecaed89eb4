"""Who falls short as of a moment, without anything being written."""

from datetime import UTC, date, datetime, time

import pytest

from actions.imports.apply import apply_import, plan_import, understand_sheets
from actions.imports.workbook import read_sheets
from actions.month.overview import ShortLineOf, shortfalls_as_of
from domain.months import Month, instant
from domain.policy import Policy
from domain.shortfalls import ShortfallKind, State
from storage.engine import Storage
from tests.cast import Office
from tests.data_maker import Expected, untidy_workbook

LAST_MOMENT = instant(date(2026, 11, 30), time(23, 59, 59))


async def as_of(storage: Storage, moment: datetime) -> list[ShortLineOf]:
    async with storage.reading() as unit:
        return await shortfalls_as_of(unit, moment)


def names(lines: list[ShortLineOf], kind: ShortfallKind) -> list[str]:
    return [line.subject for line in lines if line.kind is kind]


@pytest.fixture
async def imported(storage: Storage, now: datetime) -> Storage:
    """The untidy workbook of an invented street, and not one visit."""
    async with storage.unit() as unit:
        tables = await understand_sheets(unit, read_sheets(untidy_workbook()), now)
        await apply_import(unit, await plan_import(unit, tables, now), None, now)
    return storage


async def test_a_month_without_visits_has_every_village_short(imported: Storage) -> None:
    lines = await as_of(imported, LAST_MOMENT)
    assert len(names(lines, ShortfallKind.HOURS)) == Expected.villages - 1
    assert names(lines, ShortfallKind.NO_ADVISER) == [Expected.without_adviser]
    assert sorted(names(lines, ShortfallKind.GRID_UNCOVERED)) == sorted(Expected.uncovered)
    assert {line.state for line in lines} == {State.SHORT}
    (hours,) = {(w.figure, w.wanted) for w in lines if w.kind is ShortfallKind.HOURS}
    assert hours == (0, 480)


async def test_nothing_is_written(imported: Storage) -> None:
    await as_of(imported, LAST_MOMENT)
    async with imported.reading() as unit:
        assert await unit.shortfalls.of_month(Month(2026, 11)) == []


async def test_while_the_month_runs_they_are_behind(imported: Storage) -> None:
    lines = await as_of(imported, instant(date(2026, 11, 20), time(23, 59, 59)))
    states = {line.state for line in lines if line.kind is ShortfallKind.HOURS}
    assert states == {State.AT_RISK}
    early = await as_of(imported, instant(date(2026, 11, 5), time(23, 59, 59)))
    assert names(early, ShortfallKind.HOURS) == [] and names(early, ShortfallKind.NO_ADVISER)


async def test_only_visits_that_had_ended_count(office: Office) -> None:
    await office.lin.says("11月18号上午8点到下午5点 后塘村 法治讲座")
    await office.lin.presses("保存")
    later = await as_of(office.storage, LAST_MOMENT)
    assert "后塘村" not in names(later, ShortfallKind.HOURS)
    before = await as_of(office.storage, instant(date(2026, 11, 17), time(23, 59, 59)))
    assert "后塘村" in names(before, ShortfallKind.HOURS)


async def test_under_the_adviser_basis_advisers_are_short(office: Office) -> None:
    async with office.storage.unit() as unit:
        policy = Policy(basis="adviser")
        await unit.policies.set(policy, Month(2026, 11), None, office.clock.now())
    lines = await as_of(office.storage, LAST_MOMENT)
    assert sorted(names(lines, ShortfallKind.HOURS)) == ["周航", "林晓"]
    assert sorted(names(lines, ShortfallKind.NO_VISIT)) == ["南巷村", "后塘村", "后莘村"]


async def test_a_closed_month_is_final(office: Office) -> None:
    from actions.month.closing import close_month

    october, sixth = Month(2026, 10), datetime(2026, 11, 6, tzinfo=UTC)
    await close_month(office.storage, october, office.district_id, sixth)
    lines = await as_of(office.storage, instant(date(2026, 10, 31), time(23, 59, 59)))
    assert {w.state for w in lines if w.kind is ShortfallKind.HOURS} == {State.FINAL}
