"""Something is begun while another entry is unfinished: nothing is lost, nothing melts together
(规则 3.13)."""

import json
from datetime import timedelta

import pytest

from bot.talk.dispatcher import make_dispatcher
from domain.people import Role
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office, Player

HALF = "后塘村 民法典讲座 42人"
WHOLE = "前天上午9点到10点 后莘村 法律咨询 8人"
LONG_HALF = "后塘村 民法典婚姻家庭编讲座 42人 发放资料100份"
"""Too long to be the name of a village, which an office looks up."""
PERSON = "登记明白人 王秀英 村妇联执委 后塘村第一网格"


@pytest.fixture
async def chen(office: Office) -> Player:
    """小陈 of the office serves a village too: every subject is open to them."""
    async with office.storage.unit() as unit:
        chen, now = office.chen.person_id, office.clock.now()
        await unit.people.grant(chen, Role.ADVISER, None, now)
        await unit.advisers.add(chen, "lawyer")
        for village in ("后塘村", "后莘村"):
            since = now.date() - timedelta(days=300)
            await unit.advisers.assign(chen, office.villages[village].id, since)
    return office.chen


async def test_the_new_one_first_and_the_other_is_found_again(office: Office) -> None:
    await office.lin.says(HALF)
    card = await office.lin.says(WHOLE)
    assert "上一条还没有填完：进村服务 后塘村 法治讲座 民法典讲座 42人次" in card.text
    assert [b.text for b in card.buttons][:3] == [
        "继续填上一条",
        "先办新的（上一条留着）",
        "放弃上一条",
    ]
    card = await office.lin.presses("先办新的")
    assert "8人次" in card.plain() and "主题：未填" in card.plain()
    card = await office.lin.presses("保存")
    assert "还留着一条没有填完：进村服务 后塘村" in card.text
    assert "哪一天" in (await office.lin.presses("继续填上一条")).text
    card = await office.lin.says("昨天下午2点到4点")
    assert "42人次" in card.plain() and "主题：民法典讲座" in card.plain()
    assert "还留着" not in (await office.lin.presses("保存")).text
    assert [visit.people for visit in await visits_of(office, "后莘村")] == [8]
    assert [visit.people for visit in await visits_of(office)] == [42]


async def test_the_other_first_and_the_new_one_is_kept(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says(WHOLE)
    assert "哪一天" in (await office.lin.says("继续填上一条")).text
    await office.lin.says("昨天下午2点到4点")
    assert "还留着一条没有填完：进村服务 11月18日" in (await office.lin.presses("保存")).text
    assert "8人次" in (await office.lin.says("继续填")).plain()
    await office.lin.presses("保存")
    assert len(await visits_of(office)) == len(await visits_of(office, "后莘村")) == 1


async def test_it_may_be_corrected_with_what_was_said(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 民法典讲座 42人")
    await office.lin.says("昨天下午2点到5点 后塘村 法律咨询")
    card = await office.lin.presses("改上面这一条")
    assert "14:00–17:00" in card.plain() and "42人次" in card.plain()
    assert "现场法律咨询" in card.plain()


@pytest.mark.parametrize(
    "said", ["后莘村 法律咨询", "后莘村 昨天走访", "前天 后莘村 20人 法律咨询", "南巷村昨天讲座"]
)
async def test_what_is_of_another_place_never_melts_into_a_half_entry(
    office: Office, said: str
) -> None:
    await office.lin.says(HALF)
    card = await office.lin.says(said)
    assert "上一条还没有填完" in card.text
    assert "42人" not in (await office.lin.presses("先办新的")).plain()


@pytest.mark.parametrize("said", ["后莘村", "42人", "昨天", "法律咨询", "下午3点到5点"])
async def test_a_single_part_is_an_answer_or_a_change(office: Office, said: str) -> None:
    await office.lin.says(HALF)
    assert "还没有填完" not in (await office.lin.says(said)).text


@pytest.mark.parametrize(
    ("begun", "other", "about"),
    [
        (LONG_HALF, PERSON, "进村服务 后塘村"),
        (PERSON, WHOLE, "法律明白人 王秀英"),
        (PERSON, "登记明白人 李小兰 后塘村第二网格", "法律明白人 王秀英"),
        ("更换顾问 大卓村", "邀请 张新", "更换顾问 大卓村"),
        ("邀请 张新", "更换顾问 大卓村", "邀请 张新"),
        ("邀请 张新", WHOLE, "邀请 张新"),
        (LONG_HALF, "补录 林晓 昨天 后塘村", "进村服务 后塘村"),
    ],
)
async def test_of_whatever_subject_neither_is_lost(
    chen: Player, begun: str, other: str, about: str
) -> None:
    first = await chen.says(begun)
    card = await chen.says(other)
    assert f"上一条还没有填完：{about}" in card.plain()
    await chen.presses("先办新的")
    card = await chen.says("取消")
    assert "已取消" in card.text and f"还留着一条没有填完：{about}" in card.plain()
    again = await chen.says("继续")
    assert (again.title, again.text) == (first.title, first.text)


async def test_help_and_looking_something_up_lose_nothing(chen: Player) -> None:
    await chen.says(LONG_HALF)
    for word in ("帮助", "本月情况", "未达标", "导出", "待办"):
        assert "还留着一条没有填完：进村服务 后塘村" in (await chen.says(word)).text
        assert "哪一天" in (await chen.presses("继续填上一条")).text


async def test_arriving_in_a_village_waits_for_nothing(office: Office) -> None:
    await office.lin.says(HALF)
    card = await office.lin.says("到村登记 后莘村")
    assert card.title == "已到村登记" and "还留着一条没有填完：进村服务 后塘村" in card.text
    assert "上一条还没有填完" not in (await office.lin.says("法律咨询 12人")).text
    office.clock.at += timedelta(hours=1)
    card = await office.lin.says("结束登记")
    assert "上一条还没有填完：进村服务 现场法律咨询 12人次" in card.text
    assert "哪一类" in (await office.lin.presses("先办新的")).text
    await office.lin.presses("法治讲座")
    card = await office.lin.presses("保存")
    assert "20:00" not in card.text and "（另有1条）" in card.text


async def test_a_third_one_keeps_the_second(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says(WHOLE)
    card = await office.lin.says("昨天晚上7点到8点 后塘村 反诈宣传")
    assert "上一条还没有填完：进村服务 后塘村" in card.text and "19:00" in card.text
    await office.lin.presses("放弃上一条")
    assert "还留着一条没有填完：进村服务 11月18日" in (await office.lin.presses("保存")).text


async def test_while_it_is_asked_anything_else_is_no_answer(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says(WHOLE)
    assert "先办哪一个" in (await office.lin.says("随便")).text
    card = await office.lin.says("取消")
    assert "都留着" in card.text and "（另有1条）" in card.text
    card = await office.lin.presses("放弃上一条")
    assert "已放弃：进村服务 后塘村" in card.text
    assert "8人次" in (await office.lin.says("继续填")).plain()


async def test_saved_first_the_other_subject_is_kept(chen: Player) -> None:
    await chen.says(f"{PERSON} 在册")
    card = await chen.says(WHOLE)
    assert "上一条还没有保存：法律明白人 王秀英" in card.plain()
    card = await chen.presses("先保存上一条")
    assert "已登记：王秀英" in card.plain() and "还留着一条没有填完：进村服务" in card.text
    assert "8人次" in (await chen.presses("继续填上一条")).plain()


async def test_what_was_said_empty_is_nothing_to_keep(office: Office) -> None:
    await office.lin.says("补记")
    card = await office.lin.says(WHOLE)
    assert card.title == "请确认进村服务"
    await office.lin.presses("保存")
    await office.lin.says("补记")
    assert "还留着" not in (await office.lin.says("帮助")).text


async def test_an_old_button_of_the_choice_says_so(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says(WHOLE)
    choice = office.lin.button("放弃上一条")
    await office.lin.presses("先办新的")
    await office.lin.presses("保存")
    assert "已经过期" in (await office.lin.presses_data(choice)).text
    for way in ("new", "save", "merge"):
        assert "没有留着" in (await office.lin.presses_data(f"~|uf:{way}")).text
    assert "哪一天" in (await office.lin.presses_data("~|uf:on")).text


async def test_two_who_talk_at_once_keep_their_own(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says("帮助")
    assert "没有看懂" in (await office.zhou.says("继续填")).text
    assert "没有留着" in (await office.zhou.presses_data("~|uf:on")).text
    assert "哪一天" in (await office.lin.says("继续填")).text


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("改村", "哪个村"),
        ("改时间", "几点开始"),
        ("时间错了", "几点开始"),
        ("日期不对", "哪一天"),
        ("改一下类型", "哪一类"),
        ("填人数", "多少人"),
        ("我要改主题", "主题是什么"),
        ("资料份数填错了", "多少份"),
    ],
)
async def test_a_part_named_is_asked_for_wherever_the_dialogue_stands(
    office: Office, said: str, question: str
) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("填主题")
    assert question in (await office.lin.says(said)).text
    await office.lin.presses("取消")
    await office.lin.says(HALF)
    assert question in (await office.lin.says(said)).text
    async with office.storage.reading() as unit:
        assert "改" not in str((await unit.events.arriving("test", "lin", "x")).dialogue.data)


async def test_parts_of_a_person_are_named_too(office: Office) -> None:
    await office.wang.says(PERSON)
    assert "哪个网格" in (await office.wang.says("改网格")).text
    assert "叫什么名字" in (await office.wang.says("名字错了")).text


@pytest.mark.parametrize(("press", "saved"), [("new", [150]), ("merge", [])])
async def test_two_lines_that_0_1_0_asked_about_go_on(
    office: Office, press: str, saved: list[int]
) -> None:
    """It kept the second line beside the entry, and had buttons of its own."""
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座 42人")
    async with office.storage.unit() as unit:
        kept = (await unit.events.arriving("test", "lin", "x")).dialogue
        data = json.loads(kept.data)
        old = {"entry": data["entry"], "asked": None, "line": WHOLE}
        await unit.dialogues.put(
            "test", "lin", kept._replace(data=json.dumps(old)), office.clock.now()
        )
    await office.lin.presses_data(f"{kept.turn}|f:{press}:")
    await office.lin.says("保存")
    assert [visit.minutes for visit in await visits_of(office, "后莘村")] == [60]
    assert [visit.minutes for visit in await visits_of(office)] == saved


async def test_what_0_1_0_left_unfinished_is_not_lost(office: Office) -> None:
    """Its entries do not say what they are of."""
    await office.lin.says(HALF)
    async with office.storage.unit() as unit:
        kept = (await unit.events.arriving("test", "lin", "x")).dialogue
        data = json.loads(kept.data)
        del data["about"]
        await unit.dialogues.put(
            "test", "lin", kept._replace(data=json.dumps(data)), office.clock.now()
        )
    assert "还留着一条没有填完：上一条" in (await office.lin.says("帮助")).text
    assert "哪一天" in (await office.lin.presses("继续填上一条")).text


async def test_it_is_kept_over_a_restart(office: Office) -> None:
    await office.lin.says(HALF)
    await office.lin.says(WHOLE)
    await office.lin.presses("先办新的")
    again = Player(make_dispatcher(office.storage, office.clock), 0, "lin")
    assert "还留着一条没有填完：进村服务 后塘村" in (await again.says("取消")).text
    assert "哪一天" in (await again.says("继续填")).text
