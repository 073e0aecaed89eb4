"""What is begun while something else is unfinished: no subject makes the other one vanish."""

import pytest

from bot.talk.cards import Card
from tests.cast import Office

LATE = "补录 林晓 昨天上午9点到10点 后塘村 讲座"
BEGINS = [
    "更换顾问 后塘村",
    "邀请 张三",
    "登记明白人 张三",
    "结束聘任 后塘村",
    "停用人员 林晓",
    "更正明白人 王秀英",
    "更正明白人 王秀英 电话",
    "更正明白人 王秀英 电话 19900000011",
    "调整网格 王秀英",
    "调整网格 王秀英 后塘村第二网格",
    "改名 后塘村 新塘村",
    "改名 后塘村第一网格 红旗网格",
    "合并 后莘村 后塘村",
    "拆分 后塘村",
    "撤销 大卓村",
]


def facts(card: Card) -> list[tuple[str, str]]:
    return [(fact.label, fact.value) for fact in card.facts]


@pytest.mark.parametrize("line", BEGINS)
async def test_what_was_unfinished_is_still_there(office: Office, line: str) -> None:
    await office.wang.says("登记明白人 王秀英 后塘村第一网格 村干部 在册")
    await office.wang.presses("保存")
    whole = await office.chen.says(LATE)
    assert "讲座" in whole.plain()
    await office.chen.says(line)
    card = await office.chen.says("继续填上一条")
    assert facts(card) == facts(whole)


@pytest.mark.parametrize("line", BEGINS)
async def test_what_is_unfinished_is_said_by_what_it_is(office: Office, line: str) -> None:
    await office.wang.says("登记明白人 王秀英 后塘村第一网格 村干部 在册")
    await office.wang.presses("保存")
    begun = await office.chen.says(line)
    await office.chen.says(LATE)
    card = await office.chen.says("先办新的")
    assert "讲座" in card.plain()
    card = await office.chen.says("取消")
    card = await office.chen.says("继续填上一条")
    assert card.text == begun.text and facts(card) == facts(begun)


@pytest.mark.parametrize("line", BEGINS)
async def test_the_same_once_more_is_no_second_one(office: Office, line: str) -> None:
    await office.wang.says("登记明白人 王秀英 后塘村第一网格 村干部 在册")
    await office.wang.presses("保存")
    begun = await office.chen.says(line)
    assert (await office.chen.says(line)).plain() == begun.plain()


async def test_what_is_left_by_a_command_took_nothing_of_it(office: Office) -> None:
    begun = await office.chen.says("登记明白人 张三")
    for line in ("停用人员 林晓", "查人 林晓", "未达标", "后塘村"):
        await office.chen.says(line)
    await office.chen.says("取消")
    card = await office.chen.says("继续填上一条")
    assert card.plain() == begun.plain()
    card = await office.wang.says("登记明白人 李四 第一网格 村干部 在册")
    assert "19900000011" not in card.plain()
    assert "199****0011" in (await office.wang.says("电话 19900000011")).plain()
