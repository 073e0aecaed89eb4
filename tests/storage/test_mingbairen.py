"""明白人 and the stages they went through."""

from datetime import date, datetime

from sqlalchemy import select

from domain.mingbairen import Category, Mingbairen, Stage
from storage.engine import Storage
from storage.tables import mingbairen_stages
from tests.storage.conftest import Town


def _villager(town: Town, name: str, stage: Stage) -> Mingbairen:
    return Mingbairen(
        id=0,
        grid_id=town.grid.id,
        name=name,
        category=Category.MEDIATOR,
        phone="19900000077",
        stage=stage,
        stage_since=date(2026, 1, 5),
        certificate="示例 2026-001",
        certificate_until=date(2027, 1, 4),
        gender="女",
        born="1980-05",
        politics="群众",
        education="高中",
        note="会说方言",
    )


async def test_a_villager_comes_back_as_registered(storage: Storage, town: Town, now: datetime):
    given = _villager(town, "示例甲", Stage.REGISTERED)
    async with storage.unit() as unit:
        made = await unit.mingbairen.add(given, town.wang.id, now)
    async with storage.reading() as unit:
        assert await unit.mingbairen.get(made.id) == made
        assert await unit.mingbairen.get(404) is None
        assert await unit.mingbairen.all() == [made]
    assert made == given.model_copy(update={"id": made.id})


async def test_every_stage_is_remembered_with_who_and_why(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        made = await unit.mingbairen.add(
            _villager(town, "示例甲", Stage.CANDIDATE), town.wang.id, now
        )
        gone = made.model_copy(update={"stage": Stage.LEFT, "left_reason": "外出务工"})
        await unit.mingbairen.move(gone, town.chen.id, "外出务工", now)
        assert await unit.mingbairen.get(made.id) == gone
        steps = await unit.connection.execute(
            select(mingbairen_stages).order_by(mingbairen_stages.c.id)
        )
        kept = [(s.stage, s.by_id, s.reason, s.at) for s in steps]
    assert kept == [
        ("candidate", town.wang.id, None, now),
        ("left", town.chen.id, "外出务工", now),
    ]


async def test_those_who_left_are_listed_only_when_asked_for(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        for name, stage in (("示例甲", Stage.REGISTERED), ("示例乙", Stage.LEFT)):
            await unit.mingbairen.add(_villager(town, name, stage), None, now)
        grids = [town.grid.id, town.empty_grid.id]
        here = await unit.mingbairen.of_grids(grids)
        ever = await unit.mingbairen.of_grids(grids, with_left=True)
        assert (await unit.grids.cover_of([town.grid.id]))[0].registered == 1
        assert (await unit.grids.cover_of([town.empty_grid.id]))[0].registered == 0
    assert [m.name for m in here] == ["示例甲"]
    assert [m.name for m in ever] == ["示例甲", "示例乙"]
