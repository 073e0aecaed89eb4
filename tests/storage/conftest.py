"""A small place to keep things about: two streets of one city, three villages, four people."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from domain.advisers import AdviserKind
from domain.districts import District
from domain.grids import Grid
from domain.people import Person
from domain.villages import Village, VillageKind
from storage.engine import Storage


@dataclass
class Town:
    city: District
    street: District
    other_street: District
    houtang: Village
    houxin: Village
    faraway: Village
    grid: Grid
    empty_grid: Grid
    lin: Person
    zhou: Person
    wang: Person
    chen: Person


@pytest.fixture
async def town(storage: Storage, now: datetime) -> Town:
    """林晓 and 周航 are advisers without an assignment yet; nobody holds a role."""
    async with storage.unit() as unit:
        city = await unit.districts.add("321183000000", "示例市")
        street = await unit.districts.add("321183003000", "示例街道", city)
        other = await unit.districts.add("321183004000", "另一街道", city)
        houtang = await unit.villages.add(street.id, "后塘村")
        houxin = await unit.villages.add(street.id, "后莘社区", VillageKind.COMMUNITY)
        made = Town(
            city=city,
            street=street,
            other_street=other,
            houtang=houtang,
            houxin=houxin,
            faraway=await unit.villages.add(other.id, "南巷村"),
            grid=await unit.grids.add(houtang.id, "第一网格", "HT-01", 300),
            empty_grid=await unit.grids.add(houtang.id, "第二网格", "HT-02"),
            lin=await unit.people.add("林晓", "19900000001"),
            zhou=await unit.people.add("周航"),
            wang=await unit.people.add("王大姐", "19900000003"),
            chen=await unit.people.add("小陈"),
        )
        for lawyer in (made.lin, made.zhou):
            await unit.advisers.add(lawyer.id, AdviserKind.LAWYER)
    return made
