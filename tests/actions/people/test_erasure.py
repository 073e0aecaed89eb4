"""A person's data is removed on request, and the counts stay."""

from actions.people.erasure import erase_mingbairen, erase_person
from domain.months import Month
from tests.cast import Office


async def test_an_erased_adviser_is_nobody_but_the_hours_stay(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await office.lin.presses("保存")
    async with office.storage.unit() as unit:
        await erase_person(unit, office.lin.person_id, None, office.clock.now())
    assert "邀请码" in (await office.lin.says("本月")).text
    async with office.storage.reading() as unit:
        person = await unit.people.get(office.lin.person_id)
        assert person and (person.name, person.phone) == ("已删除", None)
        visits = await unit.visits.of_village(office.villages["后塘村"].id, Month(2026, 11))
        assert [visit.minutes for visit in visits] == [120]


async def test_an_erased_mingbairen_still_covers_the_grid(office: Office) -> None:
    await office.wang.says("登记明白人 王秀英 村妇联执委 第一网格 在册 19900000123")
    await office.wang.presses("保存")
    async with office.storage.unit() as unit:
        (person,) = await unit.mingbairen.named("王秀英")
        await erase_mingbairen(unit, person.id, None, office.clock.now())
        (erased,) = await unit.mingbairen.of_grids([office.grids["后塘村第一网格"]])
        assert (erased.name, erased.phone) == ("已删除", None)
        assert await unit.mingbairen.registered_count(erased.grid_id) == 1
        trail = await unit.audit.of("mingbairen", person.id)
        assert not any("王秀英" in str(row) for row in trail)
