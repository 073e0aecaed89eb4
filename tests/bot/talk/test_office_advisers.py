"""One adviser takes the place of another."""

from datetime import date

from domain.months import Month
from tests.cast import Office


async def assignments(office: Office, village: str) -> list[tuple[str, date, date | None]]:
    async with office.storage.reading() as unit:
        found = await unit.advisers.assignments_of_village(office.villages[village].id)
        people = await unit.people.of_ids({a.adviser_id for a in found})
    return [(people[a.adviser_id].name, a.since, a.until) for a in found]


async def test_replaced_by_an_adviser_we_know(office: Office) -> None:
    await office.chen.says("更换顾问")
    await office.chen.says("后塘村")
    await office.chen.presses("周航")
    assert "会告诉现任法律顾问" in office.chen.card.text
    card = await office.chen.says("林晓调往外地")
    assert card.title == "请确认更换法律顾问" and "原因：林晓调往外地" in card.plain()
    assert "现任：林晓" in card.plain() and "起始日：11月20日(周五)" in card.plain()
    card = await office.chen.presses("确认")
    assert "从11月20日(周五)起由周航担任" in card.plain()
    assert await assignments(office, "后塘村") == [
        ("林晓", date(2025, 1, 1), date(2026, 11, 19)),
        ("周航", date(2026, 11, 20), None),
    ]
    async with office.storage.reading() as unit:
        village = office.villages["后塘村"].id
        (noted,) = await unit.audit.noted("replace_adviser", "village", [village])
    assert noted["actor_id"] == office.chen.person_id and noted["before"]["assignments"]


async def test_a_village_without_an_adviser_gets_a_new_one(office: Office) -> None:
    await office.chen.says("大卓村")
    await office.chen.presses("更换顾问")
    await office.chen.says("吴示例")
    card = await office.chen.presses("基层法律服务工作者")
    assert card.title == "请确认配备法律顾问" and "现任：未配备" in card.plain()
    card = await office.chen.says("11月1日")
    assert "11月1日(周日)" in card.plain()
    await office.chen.presses("确认")
    assert await assignments(office, "大卓村") == [("吴示例", date(2026, 11, 1), None)]
    assert "吴示例" in (await office.chen.presses("生成邀请码")).plain()


async def test_visits_already_recorded_are_not_left_behind(office: Office) -> None:
    await office.lin.says("11月18号下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    await office.chen.says("更换顾问 后塘村")
    await office.chen.presses("周航")
    await office.chen.says("合同到期")
    await office.chen.presses("本月1日起")
    card = await office.chen.presses("确认")
    assert "林晓在那天以后还有1次服务记录，最后一次在11月18日(周三)" in card.plain()
    assert len(await assignments(office, "后塘村")) == 1
    await office.chen.says("11月19日")
    await office.chen.presses("确认")
    assert (await assignments(office, "后塘村"))[0][2] == date(2026, 11, 18)


async def test_an_open_check_in_keeps_its_adviser(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    await office.chen.says("更换顾问 后塘村")
    await office.chen.presses("周航")
    await office.chen.says("合同到期")
    assert "还有1次服务记录" in (await office.chen.presses("确认")).plain()


async def test_the_same_adviser_again_changes_nothing(office: Office) -> None:
    await office.chen.says("更换顾问 后塘村")
    await office.chen.presses("林晓")
    assert "已经由这位法律顾问负责" in (await office.chen.presses("确认")).text
    assert len(await assignments(office, "后塘村")) == 1


async def test_replaced_twice_on_one_day_leaves_one_successor(office: Office) -> None:
    for name in ("周航", "林晓"):
        await office.chen.says("更换顾问 后塘村")
        await office.chen.presses(name)
        await office.chen.says("轮换")
        await office.chen.presses("确认")
    assert await assignments(office, "后塘村") == [
        ("林晓", date(2025, 1, 1), date(2026, 11, 19)),
        ("林晓", date(2026, 11, 20), None),
    ]


async def test_a_closed_month_keeps_its_adviser(office: Office) -> None:
    async with office.storage.unit() as unit:
        policy = await unit.policies.of_month(Month(2026, 10))
        await unit.months.close(Month(2026, 10), office.district_id, policy, "", office.clock.now())
    await office.chen.says("更换顾问 后塘村")
    await office.chen.presses("周航")
    await office.chen.says("轮换")
    await office.chen.says("10月15日")
    assert "2026年10月已经月结" in (await office.chen.presses("确认")).text


async def test_what_was_not_understood_is_asked_again(office: Office) -> None:
    await office.chen.says("更换顾问")
    assert "没有看懂“123”" in (await office.chen.says("123")).text
    await office.chen.presses("后塘村")
    assert "没有看懂" in (await office.chen.says("12月1日")).text


async def test_who_left_and_comes_back_is_the_same_person(office: Office) -> None:
    await office.chen.says("更换顾问 南巷村")
    await office.chen.presses("林晓")
    await office.chen.says("轮换")
    await office.chen.presses("确认")
    await office.chen.says("更换顾问 大卓村")
    card = await office.chen.says("周航")
    assert card.title == "请确认配备法律顾问"
    await office.chen.presses("确认")
    async with office.storage.reading() as unit:
        assert len(await unit.people.named("周航")) == 1


async def test_only_the_service_whose_end_was_shown_is_ended(office: Office) -> None:
    await office.chen.says("更换顾问 后塘村")
    await office.chen.presses("周航")
    await office.chen.says("林晓调往外地")
    await office.zhao.says("更换顾问 后塘村")
    await office.zhao.says("吴示例")
    await office.zhao.presses("律师")
    await office.zhao.says("工作调整")
    await office.zhao.presses("确认")
    card = await office.chen.presses("确认")
    assert "没有办理：这个村的法律顾问刚才有了变动" in card.text and "现任：吴示例" in card.plain()
    assert [name for name, _, until in await assignments(office, "后塘村") if not until] == [
        "吴示例"
    ]
    await office.chen.presses("确认")
    serving = [name for name, _, until in await assignments(office, "后塘村") if not until]
    assert serving == ["周航"]
