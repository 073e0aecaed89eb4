"""Digests: the own places of each recipient and nothing else, worst first."""

from datetime import date, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from actions.illnesses import Illnesses
from actions.month.audience import audience_of
from actions.month.digests import send_month_end
from actions.month.evaluation import evaluate_month
from domain.advisers import AdviserKind
from domain.digests import MOST_LINES, group_of, worst_first
from domain.districts import District
from domain.illnesses import CalendarMissing, ShutDoor
from domain.months import Month
from domain.notices import Digest, ShortLine
from domain.people import Role
from domain.shortfalls import ShortfallKind
from storage.engine import Storage
from storage.tables import outbox
from storage.unit import Unit
from tests.domain.cast import at

NOVEMBER = Month(2026, 11)
FIRST = at("2026-12-01 08:11")

LINES = st.builds(
    ShortLine,
    kind=st.sampled_from(ShortfallKind),
    village=st.sampled_from(["后塘村", "后莘村", "南巷村"]),
    subject=st.sampled_from(["第一网格", "第二网格"]),
    figure=st.integers(0, 3),
    wanted=st.just(4),
)


@given(st.lists(LINES, max_size=20))
def test_nothing_is_lost_in_order_and_villages_stay_together(lines: list[ShortLine]) -> None:
    ordered = worst_first(lines)
    assert sorted(map(repr, ordered)) == sorted(map(repr, lines))
    villages = [group_of(line) for line in ordered]
    changes = sum(a != b for a, b in pairwise(villages))
    assert changes == max(0, len(set(villages)) - 1)
    worst = {v: min(line.figure for line in lines if group_of(line) == v) for v in set(villages)}
    assert [worst[v] for v in dict.fromkeys(villages)] == sorted(worst.values())


async def staffed(unit: Unit, district: District, name: str, now: datetime) -> int:
    person = await unit.people.add(name)
    await unit.people.grant(person.id, Role.OFFICE, district.id, now)
    return person.id


async def month_end(storage: Storage, illnesses: Illnesses) -> dict[int, Digest]:
    await evaluate_month(storage, NOVEMBER, FIRST)
    async with storage.unit() as unit:
        await send_month_end(unit, NOVEMBER, FIRST, illnesses)
        await send_month_end(unit, NOVEMBER, FIRST, illnesses)
    async with storage.reading() as unit:
        rows = await unit.outbox.all_rows(select(outbox))
    assert len({row.person_id for row in rows}) == len(rows)
    return {row.person_id: Digest.model_validate(row.notice) for row in rows}


async def test_an_office_reads_of_its_own_district_and_all_below(storage: Storage) -> None:
    async with storage.unit() as unit:
        city = await unit.districts.add("321183000000", "句容市")
        here = await unit.districts.add("321183003000", "黄梅街道", city)
        there = await unit.districts.add("321183004000", "示例街道", city)
        home = await unit.villages.add(here.id, "后塘村")
        away = await unit.villages.add(there.id, "示例村")
        above, chen, other = [
            await staffed(unit, district, name, FIRST)
            for district, name in ((city, "市局"), (here, "小陈"), (there, "示例丁"))
        ]
        lin = (await unit.people.add("林晓")).id
        await unit.advisers.add(lin, AdviserKind.LAWYER)
        await unit.advisers.assign(lin, home.id, date(2025, 1, 1))
        audience = await audience_of(unit, NOVEMBER)
    assert audience.offices[above] == {home.id, away.id}
    shut = {
        who: (ShutDoor(name=name, messenger="wecom", reason="请发一句“你好”"),)
        for who, name in ((lin, "林晓"), (chen, "小陈"))
    }
    digests = await month_end(storage, Illnesses((CalendarMissing(year=2027),), shut))
    read = {who: {line.village for line in digest.lines} for who, digest in digests.items()}
    assert read == {above: {"后塘村", "示例村"}, chen: {"后塘村"}, other: {"示例村"}}
    named = {who: [door.name for door in digest.shut] for who, digest in digests.items()}
    assert named == {above: ["林晓", "小陈"], chen: ["林晓"], other: []}
    assert digests[other].illnesses == (CalendarMissing(year=2027),)


async def test_a_digest_of_a_city_carries_the_worst_and_counts_the_rest(
    sqlite_storage: Storage,
) -> None:
    async with sqlite_storage.unit() as unit:
        city = await unit.districts.add("321183000000", "句容市")
        chen = await staffed(unit, city, "小陈", FIRST)
        for n in range(MOST_LINES + 15):
            await unit.villages.add(city.id, f"示例{n}村")
    digest = (await month_end(sqlite_storage, Illnesses()))[chen]
    assert (len(digest.lines), digest.more) == (MOST_LINES, 15)
    async with sqlite_storage.reading() as unit:
        rows = await unit.shortfalls.of_month(NOVEMBER)
        told = await unit.told.of([row.id for row in rows])
    assert len(told) == len(rows) and all(people == [chen] for people in told.values())
