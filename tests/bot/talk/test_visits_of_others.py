"""A forwarded or quoted visit is not silently one's own."""

import itertools
from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, Message, MessageOriginHiddenUser, Update, User

from bot.talk.arrivals import Arrived
from bot.talk.cards import Card
from bot.talk.visitor import NOBODY, Visitor
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office

LINE = "昨天下午2点到4点半 后塘村 民法典讲座 42人"
ASKED = "的内容，是您本人的服务吗？"
_numbers = itertools.count(1)


async def forwards(office: Office, text: str, by: str = "lin") -> Card:
    number, day = next(_numbers), datetime(2026, 11, 20, 12, tzinfo=UTC)
    message = Message(
        message_id=number,
        date=day,
        chat=Chat(id=1, type="private"),
        from_user=User(id=1, is_bot=False, first_name="-"),
        text=text,
        forward_origin=MessageOriginHiddenUser(date=day, sender_user_name="周航"),
    )
    update = Update(update_id=number, message=message).as_(NOBODY)
    arrived = Arrived("test", by, f"forwarded-{number}")
    office.players[by].card = await office.dispatcher.feed_update(
        NOBODY, update, arrived=arrived, screen=None, arrived_at=None, incoming=None
    )
    return office.players[by].card


async def quotes(office: Office, own: str, quoted: str = LINE) -> Card:
    visitor = Visitor(office.dispatcher, "test", "lin")
    card = await visitor.says(own, event_id=f"quoted-{next(_numbers)}", quoted=quoted)
    assert card
    office.lin.card = card
    return card


async def test_a_forwarded_visit_is_asked_about(office: Office) -> None:
    card = await forwards(office, LINE)
    assert f"这是转发{ASKED}" in card.text and "后塘村" in card.text
    assert (await office.lin.says("是")).title == "请确认进村服务"
    await office.lin.presses("保存")
    assert len(await visits_of(office)) == 1


async def test_that_of_somebody_else_is_not_recorded(office: Office) -> None:
    await forwards(office, LINE)
    assert "没有登记" in (await office.lin.presses("不是")).text
    assert "没有看懂" in (await office.lin.says("42人")).text
    assert await visits_of(office) == []


async def test_forwarded_amid_an_entry_it_is_no_answer(office: Office) -> None:
    await office.lin.says("后莘村 法律咨询 8人")
    card = await forwards(office, LINE)
    assert ASKED in card.text and "还留着" not in card.text
    assert "还留着一条没有填完：进村服务 后莘村" in (await office.lin.presses("不是")).text
    card = await office.lin.says("继续填")
    assert "哪一天" in card.text


async def test_forwarded_small_talk_is_no_visit(office: Office) -> None:
    assert ASKED not in (await forwards(office, "今天天气不错")).text
    assert ASKED not in (await forwards(office, LINE, by="wang")).text


@pytest.mark.parametrize("own", ["登记这个", "", "帮我补记一下", "同样"])
async def test_a_quoted_visit_is_asked_about(office: Office, own: str) -> None:
    assert f"这是引用{ASKED}" in (await quotes(office, own)).text
    assert (await office.lin.presses("是")).title == "请确认进村服务"


async def test_ones_own_words_beside_a_quotation_are_ones_own(office: Office) -> None:
    card = await quotes(office, "今天上午9点到10点 后莘村 法律咨询")
    assert card.title == "请确认进村服务" and "后莘村" in card.plain()
    assert "参加：未填" in card.plain() and "民法典" not in card.plain()
    await office.lin.presses("取消")
    assert "没有看懂" in (await quotes(office, "收到")).text


@pytest.mark.parametrize(
    "text",
    [
        f"「周航：{LINE}」\n- - - - - - - - - - - - - - -\n登记这个",
        f"「周航:{LINE}」\n——————————\n",
        f"这是一条引用/回复消息：\n「{LINE}」\n------\n登记",
    ],
)
async def test_a_quotation_copied_into_the_text_is_one(office: Office, text: str) -> None:
    assert f"这是引用{ASKED}" in (await office.lin.says(text)).text


async def test_a_copied_quotation_is_left_out_of_ones_own_words(office: Office) -> None:
    own = "今天上午9点到10点 后莘村 法律咨询"
    card = await office.lin.says(f"「周航：{LINE}」\n- - - - - -\n{own}")
    assert "后莘村" in card.plain() and "参加：未填" in card.plain()
    assert "已取消" in (await office.lin.says("「小陈：都办完了吗」\n- - - - - -\n取消")).text


async def test_a_title_in_corner_brackets_is_no_quotation(office: Office) -> None:
    card = await office.lin.says("昨天下午2点到4点 后塘村 「民法典进万家」讲座")
    assert card.title == "请确认进村服务" and "民法典进万家" in card.plain()
