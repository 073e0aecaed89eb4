"""A second street beside the cast's, with one of everything: what nobody of the first may see."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from actions.month.cases import open_cases
from actions.month.evaluation import evaluate_grids, evaluate_month
from domain.advisers import AdviserKind
from domain.mingbairen import Category, Mingbairen, Stage
from domain.model import version_of
from domain.months import Month
from domain.people import Role
from domain.shortfalls import Subject
from domain.villages import VillageKind
from domain.visits import Activity, VisitDraft
from storage.tables import visit_photos
from storage.unit import Unit
from tests.cast import Office
from tests.data_maker import untidy_workbook

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@dataclass
class FarStreet:
    """Ids by the name of the field a press carries them in, and every name there is."""

    ids: dict[str, list[Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def seen_in(self, text: str) -> set[str]:
        return {name for name in self.names if name in text}


async def build_far_street(office: Office) -> FarStreet:
    """沈双 also serves a village of the cast's street; everybody else belongs to one street."""
    far, now = FarStreet(), office.clock.now()
    since = date(2025, 1, 1)
    async with office.storage.unit() as unit:
        near = await unit.districts.get(office.district_id)
        assert near and near.parent_id
        city = await unit.districts.get(near.parent_id)
        street = await unit.districts.add("321183009000", "宝栎街道", city)
        villages = [
            await unit.villages.add(street.id, name, VillageKind.VILLAGE)
            for name in ("东栎村", "西栎村")
        ]
        grids = [
            await unit.grids.add(village.id, f"{village.name}第九网格", f"9{village.id:05d}", 90)
            for village in villages
        ]
        people = {}
        for name, role, place in (
            ("钱栎松", Role.ADVISER, None),
            ("沈双", Role.ADVISER, None),
            ("孙栎哥", Role.GRID_WORKER, grids[0].id),
            ("吴栎任", Role.VILLAGE_CONFIRMER, villages[0].id),
            ("冯栎事", Role.OFFICE, street.id),
            ("褚栎长", Role.LEADER, street.id),
        ):
            person = await unit.people.add(name, "19900009999")
            await unit.people.grant(person.id, role, place, now)
            people[name] = person
        for name, served in (("钱栎松", villages), ("沈双", villages[1:])):
            await unit.advisers.add(people[name].id, AdviserKind.LAWYER)
            for village in served:
                await unit.advisers.assign(people[name].id, village.id, since)
        near_village = office.villages["南巷村"]
        await unit.advisers.assign(people["沈双"].id, near_village.id, since)
        visits = [
            await _visit(unit, people[name].id, village, office, hours)
            for name, village, hours in (
                ("钱栎松", villages[0].id, 30),
                ("钱栎松", villages[1].id, 54),
                ("沈双", villages[1].id, 78),
            )
        ]
        await _visit(unit, people["沈双"].id, near_village.id, office, 80)
        open_one = await unit.check_ins.start(people["钱栎松"].id, villages[0].id, now)
        person = await unit.mingbairen.add(
            Mingbairen(
                id=0,
                grid_id=grids[0].id,
                name="卫栎海",
                category=Category.OTHER,
                phone="19900008888",
                stage=Stage.REGISTERED,
                stage_since=since,
            ),
            None,
            now,
        )
        clerk = people["冯栎事"].id
        workbook = await unit.files.add("栎表.xlsx", untidy_workbook(), now, clerk)
        photo = await unit.files.add("照片.jpg", b"\xff\xd8\xff", now, people["钱栎松"].id)
        shown = {"file_id": photo, "visit_id": visits[0], "added_at": now}
        await unit.connection.execute(insert(visit_photos).values(shown))
    for month in (OCTOBER, NOVEMBER):
        await evaluate_month(office.storage, month, now)
    await evaluate_grids(office.storage, now)
    async with office.storage.unit() as unit:
        rows = [*await open_cases(unit, OCTOBER, now), *await open_cases(unit, None, now)]
        of_far = {(Subject.VILLAGE, v.id) for v in villages} | {(Subject.GRID, g.id) for g in grids}
        cases = [row.id for row in rows if (row.subject, row.subject_id) in of_far]
    async with office.storage.reading() as unit:
        seen = await unit.visits.get(visits[0]), await unit.cases.get(cases[0])
    far.ids = {
        "shown": [version_of(each) for each in seen if each],
        "village_id": [village.id for village in villages],
        "grid_id": [grid.id for grid in grids],
        "person_id": [each.id for each in people.values() if each.name != "沈双"],
        "adviser_id": [people["钱栎松"].id],
        "mingbairen_id": [person.id],
        "visit_id": visits,
        "check_in_id": [open_one.id],
        "shortfall_id": cases[:4],
        "file_id": [workbook, photo],
        "district_id": [street.id],
    }
    far.names = {"宝栎街道", "卫栎海", *(v.name for v in villages), *(g.name for g in grids)}
    far.names |= people.keys() - {"沈双"}
    return far


async def _visit(unit: Unit, adviser_id: int, village_id: int, office: Office, ago: int) -> int:
    begins = office.clock.now() - timedelta(hours=ago)
    draft = VisitDraft(
        adviser_id=adviser_id,
        village_id=village_id,
        started_at=begins,
        ended_at=begins + timedelta(minutes=110),
        activity=Activity.LECTURE,
        topic="栎树下的法",
    )
    made = await unit.visits.add(draft, office.clock.now())
    return made.id


def shown(card: Any) -> str:
    """Everything a card carries to a messenger."""
    return json.dumps(card.model_dump(mode="json"), ensure_ascii=False)
