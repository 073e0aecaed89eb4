"""Shortfalls with their moves, the cases they become, and who was told."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.cases import CaseState
from domain.months import Month
from domain.shortfalls import Shortfall, ShortfallKind, State, Subject, Transition
from storage.engine import Storage
from storage.tables import shortfall_moves
from storage.unit import Unit
from tests.storage.conftest import Town

NOVEMBER = Month(2026, 11)


def _short(village: int, now: datetime, **other: object) -> Shortfall:
    given = {
        "kind": ShortfallKind.HOURS,
        "subject": Subject.VILLAGE,
        "subject_id": village,
        "period": "2026-11",
        "state": State.AT_RISK,
        "figure": 300,
        "wanted": 480,
        "why": {"visits": [1, 2], "policy": {"quota": 480}, "说明": "差 180 分钟"},
    }
    return Shortfall(id=0, began_on=date(2026, 11, 20), evaluated_at=now, **given | other)


async def _add(unit: Unit, now: datetime, *rows: Shortfall) -> list[Shortfall]:
    return await unit.shortfalls.apply([Transition(None, row) for row in rows], now)


async def test_shortfalls_come_back_with_their_reasons(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        made = await _add(
            unit, now, _short(town.houtang.id, now), _short(town.houxin.id, now, figure=0)
        )
        assert await unit.shortfalls.of_month(NOVEMBER) == made
        assert await unit.shortfalls.get(made[1].id) == made[1]
        assert await unit.shortfalls.get(404) is None
    assert [row.subject_id for row in made] == [town.houtang.id, town.houxin.id]


async def test_only_a_new_state_is_a_move(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        (made,) = await _add(unit, now, _short(town.houtang.id, now))
        better = made.model_copy(update={"figure": 400, "why": {"visits": [1, 2, 3]}})
        await unit.shortfalls.apply([Transition(State.AT_RISK, better)], now)
        waived = better.model_copy(update={"state": State.WAIVED, "waived_reason": "防汛"})
        changes = [Transition(State.AT_RISK, waived), Transition(None, _short(town.houxin.id, now))]
        await unit.shortfalls.apply(changes, now, town.chen.id, "防汛")
        assert await unit.shortfalls.get(made.id) == waived
        moves = await unit.connection.execute(
            select(shortfall_moves).where(shortfall_moves.c.shortfall_id == made.id)
        )
        kept = [(m.before, m.after, m.by_id, m.note) for m in moves]
    assert kept == [
        (None, "at_risk", None, None),
        ("at_risk", "waived", town.chen.id, "防汛"),
    ]


async def test_nothing_to_write_writes_nothing(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        assert await unit.shortfalls.apply([], now) == []


async def test_one_row_per_kind_subject_and_period(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        adviser = _short(town.houtang.id, now, subject=Subject.ADVISER)
        await _add(unit, now, _short(town.houtang.id, now), adviser)
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await _add(unit, now, _short(town.houtang.id, now))


async def test_shortfalls_are_listed_by_kind_by_state_and_by_subject(
    storage: Storage, town: Town, now: datetime
):
    grid = {"kind": ShortfallKind.GRID_UNCOVERED, "subject": Subject.GRID, "period": "2026-11-20"}
    async with storage.unit() as unit:
        hours, over, empty = await _add(
            unit,
            now,
            _short(town.houtang.id, now),
            _short(town.houxin.id, now, state=State.MADE_UP),
            _short(town.grid.id, now, state=State.SHORT, **grid),
        )
        of = unit.shortfalls
        assert await of.open_of_kind([ShortfallKind.HOURS]) == [hours]
        assert await of.open_of_kind([ShortfallKind.HOURS, ShortfallKind.GRID_UNCOVERED]) == [
            hours,
            empty,
        ]
        ids = [town.houtang.id, town.houxin.id, town.grid.id]
        assert await of.of_subjects(Subject.VILLAGE, ids, NOVEMBER) == [hours, over]


async def test_of_a_standing_kind_the_row_stands_that_is_not_made_up_before_today(
    storage: Storage, town: Town, now: datetime
):
    grid = {"kind": ShortfallKind.GRID_UNCOVERED, "subject": Subject.GRID}
    today, yesterday = date(2026, 11, 20), "2026-11-19"
    async with storage.unit() as unit:
        _, stands, ended_today, _ = await _add(
            unit,
            now,
            _short(1, now, state=State.MADE_UP, period="2026-01-05", **grid),
            _short(1, now, state=State.SHORT, period=yesterday, **grid),
            _short(2, now, state=State.MADE_UP, period=today.isoformat(), **grid),
            _short(3, now, state=State.MADE_UP, period=yesterday, **grid),
        )
        found = await unit.shortfalls.standing_of(ShortfallKind.GRID_UNCOVERED, [1, 2, 3], today)
        others = await unit.shortfalls.standing_of(ShortfallKind.VILLAGE_THIN, [1, 2, 3], today)
    assert found == {1: stands, 2: ended_today}
    assert others == {}


async def test_who_was_told_is_remembered_once(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        first, second = await _add(
            unit, now, _short(town.houtang.id, now), _short(town.houxin.id, now)
        )
        await unit.told.mark([(first.id, town.lin.id)], now)
        await unit.told.mark([(first.id, town.lin.id)], now)
        pairs = [(first.id, town.lin.id), (first.id, town.chen.id), (second.id, town.lin.id)]
        await unit.told.mark(pairs, now)
        await unit.told.mark([], now)
        assert (await unit.told.of([first.id]))[first.id] == [town.lin.id, town.chen.id]
        assert (await unit.told.of([second.id]))[second.id] == [town.lin.id]


async def test_a_case_waits_is_answered_and_closed(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        (short,) = await _add(unit, now, _short(town.houtang.id, now))
        await unit.cases.open(short.id, town.street.id, now)
        case = await unit.cases.get(short.id)
        assert (case.state, case.opened_at) == (CaseState.WAITING, now)
        assert await unit.cases.unanswered() == [case]
        answer = {
            "state": CaseState.ARRANGED,
            "answered_at": now + timedelta(hours=1),
            "planned_on": date(2026, 11, 25),
        }
        await unit.cases.change(short.id, **answer)
        assert await unit.cases.get(short.id) == case.model_copy(update=answer)
        assert await unit.cases.unanswered() == []
        assert len(await unit.cases.open_below([town.street.id])) == 1
        await unit.cases.change(short.id, state=CaseState.CLOSED, closed_at=now)
        assert await unit.cases.open_below([town.street.id]) == []
        assert await unit.cases.get(404) is None


async def test_a_case_handed_over_waits_again_and_one_escalated_no_more(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        (short,) = await _add(unit, now, _short(town.houtang.id, now))
        await unit.cases.open(short.id, town.street.id, now)
        await unit.cases.change(
            short.id, state=CaseState.HANDED_OVER, holder_id=town.zhou.id, answered_at=now
        )
        assert [c.holder_id for c in await unit.cases.unanswered()] == [town.zhou.id]
        await unit.cases.change(short.id, escalated_at=now)
        assert await unit.cases.unanswered() == []


async def test_an_office_sees_each_case_below_it_once_and_oldest_first(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        near, far = await _add(
            unit, now, _short(town.houtang.id, now), _short(town.faraway.id, now)
        )
        await unit.cases.open(near.id, town.street.id, now)
        await unit.cases.open(far.id, town.other_street.id, now - timedelta(days=1))
        of_street = await unit.cases.open_below([town.street.id])
        of_both = await unit.cases.open_below([town.city.id, town.street.id])
    assert [c.shortfall_id for c in of_street] == [near.id]
    assert [c.shortfall_id for c in of_both] == [far.id, near.id]
