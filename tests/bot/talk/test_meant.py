"""What people say instead of pressing, as they say, type or dictate it."""

import pytest

from bot.talk.dialogues import Offer
from bot.talk.meant import command, meant
from tests.cast import Office

CONFIRM = [Offer(f"p{n}", words) for n, words in enumerate(("保存", "取消", "改时间", "填人数"), 1)]
LINE = "昨天下午2点到4点半 后塘村 民法典讲座"


@pytest.mark.parametrize(
    ("said", "press"),
    [
        *((words, "p1") for words in ("1", "１", "1.", "1。", "一", "一。", "第一个", "第1个")),
        *((words, "p2") for words in ("2。", "2、", "第二个。", "取消。", "那就取消吧")),
        *((words, "p1") for words in ("保存", "保存。", "保存吧", "嗯，保存", "没问题，保存吧。")),
        *((words, "p1") for words in ("好的", "好的。", "对", "对。", "是的！", "可以", "嗯")),
        *((words, "p3") for words in ("改时间", "我要改时间", "帮我改时间。")),
        *((words, None) for words in ("5", "第九个", "2号", "二号", "好事")),
        *((words, None) for words in ("改", "保存在电脑", "", "。", "零")),
        ("1" * 61, None),
    ],
)  # fmt: skip
def test_a_button_may_be_said(said: str, press: str | None) -> None:
    assert meant(said, CONFIRM) == press


def test_yes_means_nothing_where_there_is_nothing_to_agree_to() -> None:
    assert meant("好的", [Offer("p1", "后塘村"), Offer("p2", "取消")]) is None


def test_where_a_number_is_the_answer_it_is_no_button() -> None:
    asked = [Offer("p1", "取消", False)]
    assert meant("1", asked) is None and meant("取消。", asked) == "p1"


def test_a_command_is_a_command_whatever_stands_behind_it() -> None:
    assert command("／帮助。 ") == "帮助" and command("本月！") == "本月"


@pytest.mark.parametrize(
    ("said", "meant_by_it"),
    [
        *(
            (said, "本月")
            for said in ("“本月”", '"本月"', "「本月」", "「本月」。", "『本月。』", "《本月》")
        ),
        *(
            (said, "本月")
            for said in ("本\u200b月", "\ufeff本月", "本月\ufe0f", "\u2060本月\u200d")
        ),
        *((said, "start") for said in ("/start", "/start@shaodian_bot", "／start＠shaodian_bot")),
        ("/start@shaodian_bot abcd2345", "start abcd2345"),
        ("登记明白人 王秀英 “五老”", "登记明白人 王秀英 “五老”"),
    ],
)
def test_quotes_and_what_nobody_sees_are_no_part_of_a_command(said: str, meant_by_it: str) -> None:
    assert command(said) == meant_by_it


async def test_a_visit_is_saved_by_word(office: Office) -> None:
    await office.lin.says(LINE)
    assert "已保存" in (await office.lin.says("嗯，保存吧。")).text


async def test_commands_are_understood_as_they_are_dictated(office: Office) -> None:
    for said, answer in (
        ("帮助。", "一句话就行"),
        ("本月。", "累计"),
        ("记录。", "还没有服务记录"),
    ):
        assert answer in (await office.lin.says(said)).plain()
    await office.lin.says("到村登记，后塘村。")
    office.clock.at = office.clock.at.replace(hour=14)
    assert "哪一类服务" in (await office.lin.says("结束登记。")).plain()


async def test_the_next_page_may_be_said(office: Office) -> None:
    card = await office.chen.says("邀请")
    await office.lin.says(LINE)
    assert "什么都没有改动" in (await office.lin.says("取消。")).text
    assert card.rows
