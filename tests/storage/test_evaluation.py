"""What an evaluation reads: the frame of a month, sums, coverage, and the office's cases."""

from datetime import date, datetime, timedelta

import pytest

from domain.cases import CaseState
from domain.errors import NotFound
from domain.mingbairen import Mingbairen, Stage
from domain.months import Month
from domain.policy import Policy
from domain.shortfalls import Shortfall, ShortfallKind, State, Subject, Transition
from domain.sieve import Sums
from storage.engine import Storage
from storage.months import Figures
from storage.shortfalls import Move
from storage.unit import Unit
from tests.storage.conftest import Town

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


async def _short(unit: Unit, subject_id: int, now: datetime, **other: object) -> Shortfall:
    given = {
        "kind": ShortfallKind.GRID_UNCOVERED,
        "subject": Subject.GRID,
        "period": "2026-11-20",
        "state": State.SHORT,
        "figure": 0,
        "wanted": 1,
    } | other
    row = Shortfall(
        id=0, subject_id=subject_id, began_on=now.date(), evaluated_at=now, why={}, **given
    )
    return (await unit.shortfalls.apply([Transition(None, row)], now))[0]


async def _enrol(unit: Unit, grid_id: int, stage: Stage, now: datetime) -> None:
    person = Mingbairen(id=0, grid_id=grid_id, name="示例", stage=stage, stage_since=now.date())
    await unit.mingbairen.add(person, None, now)


async def test_the_frame_of_a_month_is_its_own_policy_once_it_was_closed(
    storage: Storage, town: Town, now: datetime
):
    street = town.street
    async with storage.unit() as unit:
        frame = await unit.frames.of_street(OCTOBER, street)
        assert (frame.policy, frame.closed, frame.policy_set_at) == (Policy(), False, None)
        await unit.policies.set(Policy(quota=600), OCTOBER, None, now)
        frame = await unit.frames.of_village(NOVEMBER, town.houtang.id)
        assert (frame.place_id, frame.policy.quota, frame.policy_set_at) == (street.id, 600, now)
        await unit.months.close(OCTOBER, street.id, Policy(quota=300), "通报", now)
        frame = await unit.frames.of_street(OCTOBER, street)
        assert (frame.policy.quota, frame.closed, frame.reopened) == (300, True, False)
        await unit.months.reopen(OCTOBER, street.id, town.chen.id, "漏记", now)
        frame = await unit.frames.of_street(OCTOBER, street)
        assert (frame.policy.quota, frame.closed, frame.reopened) == (300, False, True)


async def test_the_frames_of_all_streets_are_those_of_each(
    storage: Storage, town: Town, now: datetime
):
    streets = (town.street, town.other_street)
    friday = date(2026, 11, 6)
    async with storage.unit() as unit:
        await unit.policies.set(Policy(quota=600, basis="adviser"), OCTOBER, None, now)
        await unit.policies.set(Policy(closing_day=9), OCTOBER, None, now, town.city.id)
        await unit.policies.set(Policy(quota=90), OCTOBER, None, now, town.other_street.id)
        await unit.calendar.replace({friday: False}, town.street.id)
        await unit.districts.save(town.other_street.model_copy(update={"began_on": friday}))
        await unit.months.close(OCTOBER, town.street.id, Policy(quota=300), "", now)
    async with storage.reading() as unit:
        every = await unit.frames.of_all(OCTOBER)
        some = await unit.frames.of_some(OCTOBER, [town.street.id, town.other_street.id])
    async with storage.reading() as unit:
        streets = [await unit.districts.get(street.id) for street in streets]
        each = {street.id: await unit.frames.of_street(OCTOBER, street) for street in streets}
    assert every == some == each
    assert [frame.policy.quota for frame in each.values()] == [300, 90]
    assert [frame.judged for frame in each.values()] == [True, False]
    assert [frame.calendar.is_working_day(friday) for frame in each.values()] == [False, True]


async def test_a_village_nobody_knows_has_no_month(storage: Storage, town: Town):
    async with storage.reading() as unit:
        with pytest.raises(NotFound):
            await unit.frames.of_village(OCTOBER, 404)


async def test_sums_leave_out_retired_villages_and_know_who_is_served(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        retired = town.faraway.model_copy(update={"retired_on": date(2026, 11, 30)})
        await unit.villages.save(retired)
        await unit.advisers.assign(town.lin.id, town.houtang.id, date(2026, 11, 11))
        span = await unit.sifting.villages()
        assert span.rows == 3
        part = Policy(pro_rata=True)
        sums = await unit.sifting.sums(Subject.VILLAGE, span.first, span.last, NOVEMBER, part)
        whole = await unit.sifting.sums(Subject.ADVISER, 1, 9, NOVEMBER, Policy())
        there = town.other_street.id
        far = await unit.sifting.sums(Subject.VILLAGE, 1, 9, OCTOBER, Policy(), there)
        served = await unit.sifting.streets_served(1, 9, NOVEMBER, {town.street.id, there})
    here = town.street.id
    assert sums == {
        town.houtang.id: Sums(days=20, place_id=here),
        town.houxin.id: Sums(place_id=here),
    }
    assert far == {town.faraway.id: Sums(place_id=there)}
    assert served == {town.lin.id: {here}}
    assert whole == {town.lin.id: Sums(days=30), town.zhou.id: Sums()}


async def test_ids_are_walked_through_in_spans(storage: Storage, town: Town):
    async with storage.reading() as unit:
        span = await unit.sifting.villages()
        assert (await unit.sifting.villages([town.other_street.id])).rows == 1
        assert list(span.chunks(2)) == [(span.first, span.first + 1), (span.last, span.last)]
        assert span.width == 3


async def test_only_grids_are_suspected_whose_row_does_not_say_how_they_stand(
    storage: Storage, town: Town, now: datetime
):
    kind, policy = ShortfallKind.GRID_UNCOVERED, Policy()
    async with storage.unit() as unit:
        covered, empty = town.grid.id, town.empty_grid.id
        await _enrol(unit, covered, Stage.REGISTERED, now)
        await _enrol(unit, empty, Stage.PASSED, now)
        assert await unit.coverage.suspects(kind, 1, 99, policy) == [empty]
        assert await unit.coverage.suspects(kind, 99, 100, policy) == []
        await _short(unit, empty, now)
        assert await unit.coverage.suspects(kind, 1, 99, policy) == []
        both = await unit.coverage.suspects(kind, 1, 99, Policy(grid_least=2))
        assert sorted(both) == [covered, empty]
        await _short(unit, covered, now)
        assert await unit.coverage.suspects(kind, 1, 99, policy) == [covered]
        await unit.grids.save(town.empty_grid.model_copy(update={"retired_on": now.date()}))
        assert sorted(await unit.coverage.suspects(kind, 1, 99, policy)) == [covered, empty]
        here, there = [town.street.id], [town.other_street.id]
        assert len(await unit.coverage.suspects(kind, 1, 99, policy, here)) == 2
        assert await unit.coverage.suspects(kind, 1, 99, policy, there) == []
        assert await unit.coverage.of_grids([covered, empty]) == {covered: (1, 0)}


async def test_villages_are_thin_by_the_people_of_their_living_grids(
    storage: Storage, town: Town, now: datetime
):
    kind = ShortfallKind.VILLAGE_THIN
    async with storage.unit() as unit:
        for grid in (town.grid, town.grid, town.empty_grid):
            await _enrol(unit, grid.id, Stage.REGISTERED, now)
        assert await unit.coverage.suspects(kind, 1, 99, Policy()) == [town.faraway.id]
        communities = Policy(village_least_in_communities=True)
        found = await unit.coverage.suspects(kind, 1, 99, communities)
        assert sorted(found) == [town.houxin.id, town.faraway.id]
        here, there = town.street.id, town.other_street.id
        assert await unit.coverage.suspects(kind, 1, 99, communities, [here]) == [town.houxin.id]
        assert await unit.coverage.stocked(here, Policy()) == (1, 1)
        assert await unit.coverage.stocked(there, Policy()) == (0, 1)
        assert await unit.coverage.covered(here, Policy(grid_least=2)) == (1, 2)
        assert await unit.coverage.covered(there, Policy()) == (0, 0)
        villages = await unit.coverage.of_villages([town.houtang.id])
        assert villages[town.houtang.id][1] == 3


async def test_an_office_pages_through_its_cases_unanswered_first(
    storage: Storage, town: Town, now: datetime
):
    month = {"kind": ShortfallKind.HOURS, "subject": Subject.VILLAGE, "period": "2026-11"}
    async with storage.unit() as unit:
        first, second, far = [
            await _short(unit, village.id, now, **month)
            for village in (town.houtang, town.houxin, town.faraway)
        ]
        short = await unit.shortfalls.without_case(NOVEMBER)
        assert [row.id for row in short] == [first.id, second.id, far.id]
        assert await unit.shortfalls.without_case(None) == []
        streets = {
            first.id: town.street.id,
            second.id: town.street.id,
            far.id: town.other_street.id,
        }
        await unit.cases.open_all(streets, now)
        assert await unit.shortfalls.without_case(NOVEMBER) == []
        await unit.cases.change(first.id, state=CaseState.RECEIVED)
        of_street = await unit.cases.page_of({town.street.id}, 0, 10, 0)
        assert [case.shortfall_id for case in of_street] == [second.id, first.id]
        assert await unit.cases.count_of({town.city.id}, 0) == 3
        await unit.cases.change(far.id, holder_id=town.chen.id)
        assert await unit.cases.count_of(set(), town.chen.id) == 1
        later = now + timedelta(days=3)
        await unit.cases.close([first.id], later)
        await unit.cases.wait_again([first.id, second.id], later + timedelta(days=1))
        again = await unit.cases.get(first.id)
        assert (again.state, again.opened_at) == (CaseState.WAITING, later + timedelta(days=1))
        assert (await unit.cases.get(second.id)).opened_at == now
        await unit.cases.mark_escalated([first.id, second.id], later)
        assert [case.shortfall_id for case in await unit.cases.unanswered()] == [far.id]


async def test_moves_counts_and_everyone_told(storage: Storage, town: Town, now: datetime):
    month = {"kind": ShortfallKind.HOURS, "subject": Subject.VILLAGE, "period": "2026-11"}
    async with storage.unit() as unit:
        row = await _short(unit, town.houtang.id, now, **month)
        other = await _short(unit, town.houxin.id, now, **month)
        final = row.model_copy(update={"state": State.FINAL})
        await unit.shortfalls.apply([Transition(State.SHORT, final)], now, town.chen.id, "月结")
        assert await unit.shortfalls.moves_of(row.id) == [
            Move(None, State.SHORT, now, None, None),
            Move(State.SHORT, State.FINAL, now, town.chen.id, "月结"),
        ]
        assert await unit.shortfalls.counts_of(NOVEMBER, town.street.id) == {
            (ShortfallKind.HOURS, State.SHORT): 1,
            (ShortfallKind.HOURS, State.FINAL): 1,
        }
        assert await unit.shortfalls.counts_of(NOVEMBER, town.other_street.id) == {}
        pairs = [(row.id, town.lin.id), (row.id, town.chen.id)]
        await unit.told.mark(pairs, now)
        told = await unit.told.of([row.id, other.id])
        assert told == {row.id: [town.lin.id, town.chen.id]}


async def test_the_figure_that_stands_is_the_last_correction(
    storage: Storage, town: Town, now: datetime
):
    village = town.houtang.id
    async with storage.unit() as unit:
        months = unit.months
        await months.close(OCTOBER, town.street.id, Policy(), "", now)
        assert await months.figure_of(OCTOBER, village) == 0
        await months.freeze(OCTOBER, town.street.id, {village: Figures(300, 0, 480)}, now)
        await months.freeze(OCTOBER, town.street.id, {village: Figures(330, 0, 480)}, now)
        assert await months.figure_of(OCTOBER, village) == 330
        for before, after in ((330, 390), (390, 480)):
            await months.correct(OCTOBER, village, before, after, "补录", town.chen.id, now)
        assert await months.figure_of(OCTOBER, village) == 480
        await months.write_bulletin(OCTOBER, town.street.id, "十月通报")
        assert (await months.get(OCTOBER, town.street.id)).bulletin == "十月通报"


async def test_where_a_village_and_a_grid_lie(storage: Storage, town: Town):
    async with storage.reading() as unit:
        assert (await unit.villages.homes())[town.faraway.id] == town.other_street.id
        place = (await unit.grids.places_of([town.grid.id]))[town.grid.id]
        assert (place.grid, place.village, place.street_id) == (
            "第一网格",
            "后塘村",
            town.street.id,
        )
        assert await unit.villages.homes_of([town.faraway.id, 404]) == {
            town.faraway.id: town.other_street.id
        }
