"""The office looks at its month: figures, villages short, grids, one village and why."""

from datetime import UTC, datetime
from io import BytesIO

from openpyxl import load_workbook

from actions.month.evaluation import evaluate_grids, evaluate_month
from domain.mingbairen import Mingbairen, Stage
from domain.months import Month, local_day
from domain.people import Role
from domain.policy import Policy
from tests.cast import Office

NOVEMBER = Month(2026, 11)


async def lin_has_been_there(office: Office) -> None:
    """8 hours in 后塘村 (2.5 of them confirmed by 李主任), 2 in 后莘村 and one mediation."""
    for line in (
        "11月3号下午2点到4点半 后塘村 民法典讲座 42人",
        "11月10号上午8点到下午1点半 后塘村 法律咨询",
        "11月12号9点到11点 后莘村 法治讲座",
        "11月13号9点到10点 后塘村 参与调解",
    ):
        await office.lin.says(line)
        assert "已保存" in (await office.lin.presses("保存")).text
    await office.li.says("待确认")
    await office.li.presses("11月3日")
    await office.li.presses("确认")


async def somebody_in(office: Office, grid: str, stage: Stage = Stage.REGISTERED) -> None:
    now = office.clock.now()
    person = Mingbairen(
        id=0, grid_id=office.grids[grid], name="孙大妈", stage=stage, stage_since=local_day(now)
    )
    async with office.storage.unit() as unit:
        await unit.mingbairen.add(person, None, now)


async def test_the_month_at_a_glance_shows_every_figure_with_its_denominator(
    office: Office,
) -> None:
    await lin_has_been_there(office)
    await somebody_in(office, "后塘村第一网格")
    card = await office.chen.says("本月情况")
    assert card.title == "黄梅街道2026年11月情况(截至20日，进行中)"
    text = card.plain()
    assert "达标的村(社区)：1/4(25.00%)（考核口径）" in text
    assert "达标的法律顾问：1/2(50.00%)" in text
    assert "4次，计入10小时，其中村确认2.5小时" in text
    assert "待村里确认：3次" in text
    assert "有明白人的网格：1/12(8.33%)" in text
    assert "未配备法律顾问：大卓村" in text


async def test_earlier_months_have_their_own_glance(office: Office) -> None:
    await lin_has_been_there(office)
    for said in ("10月情况", "上月情况", "2026-10情况", "情况 十月份"):
        card = await office.chen.says(said)
        assert "2026年10月情况(截至31日" in card.title and "0次" in card.plain()
    assert "11月" in (await office.chen.says("本月情况")).title
    assert "10月" in (await office.chen.presses("10月情况")).title


async def test_people_whom_no_message_reaches_are_named(office: Office) -> None:
    async with office.storage.unit() as unit:
        account = await unit.people.account_at("test", "wang")
        await unit.people.close_account(account.id, "对方已停用", office.clock.now())
    assert "送不到：王大姐。对方已停用" in (await office.chen.says("本月情况")).plain()


async def test_villages_short_come_worst_first_and_open(office: Office) -> None:
    await lin_has_been_there(office)
    card = await office.chen.says("未达标")
    assert card.title.endswith("未达标的村(社区) 3个")
    assert [b.text for b in card.buttons] == [
        "大卓村 未配备法律顾问",
        "南巷村 0/8小时，还差8小时",
        "后莘村 2/8小时，还差6小时",
    ]
    card = await office.chen.presses("后莘村")
    assert card.title == "后莘村 2026年11月"


async def test_the_list_of_short_villages_pages(office: Office) -> None:
    async with office.storage.unit() as unit:
        for number in range(20):
            await unit.villages.add(office.district_id, f"示例村{number:02}")
    card = await office.chen.says("11月未达标")
    assert len(card.buttons) == 9 and card.buttons[-1].text == "下一页"
    card = await office.chen.presses("下一页")
    assert [b.text for b in card.buttons[-2:]] == ["上一页", "下一页"]


async def test_uncovered_grids_are_grouped_with_those_in_training(office: Office) -> None:
    await somebody_in(office, "后塘村第一网格")
    await somebody_in(office, "后塘村第二网格", Stage.TRAINING)
    card = await office.chen.says("网格覆盖")
    assert card.title == "网格覆盖 1/12(8.33%)"
    assert "后塘村：第二网格（培育中1人）、第三网格" in card.text
    assert (await office.chen.presses("后塘村 缺2个")).title.startswith("后塘村")


async def test_a_villages_name_alone_opens_it(office: Office) -> None:
    await lin_has_been_there(office)
    for said in ("后塘", " 后塘村 "):
        card = await office.chen.says(said)
        assert card.title == "后塘村 2026年11月", said
    text = card.plain()
    assert "计入时长：8/8小时，其中村确认2.5小时，已达标" in text
    assert "林晓（律师）" in text and "进村服务：3次" in text
    assert "0/3个有在册明白人，缺：第一网格、第二网格、第三网格" in text
    assert "2026年10月" in (await office.chen.says("后塘村 10月")).title
    assert (await office.chen.says("大桌村")).title == "大卓村 2026年11月"


async def test_two_villages_alike_are_asked_about(office: Office) -> None:
    async with office.storage.unit() as unit:
        other = await unit.districts.add("321183005000", "示例街道")
        await unit.villages.add(other.id, "后塘村")
        await unit.people.grant(office.chen.person_id, Role.OFFICE, other.id, office.clock.now())
    card = await office.chen.says("后塘村")
    assert [b.text for b in card.buttons] == ["黄梅街道后塘村", "示例街道后塘村"]
    assert (await office.chen.presses("示例街道")).title == "后塘村 2026年11月"


async def test_why_tells_what_counts_and_what_does_not(office: Office) -> None:
    await lin_has_been_there(office)
    await evaluate_month(office.storage, NOVEMBER, office.clock.now())
    await office.chen.says("后莘村")
    text = (await office.chen.presses("原因")).plain()
    assert "计入1次共2小时，不计入0次" in text
    assert "11月12日(周四) 法治讲座 2小时" in text
    assert "口径：每村每月8小时" in text
    assert "按11月20日(周五) 20:00的数据判定" in text and "进度落后" in text
    await office.chen.says("后塘村")
    text = (await office.chen.presses("原因")).plain()
    assert "参与调解 登记1小时，不计入：此类服务不计入时长" in text


async def test_the_visits_of_a_village_page_and_open(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
    for day in range(1, 11):
        await office.lin.says(f"11月{day}号上午9点到10点 后塘村 法律咨询")
        await office.lin.presses("保存")
    await office.chen.says("后塘村")
    await office.chen.presses("服务明细")
    card = await office.chen.presses("下一页")
    assert len(card.buttons) == 3 and "11月9日" in card.buttons[0].text
    assert (await office.chen.presses("11月10日")).title == "进村服务记录"


async def test_under_the_adviser_basis_unvisited_villages_are_short(office: Office) -> None:
    async with office.storage.unit() as unit:
        policy = Policy(basis="adviser")
        await unit.policies.set(policy, NOVEMBER, None, office.clock.now())
    await lin_has_been_there(office)
    card = await office.chen.says("未达标")
    assert [b.text for b in card.buttons] == ["大卓村 未配备法律顾问", "南巷村 本月未进村"]
    assert "达标的法律顾问：1/2(50.00%)（考核口径）" in (await office.chen.says("本月情况")).plain()


async def test_a_waived_village_says_so(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    await evaluate_month(office.storage, NOVEMBER, office.clock.now())
    async with office.storage.unit() as unit:
        (row,) = [
            row
            for row in await unit.shortfalls.of_month(NOVEMBER)
            if row.subject_id == office.villages["南巷村"].id
        ]
        from actions.month.shortfalls import waive

        leader = await unit.people.actor(office.zhao.person_id)
        await waive(unit, leader, row.id, "整村拆迁", office.clock.now())
    card = await office.chen.says("11月未达标")
    assert "南巷村 0/8小时，还差8小时（已豁免）" in [b.text for b in card.buttons]
    assert "已豁免：1项" in (await office.chen.says("11月情况")).plain()


async def test_todays_figures_come_as_a_file_that_can_be_summed(office: Office) -> None:
    await lin_has_been_there(office)
    await somebody_in(office, "后塘村第一网格")
    await evaluate_grids(office.storage, office.clock.now())
    card = await office.chen.says("导出", event_id="same")
    again = await office.chen.says("导出", event_id="same")
    file = card.attachment
    assert file and file == again.attachment and file.roster
    assert file.name == "黄梅街道2026年11月进村服务统计(截至20日).xlsx"
    async with office.storage.reading() as unit:
        kept = await unit.files.get(file.file_id)
    book = load_workbook(BytesIO(kept.content))
    assert book.sheetnames == ["各村时长", "服务明细", "网格覆盖", "未达标"]
    hours = book["各村时长"]
    assert [cell.value for cell in hours[3]] == ["后塘村", "林晓", 3, 8, 2.5, 8, 0, None]
    assert [cell.value for cell in hours[6]][-1] == "未配备法律顾问"
    assert hours.freeze_panes == "B3"
    assert book["服务明细"].max_row == 6 and book["网格覆盖"].max_row == 14
    assert "19900000001" not in str([[c.value for c in row] for s in book for row in s.rows])


async def test_a_topic_like_a_formula_stays_a_text(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 法治讲座")
    await office.lin.presses("填主题")
    await office.lin.says("=1+1")
    await office.lin.presses("保存")
    card = await office.chen.says("导出")
    async with office.storage.reading() as unit:
        kept = await unit.files.get(card.attachment.file_id)
    cell = load_workbook(BytesIO(kept.content))["服务明细"]["G3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
