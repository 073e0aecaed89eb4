"""The demo's office: figures that look real, and something wrong to find."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.fill import demo_start, fill_demo
from demo.visits import visits_of
from domain.months import Month, local
from domain.people import Role
from domain.visits import check_not_overlapping, check_times
from storage.engine import Storage

NOW = datetime(2026, 11, 13, 1, 40, tzinfo=UTC)


async def test_everybody_can_be_played_and_reached(sqlite_storage: Storage) -> None:
    people = await fill_demo(sqlite_storage, NOW)
    assert len({p.person_id for p in people}) == len(people)
    assert all(p.what_to_try for p in people)
    async with sqlite_storage.reading() as unit:
        for person in people:
            actor = await unit.people.actor(person.person_id)
            assert actor and actor.grants
            assert await unit.people.accounts_of(person.person_id)
        for role in Role:
            assert await unit.people.holding(role)


async def test_filling_twice_changes_nothing(sqlite_storage: Storage) -> None:
    assert await fill_demo(sqlite_storage, NOW) == await fill_demo(sqlite_storage, NOW)
    async with sqlite_storage.reading() as unit:
        assert len(await unit.villages.all()) == 6
        assert len(await unit.grids.all()) == 20


async def test_last_month_was_kept_and_this_month_has_something_to_find(
    sqlite_storage: Storage,
) -> None:
    await fill_demo(sqlite_storage, NOW)
    minutes: dict[tuple[str, str], int] = {}
    async with sqlite_storage.reading() as unit:
        for village in await unit.villages.all():
            for month in (Month(2026, 10), Month(2026, 11)):
                visits = await unit.visits.of_village(village.id, month)
                minutes[village.name, str(month)] = sum(v.minutes for v in visits)
        covers = await unit.grids.cover_of([g.id for g in await unit.grids.all()])
        unanswered = list(visits_of(Month(2026, 11), until=local(NOW).date(), behind=True))
    assert minutes["北林村", "2026-10"] == 0, "nobody serves it"
    assert all(m >= 480 for (v, at), m in minutes.items() if at == "2026-10" and v != "北林村")
    assert minutes["西桥村", "2026-11"] == 0 < minutes["南园社区", "2026-11"] < 240
    assert sum(cover.registered == 0 for cover in covers) == 4
    assert any(plan.confirmer is None for plan in unanswered)


@pytest.mark.parametrize("day", [1, 13, 28])
async def test_every_visit_keeps_the_rules(sqlite_storage: Storage, day: int) -> None:
    now = NOW.replace(day=day)
    await fill_demo(sqlite_storage, now)
    async with sqlite_storage.reading() as unit:
        policy = await unit.policies.of_month(Month.at(now))
        for adviser in await unit.advisers.all():
            visits = await unit.visits.latest_of_adviser(adviser.id, 100)
            for visit in visits:
                check_times(visit, policy, now)
                check_not_overlapping(visit, [v for v in visits if v.id != visit.id])


@given(st.dates(min_value=datetime(2024, 1, 1).date(), max_value=datetime(2030, 12, 31).date()))
def test_the_demo_begins_on_the_13th_of_its_month(today) -> None:
    start = local(demo_start(today))
    assert (start.year, start.month, start.day) == (today.year, today.month, 13)
