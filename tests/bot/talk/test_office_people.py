"""The office ends appointments, corrects records, deactivates, finds people, invites many."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from domain.mingbairen import Category
from domain.people import Role
from tests.cast import Office, Player


async def told(office: Office, player: str, about: str) -> list:
    async with office.storage.reading() as unit:
        rows = await unit.outbox.newer_than(0)
    mine = [row.notice for row in rows if row.person_id == office.players[player].person_id]
    return [notice for notice in mine if notice.about == about]


async def enrol(office: Office, line: str = "王秀英 村干部 后塘村第一网格 在册") -> None:
    await office.wang.says(f"登记明白人 {line}")
    await office.wang.presses("保存")


async def the_person(office: Office, name: str = "王秀英"):
    async with office.storage.reading() as unit:
        (person,) = await unit.mingbairen.named(name)
    return person


async def test_an_appointment_ends_without_a_successor(office: Office) -> None:
    await office.chen.says("结束聘任 后塘村")
    assert "原因是什么" in office.chen.card.text
    card = await office.chen.says("合同到期")
    assert "法律顾问：林晓" in card.plain() and "之后由谁服务：没有法律顾问" in card.plain()
    await office.chen.says("11月18日")
    card = await office.chen.presses("确认")
    assert "林晓在后塘村的聘任到11月18日(周三)为止" in card.plain()
    async with office.storage.reading() as unit:
        (served,) = await unit.advisers.assignments_of_village(office.villages["后塘村"].id)
    assert served.until == date(2026, 11, 18)
    (notice,) = await told(office, "lin", "appointment_changed")
    assert (notice.reason, notice.by_name) == ("合同到期", "小陈")
    (notice,) = await told(office, "zhao", "appointment_changed")
    assert notice.adviser == "林晓"
    await office.chen.presses("配备顾问")
    assert "后塘村由谁担任法律顾问" in office.chen.card.text


async def test_an_adviser_of_two_villages_is_asked_which(office: Office) -> None:
    card = await office.chen.says("结束聘任 林晓")
    assert [b.text for b in card.buttons] == ["后塘村", "后莘村", "取消"]
    await office.chen.presses("后莘村")
    await office.chen.says("辞聘")
    await office.chen.presses("确认")
    async with office.storage.reading() as unit:
        (served,) = await unit.advisers.assignments_of_village(office.villages["后莘村"].id)
    assert served.until == date(2026, 11, 20)


async def test_nobody_to_end(office: Office) -> None:
    assert "没有可以结束的聘任" in (await office.chen.says("结束聘任 大卓村")).text


async def test_the_office_corrects_with_a_reason_and_the_worker_hears(office: Office) -> None:
    await enrol(office)
    card = await office.chen.says("更正明白人 王秀英 电话 19900000011")
    assert "原因是什么" in card.text
    card = await office.chen.says("号码登记错了")
    assert "联系电话：未填 → 199****0011" in card.plain()
    await office.chen.presses("再改一项")
    await office.chen.presses("身份类别")
    await office.chen.presses("人民调解员")
    await office.chen.presses("再改一项")
    card = await office.chen.says("证书到期 2028年3月1日")
    assert "证书到期：未填 → 2028-03-01" in card.plain()
    await office.chen.presses("保存")
    person = await the_person(office)
    assert (person.phone, person.category) == ("19900000011", Category.MEDIATOR)
    assert person.certificate_until == date(2028, 3, 1)
    (notice,) = await told(office, "wang", "record_corrected")
    assert notice.reason == "号码登记错了" and len(notice.changes) == 3


async def test_a_worker_corrects_the_own_grid_without_a_reason(office: Office) -> None:
    await enrol(office)
    await office.wang.says("我的网格")
    await office.wang.presses("✓后塘村第一网格")
    await office.wang.presses("王秀英")
    await office.wang.presses("更正")
    await office.wang.presses("姓名")
    card = await office.wang.says("王秀瑛")
    assert "姓名：王秀英 → 王秀瑛" in card.plain()
    await office.wang.presses("保存")
    await the_person(office, "王秀瑛")
    assert not await told(office, "wang", "record_corrected")


async def test_what_is_no_phone_is_said(office: Office) -> None:
    await enrol(office)
    await office.wang.says("更正明白人 王秀英")
    await office.wang.presses("联系电话")
    assert "不是有效的手机号" in (await office.wang.says("123456789012")).text
    assert "199****0011" in (await office.wang.says("19900000011")).plain()


async def test_a_person_goes_to_another_grid(office: Office) -> None:
    await enrol(office)
    card = await office.wang.says("调整网格 王秀英 第二网格")
    assert "所在网格：后塘村第一网格 → 后塘村第二网格" in card.plain()
    assert "唯一的在册明白人" in card.plain()
    await office.wang.presses("保存")
    assert (await the_person(office)).grid_id == office.grids["后塘村第二网格"]
    (notice,) = await told(office, "chen", "grid_lost")
    assert notice.gone_to == "后塘村第二网格"


async def test_the_worker_of_another_grid_corrects_nothing(office: Office) -> None:
    async with office.storage.unit() as unit:
        grid = office.grids["南巷村第一网格"]
        await unit.people.grant(office.li.person_id, Role.GRID_WORKER, grid, office.clock.now())
    await enrol(office)
    assert "没有看懂“王秀英”" in (await office.li.says("更正明白人 王秀英")).text


async def test_somebody_who_left_is_let_in_no_more(office: Office) -> None:
    await office.chen.says("停用人员 林晓")
    card = await office.chen.says("调离本市")
    assert "法律顾问（后塘村、后莘村）" in card.plain()
    card = await office.chen.presses("确认")
    assert "之后没有法律顾问：后塘村、后莘村" in card.text
    assert "邀请码" in (await office.lin.says("本月")).text  # a stranger now
    card = await office.chen.says("查人 林晓")
    assert "开通：已停用，最后一天11月20日(周五)" in card.plain()
    assert "停用" not in [b.text for b in card.buttons]
    (notice,) = await told(office, "zhao", "person_left")
    assert notice.reason == "调离本市"
    assert not await told(office, "lin", "person_left")


async def test_who_left_long_ago_is_still_found_with_what_they_did(office: Office) -> None:
    await office.lin.says("11月18号下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    for said in ("停用人员 林晓", "停用人员 王大姐"):
        await office.chen.says(said)
        await office.chen.says("调离本市")
        await office.chen.presses("确认")
    office.clock.at += timedelta(days=9)
    card = await office.chen.says("查人 林晓")
    assert "身份：曾任法律顾问（后塘村、后莘村）" in card.plain()
    assert "已停用，最后一天11月20日(周五)" in card.plain() and "2026年11月：2小时" in card.plain()
    assert "停用" not in [b.text for b in card.buttons]
    assert "曾任网格员" in (await office.chen.says("王大姐")).plain()
    assert "没有找到" in (await office.li.says("查人 林晓")).text or not office.li.card.facts


async def test_nobody_deactivates_who_may_do_more(office: Office) -> None:
    card = await office.chen.says("停用人员 赵所长")
    assert "不在您的权限范围内" in card.text
    card = await office.chen.says("停用人员 小陈")
    assert "不在您的权限范围内" in card.text
    await office.zhao.says("停用人员 小陈")
    await office.zhao.says("退休")
    assert "已停用：" in (await office.zhao.presses("确认")).text


async def test_an_adviser_found_by_name_with_villages_and_months(office: Office) -> None:
    await office.lin.says("11月18号下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    for said in ("林晓", "查人 林晓", "查人 晓"):
        card = await office.chen.says(said)
        assert card.title.strip("\ue000\ue001") == "林晓"
        assert "后塘村 聘任：2025年1月1日起" in card.plain()
        assert "2026年11月：2小时：后塘村2小时" in card.plain()
        assert "电话：199****0001" in card.plain() and "19900000001" not in card.plain()


async def test_a_worker_and_the_roll_are_found(office: Office) -> None:
    await enrol(office)
    card = await office.chen.says("王大姐")
    assert any("后塘村第一网格" in button.text for button in card.buttons)
    assert "网格：后塘村第一网格" in (await office.chen.says("王秀英")).plain()
    card = await office.chen.says("查人 王")
    assert len(card.buttons) == 2
    assert "没有找到“诸葛亮”" in (await office.chen.says("查人 诸葛亮")).text


@pytest.mark.parametrize("who", ["lin", "wang", "li", "stranger"])
async def test_others_find_nobody(office: Office, who: str) -> None:
    player: Player = office.players[who]
    for line in ("查人 林晓", "林晓", "停用人员 林晓", "结束聘任 后塘村", "批量邀请"):
        card = await player.says(line)
        assert "聘任：" not in card.plain() and not card.attachment
        await player.says("原因")
    async with office.storage.reading() as unit:
        assert (await unit.people.get(office.lin.person_id)).left_on is None


async def test_ninety_seven_invitations_are_one_list(office: Office) -> None:
    async with office.storage.unit() as unit:
        for n in range(97):
            person = await unit.people.add(f"示例员{n}")
            grid = office.grids["大卓村第一网格"]
            await unit.people.grant(person.id, Role.GRID_WORKER, grid, office.clock.now())
    await office.chen.says("批量邀请")
    card = await office.chen.presses("网格员（97人）")
    assert "已为97名网格员" in card.text and card.for_one
    async with office.storage.reading() as unit:
        file = await unit.files.get(card.attachment.file_id)
    sheet = load_workbook(BytesIO(file.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 97 and len({row[4] for row in rows}) == 97
    assert rows[0][1:4] == ("示例员0", "网格员", "大卓村第一网格")
    assert rows[0][6].startswith("http://localhost/chat#k=")
    newcomer = Player(office.dispatcher, 0, "newcomer")
    assert "示例员0" in (await newcomer.says(rows[0][4])).plain()


async def test_a_clerk_invites_no_leaders(office: Office) -> None:
    async with office.storage.unit() as unit:
        person = await unit.people.add("示例领导")
        await unit.people.grant(person.id, Role.LEADER, office.district_id, office.clock.now())
    await office.zhao.says("批量邀请")
    assert "已为1名街道分管领导" in (await office.zhao.presses("街道分管领导（1人）")).text


async def test_what_can_be_done_is_found_in_the_menu(office: Office) -> None:
    await office.chen.says("帮助")
    card = await office.chen.presses("人员")
    assert {"查人", "批量邀请", "结束聘任", "停用人员"} <= {b.text for b in card.buttons}
    await office.chen.presses("停用人员")
    assert "停用哪一位" in office.chen.card.text
