"""The office corrects or withdraws the visit of an adviser: with a reason, and they hear."""

import pytest

from domain.people import Role
from domain.visits import Visit
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office
from words.notices import notice_words

LINE = "昨天下午2点到4点半 后塘村 民法典讲座 42人"


async def heard(office: Office, player: str = "lin") -> list[str]:
    async with office.storage.reading() as unit:
        rows = await unit.outbox.newer_than(0)
    mine = [r.notice for r in rows if r.person_id == office.players[player].person_id]
    return [notice_words(n).text for n in mine if n.about == "visit_by_office"]


async def recorded(office: Office) -> Visit:
    await office.lin.says(LINE)
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    return visit


@pytest.mark.parametrize(
    "line",
    ["把林晓昨天那次改成30人", "林晓昨天那条人数报错了，是30", "更正林晓昨天那次 改成30人"],
)
async def test_as_it_is_spoken(office: Office, line: str) -> None:
    await recorded(office)
    card = await office.chen.says(line)
    assert "为什么更正" in card.text
    card = await office.chen.says("登记错了，签到表上是30人")
    assert "42人次 → 30人次" in card.plain() and "原因：登记错了" in card.plain()
    await office.chen.presses("保存")
    (visit,) = await visits_of(office)
    assert (visit.people, visit.adviser_id) == (30, office.lin.person_id)
    (told,) = await heard(office)
    assert "42人次" in told and "30人次" in told and "签到表上是30人" in told and "小陈" in told


async def test_by_its_button_and_a_question_is_no_reason(office: Office) -> None:
    visit = await recorded(office)
    assert "为什么更正" in (await office.zhao.presses_data(f"~|ve:{visit.id}")).text
    for said in ("为什么要写", "没有"):
        assert "为什么更正" in (await office.zhao.says(said)).text
    await office.zhao.says("与签到表不符")
    await office.zhao.says("到4点")
    assert "已" in (await office.zhao.presses("保存")).text
    assert "14:00–16:00" in (await heard(office))[0]


@pytest.mark.parametrize("line", ["删除林晓昨天那条", "把林晓昨天那次删掉"])
async def test_withdrawn_with_the_reason(office: Office, line: str) -> None:
    visit = await recorded(office)
    card = await office.chen.says(line)
    assert "确定撤回的，请发送原因" in card.text
    (still,) = await visits_of(office)
    assert still.withdrawn_at is None
    assert "已撤回" in (await office.chen.says("同一次登记了两遍")).text
    async with office.storage.reading() as unit:
        gone = await unit.visits.get(visit.id)
    assert gone and gone.withdrawn_at
    (told,) = await heard(office)
    assert "撤回了您的一条服务记录" in told and "同一次登记了两遍" in told


async def test_no_press_withdraws_without_a_reason(office: Office) -> None:
    visit = await recorded(office)
    card = await office.chen.presses_data(f"~|vw:{visit.id}:1:")
    assert "请发送原因" in card.text
    assert (await visits_of(office))[0].withdrawn_at is None and not await heard(office)


async def test_of_an_adviser_elsewhere_nothing_is_understood(office: Office) -> None:
    await recorded(office)
    async with office.storage.unit() as unit:
        city = await unit.districts.get(office.district_id)
        assert city and city.parent_id
        root = await unit.districts.get(city.parent_id)
        assert root
        far = await unit.districts.add("321183008000", "远处街道", root)
        await unit.people.revoke(
            office.chen.person_id, Role.OFFICE, office.district_id, office.clock.now()
        )
        await unit.people.grant(office.chen.person_id, Role.OFFICE, far.id, office.clock.now())
    card = await office.chen.says("把林晓昨天那次改成30人")
    assert "没有看懂" in card.text
    assert (await visits_of(office))[0].people == 42


async def test_the_own_visit_needs_no_reason(office: Office) -> None:
    await recorded(office)
    card = await office.lin.says("把昨天那次改成30人")
    assert "42人次 → 30人次" in card.plain()
    await office.lin.presses("保存")
    assert await heard(office) == []
