"""The way out: answers, edits, files, and what refusals mean."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from bot.messengers.telegram.client import make_bot
from bot.messengers.telegram.outgoing import Telegram
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Attachment, Button, Card, say
from bot.talk.words.notices import card_for
from domain.notices import BulletinReady, Document, ReadyCard
from tests.bot.messengers.telegram.conftest import LIN, Line
from tests.telegram_double import TOKEN
from words.delivery import FILE_GONE, SENT_AGAIN
from words.telegram import ROSTER_HELD_BACK


async def sent(line: Line, card: Card) -> None:
    line.double.started.add(LIN)
    await line.outgoing.deliver(str(LIN), card, 1)


async def file_of(line: Line, content: bytes = b"PK") -> int:
    async with line.storage.unit() as unit:
        return await unit.files.add("名册.xlsx", content, line.clock.now())


async def test_a_long_card_is_several_messages_with_the_buttons_below_the_last(line: Line) -> None:
    await sent(line, say("字" * 5000, Button(text="好", press="p")))
    first, last = line.double.chats[LIN]
    assert len(first.text) == 4096 and first.words == []
    assert last.words == ["好"] and first.text + last.text == "字" * 5000


async def test_only_what_carries_a_file_goes_as_a_form(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = []
    whole_form = AiohttpSession.build_form_data

    def build_form_data(session: AiohttpSession, bot: Bot, method: Any) -> Any:
        forms.append(type(method).__name__)
        return whole_form(session, bot, method)

    monkeypatch.setattr(AiohttpSession, "build_form_data", build_form_data)
    held = Attachment(file_id=await file_of(line), name="月报.xlsx")
    await sent(line, say("本月", Button(text="好", press="p")))
    await sent(line, say("名册").model_copy(update={"attachment": held}))
    assert forms == ["SendDocument"] and line.double.last(LIN).file == ("月报.xlsx", b"PK")


async def test_a_file_takes_a_short_text_as_its_caption(line: Line) -> None:
    file_id = await file_of(line)
    card = say("本月名册", Button(text="好", press="p"))
    held = Attachment(file_id=file_id, name="月报.xlsx")
    await sent(line, card.model_copy(update={"attachment": held}))
    (shown,) = line.double.chats[LIN]
    assert (shown.text, shown.words) == ("本月名册", ["好"])
    assert shown.file == ("月报.xlsx", b"PK")


async def test_a_file_follows_a_long_text(line: Line) -> None:
    held = Attachment(file_id=await file_of(line), name="月报.xlsx")
    await sent(line, say("字" * 1100).model_copy(update={"attachment": held}))
    text, file = line.double.chats[LIN]
    assert len(text.text) == 1100 and text.file is None
    assert file.text == "" and file.file == ("月报.xlsx", b"PK")


async def test_a_roster_is_held_back_unless_the_deployment_allows_it(line: Line) -> None:
    held = Attachment(file_id=await file_of(line), name="名册.xlsx", roster=True)
    card = say("名册好了").model_copy(update={"attachment": held})
    await sent(line, card)
    assert line.double.last(LIN).text == f"名册好了\n{ROSTER_HELD_BACK}"
    open_minded = Telegram(line.bot, line.storage, line.outgoing.limits, mask=False)
    await open_minded.deliver(str(LIN), card, 2)
    assert line.double.last(LIN).file == ("名册.xlsx", b"PK")


async def test_the_bulletin_names_no_people_and_is_not_held_back(line: Line) -> None:
    document = Document(file_id=await file_of(line), name="黄梅街道2026年11月通报（草稿）.docx")
    await sent(line, card_for(BulletinReady(month="2026-11", document=document)))
    (shown,) = line.double.chats[LIN]
    assert shown.file == (document.name, b"PK") and "已经月结" in shown.text
    assert shown.words == ["查看通报", "查看待办"]


async def test_a_file_that_is_gone_is_a_sentence(line: Line) -> None:
    held = Attachment(file_id=99, name="月报.xlsx")
    await sent(line, Card(attachment=held))
    assert line.double.last(LIN).text == FILE_GONE


FAILURES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"status": 403, "description": "Forbidden: bot was blocked"}, {"permanent": True}),
    ({"status": 400, "description": "Bad Request: chat not found"}, {"permanent": True}),
    ({"status": 400, "description": "Bad Request: something"}, {"refused": True}),
    (
        {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
        {"retry_after": 7.0, "uncertain": False},
    ),
    ({"status": 502, "description": "Bad Gateway"}, {"down": True, "uncertain": True}),
    ({"status": 401, "description": "Unauthorized"}, {"down": True, "permanent": False}),
    (
        {"status": 400, "description": "upgraded", "parameters": {"migrate_to_chat_id": -100}},
        {"moved_to": "-100", "permanent": False},
    ),
    ({"cut": True, "done": True}, {"down": True, "uncertain": True}),
    ({"hang": 5}, {"down": True, "uncertain": True}),
]


@pytest.mark.parametrize(("fault", "meaning"), FAILURES)
async def test_what_a_refusal_means(
    line: Line, fault: dict[str, Any], meaning: dict[str, Any]
) -> None:
    line.bot.session.timeout = 0.3
    line.double.fail("sendMessage", **fault)
    with pytest.raises(NotDelivered) as found:
        await sent(line, say("月报"))
    assert {name: getattr(found.value, name) for name in meaning} == meaning
    assert TOKEN not in found.value.reason


async def test_a_server_that_is_not_there_was_surely_not_reached(line: Line) -> None:
    settings = Settings(_env_file=None, telegram_token=TOKEN, telegram_api="http://127.0.0.1:9")
    bot = make_bot(settings)
    with pytest.raises(NotDelivered) as found:
        await Telegram(bot, line.storage, line.outgoing.limits, mask=True).deliver(
            str(LIN), say("月报"), 1
        )
    assert found.value.down and not found.value.uncertain
    await bot.session.close()


async def test_a_proxy_that_is_not_there_was_surely_not_passed(line: Line) -> None:
    settings = Settings(
        _env_file=None,
        telegram_token=TOKEN,
        telegram_api=line.double.url,
        telegram_proxy="socks5://me:hidden@127.0.0.1:9",
    )
    bot = make_bot(settings)
    with pytest.raises(NotDelivered) as found:
        await Telegram(bot, line.storage, line.outgoing.limits, mask=True).deliver(
            str(LIN), say("月报"), 1
        )
    assert found.value.down and not found.value.uncertain and "hidden" not in found.value.reason
    await bot.session.close()


async def test_when_the_second_part_fails_the_first_has_arrived(line: Line) -> None:
    line.double.fail("sendDocument", status=429, parameters={"retry_after": 3})
    held = Attachment(file_id=await file_of(line), name="月报.xlsx")
    with pytest.raises(NotDelivered) as found:
        await sent(line, say("字" * 1100).model_copy(update={"attachment": held}))
    assert found.value.uncertain and found.value.retry_after == 3


@pytest.fixture
async def pressed(line: Line) -> AsyncIterator[Line]:
    """林律师 has a card with buttons before them."""

    async def ask(message: object) -> Card:
        return say(
            "第一步",
            Button(text="下一步", press="next"),
            Button(text="打开", press="o", standing=True),
        )

    line.handlers["开始"] = ask
    await line.incoming.take(await line.double.says(LIN, "开始"))
    yield line


async def press(line: Line, words: str) -> None:
    update = await line.double.presses(LIN, line.double.last(LIN), words)
    await line.incoming.take(update)


def answer_presses(line: Line, *cards: Card) -> None:
    line.presses.extend(cards)


async def test_the_next_step_takes_the_place_of_the_pressed_card(pressed: Line) -> None:
    answer_presses(pressed, say("第二步", Button(text="好", press="ok")))
    await press(pressed, "下一步")
    (shown,) = pressed.double.chats[LIN]
    assert (shown.text, shown.words, shown.edits) == ("第二步", ["好"], 1)
    assert len(pressed.double.answered) == 1


async def test_an_end_is_a_new_message_and_the_pressed_card_loses_its_buttons(
    pressed: Line,
) -> None:
    answer_presses(pressed, say("已保存"))
    await press(pressed, "下一步")
    before, after = pressed.double.chats[LIN]
    assert (before.text, before.words) == ("第一步", []) and after.text == "已保存"


async def test_a_standing_button_leaves_its_card_alone(pressed: Line) -> None:
    answer_presses(pressed, say("打开了", Button(text="好", press="ok")))
    await press(pressed, "打开")
    before, after = pressed.double.chats[LIN]
    assert before.words == ["下一步", "打开"] and after.text == "打开了"


async def test_a_card_that_can_no_longer_be_edited_is_followed_by_a_new_one(pressed: Line) -> None:
    answer_presses(pressed, say("第二步", Button(text="好", press="ok")))
    pressed.double.fail(
        "editMessageText", status=400, description="Bad Request: message can't be edited"
    )
    await press(pressed, "下一步")
    assert [shown.text for shown in pressed.double.chats[LIN]] == ["第一步", "第二步"]


async def test_an_edit_that_changes_nothing_is_fine(pressed: Line) -> None:
    answer_presses(pressed, say("第二步", Button(text="好", press="ok")))
    update = await pressed.double.presses(LIN, pressed.double.last(LIN), "下一步")
    await pressed.incoming.take(update)
    await pressed.incoming.take(update)
    (shown,) = pressed.double.chats[LIN]
    assert (shown.text, shown.edits) == ("第二步", 1) and len(pressed.double.answered) == 2
    assert await pressed.failed_events() == []


async def test_an_answer_that_cannot_be_shown_now_waits_in_the_outbox(line: Line) -> None:
    line.double.fail("sendMessage", status=429, parameters={"retry_after": 3})
    await line.incoming.take(await line.double.says(LIN, "你好"))
    async with line.storage.reading() as unit:
        (row,) = await unit.outbox.due(line.clock.now())
    assert row.notice.about == "ready_card" and LIN not in line.double.chats


async def test_an_answer_that_may_have_arrived_says_so_when_it_comes_again(line: Line) -> None:
    line.double.fail("sendMessage", cut=True, done=True)
    await line.incoming.take(await line.double.says(LIN, "你好"))
    async with line.storage.reading() as unit:
        (row,) = await unit.outbox.due(line.clock.now())
    assert isinstance(row.notice, ReadyCard)
    assert row.notice.card["text"] == f"{SENT_AGAIN}\n收到：你好"
