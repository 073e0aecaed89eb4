"""The roll of a grid: who is put on it, each step of the way, and what the grid loses."""

from datetime import date
from itertools import pairwise

import pytest

from actions.mingbairen import (
    Enrolment,
    enrol,
    leaves_grid_empty,
    move_stage,
    own_grid,
    own_grids,
    own_mingbairen,
)
from actions.month.evaluation import evaluate_grids
from domain.errors import NotAllowed, NotFound
from domain.grids import Grid
from domain.mingbairen import AlreadyOnRoll, Category, Mingbairen, ReasonMissing, Stage
from domain.notices import GridLost
from domain.people import Role
from domain.policy import Policy
from domain.shortfalls import ShortfallKind
from domain.steps import NotNext
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, build, enrolled, noted, told

NOW = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")


def somebody(
    grid: Grid, name: str = "示例甲", stage: Stage = Stage.CANDIDATE, phone: str | None = None
) -> Enrolment:
    return Enrolment(grid.id, name, Category.WOMEN_FEDERATION, stage, phone)


async def _uncovered(unit: Unit) -> set[int]:
    rows = await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])
    return {row.subject_id for row in rows}


async def test_somebody_enrolled_is_kept_and_noted_and_covers_the_grid_once_registered(
    storage: Storage,
):
    town = await build(storage)
    await evaluate_grids(storage, NOW)
    async with storage.unit() as unit:
        await enrol(unit, town.wang, somebody(town.grid, "示例乙", Stage.PASSED), LATER)
        assert await _uncovered(unit) == {town.grid.id, town.second_grid.id}
        asked = somebody(town.grid, stage=Stage.REGISTERED, phone="19900000123")
        person = await enrol(unit, town.wang, asked, LATER)
    async with storage.reading() as unit:
        assert await unit.mingbairen.get(person.id) == person
        assert (person.category, person.phone) == (Category.WOMEN_FEDERATION, "19900000123")
        (note,) = await unit.audit.of("mingbairen", person.id)
        assert (note["actor_id"], note["action"]) == (town.wang.person_id, "enrol")
        assert (note["before"], Mingbairen.model_validate(note["after"])) == (None, person)
        assert await _uncovered(unit) == {town.second_grid.id}


async def test_the_day_is_that_of_shanghai(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        person = await enrol(unit, town.wang, somebody(town.grid), at("2026-11-21 00:30"))
        assert person.stage_since == date(2026, 11, 21)
        early = at("2026-11-22 07:59")
        moved = await move_stage(unit, town.wang, person.id, Stage.TRAINING, None, early)
        assert moved.stage_since == date(2026, 11, 22)


async def test_nobody_is_on_the_roll_of_a_grid_twice(sqlite_storage: Storage, town: Town):
    """Two phones make two people; where one is not known the name alone tells."""
    async with sqlite_storage.unit() as unit:
        known = await enrol(unit, town.wang, somebody(town.grid, phone="19900000001"), NOW)
        for phone in (None, "19900000001"):
            with pytest.raises(AlreadyOnRoll) as refused:
                await enrol(unit, town.wang, somebody(town.grid, phone=phone), NOW)
            assert refused.value.known == known
        await enrol(unit, town.wang, somebody(town.grid, phone="19900000002"), NOW)
        await enrol(unit, town.chen, somebody(town.second_grid), NOW)
        with pytest.raises(AlreadyOnRoll):
            again = somebody(town.second_grid, phone="19900000003")
            await enrol(unit, town.chen, again, NOW)
        assert len(await unit.mingbairen.named("示例甲")) == 3


async def test_who_has_left_can_come_back(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        gone = await enrol(unit, town.wang, somebody(town.grid), NOW)
        await move_stage(unit, town.wang, gone.id, Stage.LEFT, "外出务工", NOW)
        back = await enrol(unit, town.wang, somebody(town.grid), LATER)
        assert back.id != gone.id


async def test_only_the_grids_worker_and_the_office_above_enrol(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        for actor in (town.lin, town.lao_zhou, town.stranger):
            with pytest.raises(NotAllowed):
                await enrol(unit, actor, somebody(town.grid), NOW)
        with pytest.raises(NotAllowed):
            await enrol(unit, town.wang, somebody(town.second_grid), NOW)
        abroad = await unit.grids.add(town.nanxiang.id, "第一网格", "NX-01")
        for nowhere in (abroad, abroad.model_copy(update={"id": 404})):
            with pytest.raises(NotAllowed):
                await enrol(unit, town.chen, somebody(nowhere), NOW)
        for name, actor in (("示例甲", town.wang), ("示例乙", town.chen), ("示例丙", town.li)):
            person = await enrol(unit, actor, somebody(town.grid, name), NOW)
            assert await noted(unit, "mingbairen", person.id) == [(actor.person_id, "enrol")]


async def test_the_whole_way_with_what_was_before_and_after(storage: Storage):
    town = await build(storage)
    way = [
        (Stage.TRAINING, None),
        (Stage.PASSED, None),
        (Stage.REGISTERED, None),
        (Stage.SUSPENDED, "生病"),
        (Stage.REGISTERED, None),
        (Stage.LEFT, "搬迁"),
    ]
    async with storage.unit() as unit:
        person = await enrol(unit, town.wang, somebody(town.grid), NOW)
        for stage, reason in way:
            person = await move_stage(unit, town.wang, person.id, stage, reason, LATER)
    async with storage.reading() as unit:
        assert await unit.mingbairen.get(person.id) == person
        assert (person.left_reason, person.stage_since) == ("搬迁", date(2026, 11, 21))
        trail = await unit.audit.of("mingbairen", person.id)
        assert [note["action"] for note in trail] == ["enrol", *["move_stage"] * len(way)]
        assert [note["after"]["stage"] for note in trail[1:]] == [stage for stage, _ in way]
        steps = pairwise(trail)
        assert all(later["before"] == earlier["after"] for earlier, later in steps)


async def test_a_step_that_is_not_next_and_leaving_without_a_reason_change_nothing(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        person = await enrol(unit, town.wang, somebody(town.grid), NOW)
        with pytest.raises(NotNext) as refused:
            await move_stage(unit, town.wang, person.id, Stage.REGISTERED, None, LATER)
        assert (refused.value.now, refused.value.wanted) == (Stage.CANDIDATE, Stage.REGISTERED)
        for reason in (None, "", "  "):
            with pytest.raises(ReasonMissing):
                await move_stage(unit, town.wang, person.id, Stage.LEFT, reason, LATER)
        assert await unit.mingbairen.get(person.id) == person
        await move_stage(unit, town.wang, person.id, Stage.LEFT, "外出务工", LATER)
        with pytest.raises(NotNext):
            await move_stage(unit, town.wang, person.id, Stage.CANDIDATE, None, LATER)


async def test_the_last_one_leaving_is_told_at_once_and_another_one_is_not(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        first = await enrol(unit, town.wang, somebody(town.grid, "示例甲", Stage.REGISTERED), NOW)
        second = await enrol(unit, town.wang, somebody(town.grid, "示例乙", Stage.REGISTERED), NOW)
        await move_stage(unit, town.wang, first.id, Stage.LEFT, "搬迁", LATER)
        assert await told(unit, GridLost) == {}
        await move_stage(unit, town.wang, second.id, Stage.SUSPENDED, None, LATER)
        heard = await told(unit, GridLost)
        assert set(heard) == {p.person_id for p in (town.wang, town.chen, town.zheng, town.li)}
        assert {notice.grid_id for own in heard.values() for notice in own} == {town.grid.id}
        assert town.grid.id in await _uncovered(unit)
        await move_stage(unit, town.wang, second.id, Stage.REGISTERED, None, LATER)
        assert town.grid.id not in await _uncovered(unit)


async def test_whether_a_grid_would_be_left_empty(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        trainee = await enrolled(unit, town.grid, "示例甲", Stage.TRAINING)
        only = await enrolled(unit, town.grid, "示例乙")
        assert await leaves_grid_empty(unit, only, NOW)
        assert not await leaves_grid_empty(unit, trainee, NOW)
        await enrolled(unit, town.grid, "示例丙")
        assert not await leaves_grid_empty(unit, only, NOW)
        await unit.policies.set(Policy(grid_least=2), NOVEMBER, None, NOW)
        assert await leaves_grid_empty(unit, only, NOW)


async def test_who_sees_and_moves_somebody_on_the_roll(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        person = await enrolled(unit, town.grid, "示例甲")
        for actor in (town.wang, town.chen, town.zheng, town.li):
            assert await own_mingbairen(unit, actor, person.id) == person
            assert await own_grid(unit, actor, town.grid.id) == town.grid
        elsewhere = await enrolled(unit, town.second_grid, "示例乙")
        outsiders = [(a, person.id) for a in (town.lin, town.lao_zhou, town.zhou, town.stranger)]
        for actor, id_ in [*outsiders, (town.wang, elsewhere.id), (town.wang, 404)]:
            with pytest.raises((NotAllowed, NotFound)):
                await own_mingbairen(unit, actor, id_)
            with pytest.raises((NotAllowed, NotFound)):
                await move_stage(unit, actor, id_, Stage.SUSPENDED, None, LATER)
        for actor, grid_id in ((town.wang, town.second_grid.id), (town.chen, 404)):
            with pytest.raises((NotAllowed, NotFound)):
                await own_grid(unit, actor, grid_id)


async def test_a_grid_worker_sees_the_own_grids_with_who_stands_behind_each(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await unit.people.grant(town.wang.person_id, Role.GRID_WORKER, town.second_grid.id, NOW)
        wang = await unit.people.actor(town.wang.person_id)
        for stage in (Stage.REGISTERED, Stage.PASSED, Stage.SUSPENDED, Stage.LEFT):
            await enrolled(unit, town.grid, f"示例{stage}", stage)
        covers = await own_grids(unit, wang)
        assert [(c.grid.name, c.village, c.registered, c.in_training) for c in covers] == [
            ("第一网格", "后塘村", 1, 1),
            ("第二网格", "后塘村", 0, 0),
        ]
        assert await own_grids(unit, town.chen) == []
