"""The way in: what is taken, what is turned away, what is kept."""

from datetime import datetime
from typing import Any

import pytest

from bot.messengers.telegram import incoming as incoming_module
from bot.talk.cards import Card
from storage.unavailable import StorageUnavailable
from tests.bot.messengers.telegram.conftest import LIN, Line
from words.telegram import EDITED, NOT_FETCHED, NOT_HEARD, ONLY_IN_PRIVATE, TOO_LARGE

STRANGER = 99


async def test_a_text_is_answered(line: Line) -> None:
    await line.incoming.take(await line.double.says(LIN, "你好"))
    assert line.double.last(LIN).text == "收到：你好"


async def test_the_same_update_id_after_a_quiet_week_is_another_update(line: Line) -> None:
    first = await line.double.says(LIN, "一")
    second = await line.double.says(LIN, "二") | {"update_id": first["update_id"]}
    await line.incoming.take(first)
    await line.incoming.take(second)
    assert [shown.text for shown in line.double.chats[LIN]] == ["收到：一", "收到：二"]


async def test_a_file_is_fetched_and_handed_over(line: Line) -> None:
    await line.incoming.take(await line.double.sends_file(LIN, "底册.xlsx", b"PK-content"))
    assert line.files == [("底册.xlsx", b"PK-content")]
    assert line.double.last(LIN).text == "文件收到了"


async def test_what_stands_below_a_picture_is_said_and_the_picture_is_taken(line: Line) -> None:
    await line.incoming.take(await line.double.sends_photo(LIN, b"\xff\xd8", "昨天讲座"))
    assert [shown.text for shown in line.double.chats[LIN]] == ["收到：昨天讲座", "文件收到了"]
    assert line.files == [("照片.jpg", b"\xff\xd8")]


async def test_an_album_is_taken_picture_by_picture(line: Line) -> None:
    await line.incoming.take(await line.double.sends_photo(LIN, b"1", "昨天讲座", album="a"))
    await line.incoming.take(await line.double.sends_photo(LIN, b"2", album="a"))
    assert [content for _, content in line.files] == [b"1", b"2"]
    assert line.double.chats[LIN][0].text == "收到：昨天讲座"


async def test_a_picture_with_words_that_comes_twice_is_taken_once(line: Line) -> None:
    update = await line.double.sends_photo(LIN, b"1", "昨天讲座")
    await line.incoming.take(update)
    await line.incoming.take(update)
    assert len(line.files) == 1


async def test_what_stands_below_a_voice_message_is_said(line: Line) -> None:
    await line.incoming.take(await line.double.sends_voice(LIN, "昨天讲座"))
    assert line.double.last(LIN).text == "收到：昨天讲座"
    await line.incoming.take(await line.double.sends_voice(LIN))
    assert line.double.last(LIN).text == NOT_HEARD


async def test_an_edited_message_is_told_what_happens_to_it(line: Line) -> None:
    await line.incoming.take(await line.double.says(LIN, "昨天讲座 30人"))
    await line.incoming.take(await line.double.edits(LIN, text="昨天讲座 40人"))
    assert [shown.text for shown in line.double.chats[LIN]] == ["收到：昨天讲座 30人", EDITED]
    await line.incoming.take(await line.double.edits(LIN, location={"longitude": 1, "latitude": 1}))
    await line.incoming.take(await line.double.edits(-5, text="大家好"))
    assert len(line.double.chats[LIN]) == 2 and -5 not in line.double.chats
    await line.incoming.take(await line.double.edits(STRANGER, text="你好"))
    assert "邀请码" in line.double.last(STRANGER).text


async def test_a_file_too_large_is_a_sentence(line: Line) -> None:
    update = await line.double.sends_file(LIN, "底册.xlsx", b"", size=21 * 1024 * 1024)
    await line.incoming.take(update)
    assert line.files == [] and line.double.last(LIN).text == TOO_LARGE


async def test_a_file_that_cannot_be_fetched_is_a_sentence(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming_module, "PAUSES", (0, 0, 0))
    line.double.fail("download", times=3)
    await line.incoming.take(await line.double.sends_file(LIN, "底册.xlsx", b"PK"))
    assert line.files == [] and line.double.last(LIN).text == NOT_FETCHED


async def test_nothing_is_fetched_for_a_stranger(line: Line) -> None:
    await line.incoming.take(await line.double.sends_file(STRANGER, "底册.xlsx", b"PK"))
    assert "getFile" not in [method for method, _ in line.double.calls]


async def test_a_group_hears_only_when_it_calls(line: Line) -> None:
    await line.incoming.take(await line.double.says(-5, "大家好"))
    assert -5 not in line.double.chats
    await line.incoming.take(await line.double.says(-5, "/help"))
    assert line.double.last(-5).text == ONLY_IN_PRIVATE


async def test_other_kinds_of_updates_are_passed_over(line: Line) -> None:
    await line.incoming.take({"update_id": 1, "poll_answer": {}} | {"poll_answer": None})
    assert line.double.calls == []


async def test_an_update_that_cannot_be_read_is_kept(line: Line) -> None:
    await line.incoming.take({"update_id": 1, "message": {"text": "没有日期"}})
    (failed,) = await line.failed_events()
    assert "没有日期" in failed


async def test_an_update_that_breaks_us_is_kept_and_answered(line: Line) -> None:
    async def breaks(message: object) -> Card:
        raise ValueError("坏了")

    line.handlers["坏"] = breaks
    await line.incoming.take(await line.double.says(LIN, "坏"))
    (failed,) = await line.failed_events()
    assert failed.startswith("ValueError: 坏了") and "抱歉" in line.double.last(LIN).text


async def test_a_card_that_breaks_telegram_is_kept_too(line: Line) -> None:
    async def too_long(message: object) -> Card:
        return Card()

    line.handlers["空"] = too_long
    await line.incoming.take(await line.double.says(LIN, "空"))
    assert LIN not in line.double.chats


async def test_what_was_not_stored_must_come_again(line: Line) -> None:
    async def no_room(message: object) -> Card:
        raise StorageUnavailable("database or disk is full")

    line.handlers["满"] = no_room
    update: dict[str, Any] = await line.double.says(LIN, "满")
    with pytest.raises(StorageUnavailable):
        await line.incoming.take(update)
    del line.handlers["满"]
    await line.incoming.take(update)
    assert line.double.last(LIN).text == "收到：满"


async def test_a_blocked_person_who_returns_is_reached_again(line: Line, now: datetime) -> None:
    async with line.storage.unit() as unit:
        account = await unit.people.account_at("telegram", str(LIN))
        assert account
        await unit.people.close_account(account.id, "停用", now)
    await line.incoming.take(await line.double.says(LIN, "我回来了"))
    async with line.storage.reading() as unit:
        account = await unit.people.account_at("telegram", str(LIN))
    assert account and account.closed_at is None
