"""Everybody the actions are told about: two streets of one city, and who does what there.

林律师 serves 后塘村 and 后莘社区, 周律师 南巷村 in the other street. 王大姐 looks after the first
grid of 后塘村, 老周 confirms for the village. 小陈 and 郑主任 (leader) are the office of the first
street, 李书记 leads the city. 路人 has no role at all.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from actions.month.closing import close_month
from domain.advisers import AdviserKind
from domain.districts import District
from domain.grids import Grid
from domain.mingbairen import Mingbairen, Stage
from domain.months import SHANGHAI, Month
from domain.notices import NOTICES
from domain.people import Actor, Person, Role
from domain.villages import Village, VillageKind
from domain.visits import Activity, Visit, VisitDraft
from storage.engine import Storage
from storage.tables import outbox
from storage.unit import Unit

NOVEMBER = Month(2026, 11)
SINCE = date(2026, 1, 1)


def at(text: str) -> datetime:
    """`2026-11-20 20:00` on the clock in Shanghai, as a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Town:
    city: District
    street: District
    other_street: District
    houtang: Village
    houxin: Village
    nanxiang: Village
    grid: Grid
    second_grid: Grid
    lin: Actor
    zhou: Actor
    wang: Actor
    lao_zhou: Actor
    chen: Actor
    zheng: Actor
    li: Actor
    stranger: Actor


async def build(storage: Storage) -> Town:
    async with storage.unit() as unit:
        city = await unit.districts.add("321183000000", "示例市")
        street = await unit.districts.add("321183003000", "示例街道", city)
        other = await unit.districts.add("321183004000", "另一街道", city)
        houtang = await unit.villages.add(street.id, "后塘村")
        houxin = await unit.villages.add(street.id, "后莘社区", VillageKind.COMMUNITY)
        nanxiang = await unit.villages.add(other.id, "南巷村")
        grid = await unit.grids.add(houtang.id, "第一网格", "HT-01")
        second = await unit.grids.add(houtang.id, "第二网格", "HT-02")
        lin = await _adviser(unit, "林晓", houtang, houxin)
        zhou = await _adviser(unit, "周航", nanxiang)
        return Town(
            city=city,
            street=street,
            other_street=other,
            houtang=houtang,
            houxin=houxin,
            nanxiang=nanxiang,
            grid=grid,
            second_grid=second,
            lin=lin,
            zhou=zhou,
            wang=await _person(unit, "王大姐", Role.GRID_WORKER, grid.id),
            lao_zhou=await _person(unit, "老周", Role.VILLAGE_CONFIRMER, houtang.id),
            chen=await _person(unit, "小陈", Role.OFFICE, street.id),
            zheng=await _person(unit, "郑主任", Role.LEADER, street.id),
            li=await _person(unit, "李书记", Role.LEADER, city.id),
            stranger=await _person(unit, "路人"),
        )


async def _person(
    unit: Unit, name: str, role: Role | None = None, place: int | None = None
) -> Actor:
    person: Person = await unit.people.add(name)
    if role is not None:
        await unit.people.grant(person.id, role, place, at("2026-01-01 09:00"))
    actor = await unit.people.actor(person.id)
    assert actor is not None
    return actor


async def _adviser(unit: Unit, name: str, *villages: Village) -> Actor:
    actor = await _person(unit, name, Role.ADVISER)
    await unit.advisers.add(actor.person_id, AdviserKind.LAWYER)
    for village in villages:
        await unit.advisers.assign(actor.person_id, village.id, SINCE)
    return actor


def stay(
    adviser: Actor,
    village: Village,
    start: str = "2026-11-03 14:00",
    minutes: int = 120,
    activity: Activity = Activity.LECTURE,
) -> VisitDraft:
    begins = at(start)
    return VisitDraft(
        adviser_id=adviser.person_id,
        village_id=village.id,
        started_at=begins,
        ended_at=begins + timedelta(minutes=minutes),
        activity=activity,
    )


async def visited(
    unit: Unit,
    adviser: Actor,
    village: Village,
    start: str = "2026-11-03 14:00",
    minutes: int = 120,
    activity: Activity = Activity.LECTURE,
) -> Visit:
    """A visit as it stands in the tables, recorded the same evening, judged by nobody yet."""
    draft = stay(adviser, village, start, minutes, activity)
    return await unit.visits.add(draft, draft.ended_at + timedelta(hours=1))


async def enrolled(
    unit: Unit, grid: Grid, name: str, stage: Stage = Stage.REGISTERED, day: date = SINCE
) -> Mingbairen:
    person = Mingbairen(id=0, grid_id=grid.id, name=name, stage=stage, stage_since=day)
    return await unit.mingbairen.add(person, None, at(f"{day} 09:00"))


async def told(unit: Unit, about: type) -> dict[int, list]:
    """All notices of one kind ever put in the outbox, by person, oldest first."""
    found: dict[int, list] = {}
    for row in await unit.outbox.all_rows(select(outbox).order_by(outbox.c.id)):
        notice = NOTICES.validate_python(row.notice)
        if isinstance(notice, about):
            found.setdefault(row.person_id, []).append(notice)
    return found


async def noted(unit: Unit, subject: str, subject_id: int) -> list[tuple[int | None, str]]:
    """Who did what to it, oldest first."""
    return [(n["actor_id"], n["action"]) for n in await unit.audit.of(subject, subject_id)]


async def figures(unit: Unit) -> dict[int, int]:
    """The minutes by which each village was last judged in November, where it was judged."""
    return {row.subject_id: row.figure for row in await unit.shortfalls.of_month(NOVEMBER)}


async def close_all(storage: Storage, month: Month, now: datetime) -> list[bool]:
    """Every street closes by itself."""
    async with storage.reading() as unit:
        streets = await unit.districts.streets()
    return [await close_month(storage, month, street.id, now) for street in streets]
