"""Visits by adviser, village and month; and check-ins, of which an adviser has one open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.check_ins import CheckInState
from domain.months import Month, instant
from domain.visits import Activity, Confirmation, Source, Visit, VisitDraft
from storage.engine import Storage
from storage.unit import Unit
from tests.storage.conftest import Town

NOVEMBER = Month(2026, 11)


def _draft(adviser: int, village: int, day: date, start: int = 14, end: int = 16) -> VisitDraft:
    return VisitDraft(
        adviser_id=adviser,
        village_id=village,
        started_at=instant(day, time(start)),
        ended_at=instant(day, time(end)),
        activity=Activity.LECTURE,
        topic="民法典",
        people=42,
    )


async def _record(unit: Unit, now: datetime, *args: object) -> Visit:
    return await unit.visits.add(_draft(*args), now)


async def test_a_visit_comes_back_as_it_was_given(storage: Storage, town: Town, now: datetime):
    draft = _draft(town.lin.id, town.houtang.id, date(2026, 11, 5)).model_copy(
        update={"source": Source.LIVE, "leaflets": 0, "result": "解答了 3 个问题"}
    )
    async with storage.unit() as unit:
        made = await unit.visits.add(draft, now)
    async with storage.reading() as unit:
        assert await unit.visits.get(made.id) == made
        assert await unit.visits.get(404) is None
    assert made.model_dump(include=set(VisitDraft.model_fields)) == draft.model_dump()
    assert (made.recorded_at, made.confirmation) == (now, Confirmation.NONE)


async def test_a_visit_in_the_first_hours_of_a_month_belongs_to_it(
    storage: Storage, town: Town, now: datetime
):
    """Midnight is Shanghai's: in UTC it is still October."""
    async with storage.unit() as unit:
        made = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 1), 1, 3)
        assert made.started_at.astimezone(UTC).month == 10
        assert await unit.visits.of_village(town.houtang.id, NOVEMBER) == [made]
        assert await unit.visits.of_village(town.houtang.id, Month(2026, 10)) == []


async def test_a_corrected_day_moves_the_visit_to_its_month(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        made = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 1))
        earlier = {
            "started_at": made.started_at - timedelta(days=1),
            "ended_at": made.ended_at - timedelta(days=1),
            "confirmation": Confirmation.CONFIRMED,
            "confirmed_minutes": 60,
            "confirmed_by": town.wang.id,
        }
        await unit.visits.save(made.model_copy(update=earlier))
        assert await unit.visits.of_village(town.houtang.id, NOVEMBER) == []
        (moved,) = await unit.visits.of_village(town.houtang.id, Month(2026, 10))
    assert moved == made.model_copy(update=earlier)


async def test_around_finds_what_overlaps_and_not_what_only_touches(
    storage: Storage, town: Town, now: datetime
):
    day = date(2026, 11, 5)
    async with storage.unit() as unit:
        for start, end in ((8, 10), (10, 12), (12, 14)):
            await _record(unit, now, town.lin.id, town.houtang.id, day, start, end)
        await _record(unit, now, town.zhou.id, town.houtang.id, day, 10, 12)
        span = instant(day, time(10)), instant(day, time(12))
        (found,) = await unit.visits.around(town.lin.id, *span)
        assert found.started_at == span[0]
        await unit.visits.save(found.model_copy(update={"withdrawn_at": now}))
        assert await unit.visits.around(town.lin.id, *span) == []


async def test_a_withdrawn_visit_is_known_to_the_village_and_to_no_list_else(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        made = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 5))
        gone = made.model_copy(update={"withdrawn_at": now})
        await unit.visits.save(gone)
        assert await unit.visits.of_village(town.houtang.id, NOVEMBER) == [gone]
        assert await unit.visits.latest_of_adviser(town.lin.id, 10) == []
        assert await unit.visits.count_of_adviser(town.lin.id) == 0
        assert await unit.visits.of_month_below([town.city.id], NOVEMBER) == []
        assert await unit.visits.unconfirmed_in([town.houtang.id], NOVEMBER) == []


async def test_the_history_of_an_adviser_pages_newest_first(
    storage: Storage, town: Town, now: datetime
):
    days = [date(2026, 11, n) for n in (3, 9, 5)]
    async with storage.unit() as unit:
        for day in days:
            await _record(unit, now, town.lin.id, town.houtang.id, day)
        first = await unit.visits.latest_of_adviser(town.lin.id, 2)
        second = await unit.visits.latest_of_adviser(town.lin.id, 2, offset=2)
        assert await unit.visits.count_of_adviser(town.lin.id) == 3
    assert [v.day.day for v in first + second] == [9, 5, 3]


async def test_an_office_sees_the_visits_of_its_district(
    storage: Storage, town: Town, now: datetime
):
    day = date(2026, 11, 5)
    async with storage.unit() as unit:
        near = await _record(unit, now, town.lin.id, town.houtang.id, day)
        far = await _record(unit, now, town.zhou.id, town.faraway.id, day)
        assert await unit.visits.of_month_below([town.street.id], NOVEMBER) == [near]
        assert await unit.visits.of_month_below([town.city.id], NOVEMBER) == [near, far]
        assert await unit.visits.of_month_below([town.city.id, town.street.id], NOVEMBER) == [
            near,
            far,
        ]


async def test_what_a_village_has_not_answered_is_unconfirmed(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        answered = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 5))
        waiting = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 6))
        done = {"confirmation": Confirmation.CONFIRMED, "confirmed_minutes": 120}
        await unit.visits.save(answered.model_copy(update=done))
        ids = [town.houtang.id, town.houxin.id]
        assert await unit.visits.unconfirmed_in(ids, NOVEMBER) == [waiting]


async def test_an_adviser_has_one_open_check_in(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        opened = await unit.check_ins.start(town.lin.id, town.houtang.id, now)
        await unit.check_ins.start(town.zhou.id, town.houtang.id, now)
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.check_ins.start(town.lin.id, town.houxin.id, now)
    async with storage.reading() as unit:
        assert await unit.check_ins.open_of(town.lin.id) == opened
        assert len(await unit.check_ins.all_open()) == 2


async def test_an_ended_check_in_makes_room_for_the_next(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        first = await unit.check_ins.start(town.lin.id, town.houtang.id, now)
        visit = await _record(unit, now, town.lin.id, town.houtang.id, date(2026, 11, 5))
        await unit.check_ins.move(first.id, CheckInState.ENDED, visit.id)
        second = await unit.check_ins.start(town.lin.id, town.houxin.id, now)
        await unit.check_ins.mark_asked(second.id, now)
        await unit.check_ins.move(second.id, CheckInState.DRAFT)
        assert await unit.check_ins.open_of(town.lin.id) is None
        (draft,) = await unit.check_ins.drafts_of(town.lin.id)
        assert (draft.id, draft.asked_at, draft.day) == (second.id, now, date(2026, 11, 20))
        assert (await unit.check_ins.get(first.id)).state is CheckInState.ENDED


async def test_around_reads_back_a_day_and_a_month_no_further_than_the_month(
    sqlite_storage: Storage,
):
    """Else an adviser's years would be read for every visit that is recorded."""
    seen: list[str] = []
    async with sqlite_storage.reading() as unit:
        raw = await unit.connection.get_raw_connection()
        await raw.driver_connection.set_trace_callback(seen.append)  # type: ignore[union-attr]
        moment = datetime(2026, 11, 5, tzinfo=UTC)
        await unit.visits.around(1, moment, moment)
        await unit.evaluation.stays_of([1], NOVEMBER)
        await raw.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
        plans = [
            (await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}")).all()
            for each in seen
        ]
    assert len(plans) == 2
    for first, *_ in plans:
        assert "adviser_id=? AND started_at>? AND started_at<?" in first.detail
