"""Everybody's month at once: what opens, moves and closes, and that twice changes nothing."""

import asyncio
import random
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.judging import adviser_changes, grid_changes, thin_changes, village_changes
from actions.month.shortfalls import reconsider_grid, reconsider_village
from domain.advisers import AdviserKind, assigned_days
from domain.hours import hours_of
from domain.mingbairen import Stage
from domain.months import Month
from domain.policy import ConfirmationRule, Policy, QuotaBasis
from domain.shortfalls import ShortfallKind, State, Subject
from domain.visits import Activity, Confirmation, VisitDraft
from storage.engine import Storage, open_storage
from storage.tables import metadata
from tests.actions.cast import NOVEMBER, Town, at, build, enrolled, visited
from tests.databases import SqliteFiles

MID = at("2026-11-20 20:00")
AFTER = at("2026-12-01 08:11")


async def _everything(storage: Storage) -> dict[str, list[tuple[object, ...]]]:
    async with storage.reading() as unit:
        return {
            table.name: [tuple(row) for row in await unit.evaluation.all_rows(select(table))]
            for table in metadata.sorted_tables
        }


async def _rows(storage: Storage, month: Month = NOVEMBER) -> dict[tuple[str, int], State]:
    async with storage.reading() as unit:
        found = await unit.shortfalls.of_month(month)
    return {(f"{row.kind} {row.subject}", row.subject_id): row.state for row in found}


async def test_evaluating_twice_changes_nothing(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=300)
        await enrolled(unit, town.grid, "示例甲")
    for now in (MID, AFTER):
        first = await evaluate_month(storage, NOVEMBER, now)
        grids = await evaluate_grids(storage, now)
        assert first.changed
        before = await _everything(storage)
        again = await evaluate_month(storage, NOVEMBER, now + timedelta(minutes=5))
        grids_again = await evaluate_grids(storage, now + timedelta(minutes=5))
        assert (again.changed, grids_again.changed) == (0, 0)
        assert await _everything(storage) == before
    assert grids.subjects == 2 + 3


async def test_a_village_behind_is_at_risk_then_short_and_each_move_is_kept(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=120)
        await visited(unit, town.lin, town.houxin, "2026-11-04 09:00", minutes=480)
        await visited(unit, town.zhou, town.nanxiang, "2026-11-05 09:00", minutes=400)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    assert await _rows(sqlite_storage) == {("hours village", town.houtang.id): State.AT_RISK}
    await evaluate_month(sqlite_storage, NOVEMBER, AFTER)
    assert await _rows(sqlite_storage) == {
        ("hours village", town.houtang.id): State.SHORT,
        ("hours village", town.nanxiang.id): State.SHORT,
    }
    async with sqlite_storage.reading() as unit:
        row = (await unit.shortfalls.of_month(NOVEMBER))[0]
        moves = await unit.shortfalls.moves_of(row.id)
    assert [(m.before, m.after, m.at) for m in moves] == [
        (None, State.AT_RISK, MID),
        (State.AT_RISK, State.SHORT, AFTER),
    ]
    assert row.why["counted"] == [{"visit": 1, "day": "2026-11-03", "minutes": 120}]


async def test_nobody_is_at_risk_before_the_first_reminder_but_a_village_without_an_adviser_is(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        lonely = await unit.villages.add(town.street.id, "北山村")
        retired = await unit.villages.add(town.street.id, "旧村")
        await unit.villages.save(retired.model_copy(update={"retired_on": date(2026, 10, 31)}))
    await evaluate_month(sqlite_storage, NOVEMBER, at("2026-11-03 06:17"))
    assert await _rows(sqlite_storage) == {("no_adviser village", lonely.id): State.AT_RISK}


async def test_under_the_basis_adviser_the_advisers_are_judged_and_the_unvisited_villages(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=500)
        await visited(unit, town.zhou, town.nanxiang, minutes=60)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, MID)
    await evaluate_month(sqlite_storage, NOVEMBER, MID + timedelta(hours=1))
    rows = await _rows(sqlite_storage)
    assert rows == {
        ("hours village", town.houxin.id): State.MADE_UP,
        ("hours village", town.nanxiang.id): State.MADE_UP,
        ("no_visit village", town.houxin.id): State.AT_RISK,
        ("hours adviser", town.zhou.person_id): State.AT_RISK,
    }


async def test_a_new_policy_is_kept_with_every_reason_even_where_the_figures_stand(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        policy = Policy(confirmation=ConfirmationRule.REQUIRED)
        await unit.policies.set(policy, NOVEMBER, None, MID + timedelta(minutes=1))
    again = await evaluate_month(sqlite_storage, NOVEMBER, MID + timedelta(minutes=2))
    assert again.updated == again.changed == 3
    async with sqlite_storage.reading() as unit:
        rows = await unit.shortfalls.of_month(NOVEMBER)
    assert {row.why["policy"]["confirmation"] for row in rows} == {"required"}


async def test_a_closed_month_is_left_alone(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "通报", AFTER)
    await evaluate_month(sqlite_storage, NOVEMBER, AFTER)
    assert await _rows(sqlite_storage) == {("hours village", town.nanxiang.id): State.SHORT}
    async with sqlite_storage.unit() as unit:
        await unit.months.close(NOVEMBER, town.other_street.id, Policy(), "通报", AFTER)
    assert (await evaluate_month(sqlite_storage, NOVEMBER, AFTER)).subjects == 0


async def test_progress_is_told_and_ends_with_everybody(sqlite_storage: Storage, town: Town):
    told: list[tuple[int, int]] = []
    await evaluate_month(
        sqlite_storage, NOVEMBER, MID, lambda done, total: told.append((done, total))
    )
    assert told[-1] == (5, 5)


async def test_grids_and_thin_villages_begin_on_a_day_and_end_by_themselves(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await enrolled(unit, town.grid, "示例甲")
        await enrolled(unit, town.grid, "示例乙")
        growing = await enrolled(unit, town.second_grid, "示例丙", Stage.PASSED)
    await evaluate_grids(sqlite_storage, MID)
    async with sqlite_storage.unit() as unit:
        rows = await unit.shortfalls.open_of_kind(
            [ShortfallKind.GRID_UNCOVERED, ShortfallKind.VILLAGE_THIN]
        )
        assert {(r.kind, r.subject_id, r.period, r.figure) for r in rows} == {
            (ShortfallKind.GRID_UNCOVERED, town.second_grid.id, "2026-11-20", 0),
            (ShortfallKind.VILLAGE_THIN, town.houtang.id, "2026-11-20", 2),
            (ShortfallKind.VILLAGE_THIN, town.nanxiang.id, "2026-11-20", 0),
        }
        passed = growing.model_copy(update={"stage": Stage.REGISTERED})
        await unit.mingbairen.move(passed, None, None, AFTER)
    summary = await evaluate_grids(sqlite_storage, AFTER)
    assert (summary.made_up, summary.opened) == (2, 0)


async def test_a_retired_grid_is_no_gap_any_more(sqlite_storage: Storage, town: Town):
    await evaluate_grids(sqlite_storage, MID)
    async with sqlite_storage.unit() as unit:
        await unit.grids.save(town.grid.model_copy(update={"retired_on": date(2026, 11, 21)}))
    assert (await evaluate_grids(sqlite_storage, AFTER)).made_up == 1


async def test_a_press_is_answered_while_a_month_is_evaluated(sqlite_storage: Storage, town: Town):
    """Not a measure of speed, only that the writer is given away between two chunks."""
    async with sqlite_storage.unit() as unit:
        for n in range(1200):
            await unit.villages.add(town.street.id, f"示例{n}村")
    order: list[str] = []

    async def press() -> None:
        async with sqlite_storage.unit() as unit:
            await unit.districts.all()
        order.append("pressed")

    async def evaluate() -> None:
        await evaluate_month(sqlite_storage, NOVEMBER, MID)
        order.append("evaluated")

    async with asyncio.TaskGroup() as together:
        together.create_task(evaluate())
        await asyncio.sleep(0.05)
        together.create_task(press())
    assert order == ["pressed", "evaluated"]


DAYS = st.integers(1, 30)
STAYS = st.lists(
    st.tuples(
        st.integers(1, 6).map(lambda n: 5 * n),
        st.integers(0, 23 * 60),
        st.integers(0, 700),
        st.sampled_from(list(Activity)),
        st.sampled_from(list(Confirmation)),
        st.none() | st.integers(-5, 800),
        st.booleans(),
        st.integers(0, 59),
    ),
    max_size=8,
)
POLICIES = st.builds(
    Policy,
    confirmation=st.sampled_from(list(ConfirmationRule)),
    counting=st.frozensets(st.sampled_from([a.value for a in Activity]), min_size=1),
    basis=st.sampled_from(list(QuotaBasis)),
    pro_rata=st.booleans(),
)
TERMS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 40)), max_size=3)


async def _stay(unit, adviser_id: int, village_id: int, stay) -> None:
    day, minute, length, activity, confirmation, fewer, withdrawn, second = stay
    start = at(f"2026-11-{day:02d} 00:00") + timedelta(minutes=minute, seconds=second)
    draft = VisitDraft(
        adviser_id=adviser_id,
        village_id=village_id,
        started_at=start,
        ended_at=start + timedelta(minutes=length),
        activity=activity,
    )
    made = await unit.visits.add(draft, start)
    changed = {"confirmation": confirmation, "confirmed_minutes": fewer}
    changed["withdrawn_at"] = start if withdrawn else None
    await unit.visits.save(made.model_copy(update=changed))


async def _agreement(storage: Storage, policy: Policy, villages) -> None:
    """The database's sums of every village and adviser are those of the rules."""
    async with storage.unit() as unit:
        street = await unit.districts.add("1", "示例街道")
        people = [await unit.people.add(f"示例{n}") for n in range(3)]
        for person in people:
            await unit.advisers.add(person.id, AdviserKind.LAWYER)
        ids = []
        for n, (stays, terms) in enumerate(villages):
            village = await unit.villages.add(street.id, f"示例{n}村")
            ids.append(village.id)
            for m, stay in enumerate(stays):
                await _stay(unit, people[m % 3].id, village.id, stay)
            for m, (first, length) in enumerate(terms):
                since = date(2026, 11, first)
                until = None if length is None else since + timedelta(days=length)
                await unit.advisers.assign(people[m % 3].id, village.id, since, until)
    async with storage.reading() as unit:
        of, advisers = unit.evaluation, [person.id for person in people]
        by_village = await unit.sifting.sums(Subject.VILLAGE, 1, 10**6, NOVEMBER, policy)
        by_adviser = await unit.sifting.sums(Subject.ADVISER, 1, 10**6, NOVEMBER, policy)
        stays = await of.stays_in(ids, NOVEMBER)
        served = await of.served(ids, NOVEMBER)
    cases = [(by_village, ids, "village_id"), (by_adviser, advisers, "adviser_id")]
    for sums, subjects, key in cases:
        for each in subjects:
            own = hours_of([s for s in stays if getattr(s, key) == each], policy)
            came = sum(part.minutes > 0 for _, part in own.visits)
            found = sums[each]
            assert (found.counted, found.confirmed, found.came) == (
                own.counted,
                own.confirmed,
                came,
            )
            days = assigned_days([a for a in served if getattr(a, key) == each], NOVEMBER)
            assert bool(found.days) is bool(days)
            assert not policy.pro_rata or found.days == days


def _fresh_run(files: SqliteFiles, work) -> None:
    async def run() -> None:
        url = await files.fresh()
        storage = open_storage(url)
        try:
            await work(storage)
        finally:
            await storage.close()
            await files.drop(url)

    asyncio.run(run())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policy=POLICIES, villages=st.lists(st.tuples(STAYS, TERMS), min_size=1, max_size=6))
def test_the_database_adds_up_what_the_rules_add_up(sqlite_files: SqliteFiles, policy, villages):
    _fresh_run(sqlite_files, lambda storage: _agreement(storage, policy, villages))


@pytest.mark.parametrize("rule", list(ConfirmationRule))
async def test_both_databases_add_up_alike(storage: Storage, rule: ConfirmationRule):
    rng = random.Random(11)

    def stay():
        return (
            rng.choice([5, 6]),
            rng.randrange(480, 900),
            rng.randrange(0, 200),
            rng.choice(list(Activity)),
            rng.choice(list(Confirmation)),
            rng.choice([None, 30, 90]),
            rng.random() < 0.2,
            rng.randrange(60),
        )

    villages = [([stay() for _ in range(6)], [(3, 10), (20, None)][: n % 3]) for n in range(12)]
    await _agreement(storage, Policy(confirmation=rule, pro_rata=True), villages)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["visit", "visit", "withdraw", "confirm", "assign", "end", "evaluate", "policy"]
        ),
        st.integers(0, 3),
        st.integers(1, 28),
        st.integers(0, 720),
        st.booleans(),
    ),
    min_size=3,
    max_size=10,
)


class _Walk:
    """Things that happen to a town, some judged at once and some only by the next evaluation."""

    def __init__(self, storage: Storage, town: Town) -> None:
        self.storage, self.town = storage, town
        self.villages = [town.houtang, town.houxin, town.nanxiang, town.nanxiang]
        self.advisers = [town.lin, town.lin, town.zhou, town.lin]
        self._places = [0, town.city.id, town.street.id, town.other_street.id]

    async def step(self, step, now: datetime) -> None:
        what, which, day, minutes, judged = step
        if what == "evaluate":
            await evaluate_month(self.storage, NOVEMBER, now)
            return
        village = self.villages[which]
        async with self.storage.unit() as unit:
            if what == "visit":
                start = f"2026-11-{day:02d} 08:00"
                await visited(unit, self.advisers[which], village, start, minutes)
            elif what == "policy":
                policy = Policy(basis=list(QuotaBasis)[which % 2], quota=100 + minutes)
                place = self._places[day % 4]
                await unit.policies.set(policy, NOVEMBER, None, now, place)
            elif what in ("assign", "end"):
                await self._assignment(unit, what, which, date(2026, 11, day))
            else:
                await self._answer(unit, what, village.id, minutes, now)
            if judged or what in ("assign", "end"):
                await reconsider_village(unit, village.id, NOVEMBER, now)

    async def _assignment(self, unit, what: str, which: int, day: date) -> None:
        adviser, village = self.advisers[which].person_id, self.villages[which].id
        if what == "assign":
            await unit.advisers.assign(adviser, village, day)
            return
        for each in await unit.advisers.assignments_of(adviser, village):
            await unit.advisers.end(each.id, date(2026, 10, 20))

    async def _answer(self, unit, what: str, village_id: int, minutes: int, now: datetime) -> None:
        for visit in (await unit.visits.of_village(village_id, NOVEMBER))[:1]:
            changed = {"withdrawn_at": now} if what == "withdraw" else {}
            if what == "confirm":
                changed = {"confirmation": Confirmation.CONFIRMED, "confirmed_minutes": minutes}
            await unit.visits.save(visit.model_copy(update=changed))


async def _left_to_change(storage: Storage, town: Town, now: datetime):
    """What the rules would still change after an evaluation, but for reasons in words."""
    villages = [town.houtang.id, town.houxin.id, town.nanxiang.id]
    advisers = [town.lin.person_id, town.zhou.person_id]
    async with storage.unit() as unit:
        streets = (town.street.id, town.other_street.id)
        pairs = list(product(advisers, streets))
        changes = await village_changes(unit, NOVEMBER, villages, now)
        changes += await adviser_changes(unit, NOVEMBER, pairs, now)
        left = []
        for before, row in changes:
            known = await unit.shortfalls.get(row.id) if row.id else None
            same = known and (known.figure, known.wanted) == (row.figure, row.wanted)
            if before is not row.state or not same:
                left.append((before, row))
    return left


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, ended=st.booleans())
def test_an_evaluation_leaves_nothing_the_rules_would_change(
    sqlite_files: SqliteFiles, steps, ended: bool
):
    async def walk(storage: Storage) -> None:
        town = await build(storage)
        path = _Walk(storage, town)
        now = MID
        await evaluate_month(storage, NOVEMBER, now)
        for step in steps:
            now += timedelta(minutes=7)
            await path.step(step, now)
        now = AFTER if ended else now + timedelta(minutes=7)
        await evaluate_month(storage, NOVEMBER, now)
        assert await _left_to_change(storage, town, now) == []
        before = await _everything(storage)
        await evaluate_month(storage, NOVEMBER, now + timedelta(minutes=1))
        assert await _everything(storage) == before

    _fresh_run(sqlite_files, walk)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(list(Stage)), st.booleans())),
)
def test_an_evaluation_of_grids_leaves_nothing_the_rules_would_change(
    sqlite_files: SqliteFiles, steps
):
    async def walk(storage: Storage) -> None:
        town = await build(storage)
        grids = [town.grid, town.second_grid]
        now = MID
        for n, (which, stage, judged) in enumerate(steps):
            now += timedelta(hours=7)
            async with storage.unit() as unit:
                await enrolled(unit, grids[which], f"示例{n}", stage)
                for person in (await unit.mingbairen.of_grids([grids[1 - which].id]))[:1]:
                    moved = person.model_copy(update={"stage": Stage.LEFT})
                    await unit.mingbairen.move(moved, None, "外出", now)
                if judged:
                    await reconsider_grid(unit, grids[which].id, now)
                    await reconsider_grid(unit, grids[1 - which].id, now)
        await evaluate_grids(storage, now)
        async with storage.unit() as unit:
            left = await grid_changes(unit, [g.id for g in grids], now)
            left += await thin_changes(unit, [town.houtang.id], now)
            for before, row in left:
                known = await unit.shortfalls.get(row.id) if row.id else None
                assert known and before is row.state and known.figure == row.figure
        before_again = await _everything(storage)
        await evaluate_grids(storage, now + timedelta(minutes=1))
        assert await _everything(storage) == before_again

    _fresh_run(sqlite_files, walk)


async def test_rows_of_villages_and_advisers_of_one_id_do_not_meet(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, at("2026-10-01 09:00"))
    await evaluate_month(storage, NOVEMBER, AFTER)
    async with storage.reading() as unit:
        advisers = [town.lin.person_id, town.zhou.person_id]
        rows = await unit.shortfalls.of_subjects(Subject.ADVISER, advisers, NOVEMBER)
    assert [(row.kind, row.subject_id) for row in rows] == [
        (ShortfallKind.HOURS, a) for a in advisers
    ]
