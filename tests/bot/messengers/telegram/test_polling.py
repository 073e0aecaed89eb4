"""Long polling: Telegram forgets an update only when it was handled or kept."""

import asyncio
from collections.abc import Callable

import pytest

from bot.messengers.telegram import polling as polling_module
from bot.messengers.telegram.polling import Polling
from bot.talk.cards import Card, say
from storage.unavailable import StorageUnavailable
from tests.bot.messengers.telegram.conftest import LIN, Line

ZHOU = 78


def poll(line: Line) -> None:
    polling = Polling(line.bot, line.incoming, line.tasks, line.health, wait=1)
    line.tasks.keep(polling.run, "polling")


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came true")


def texts(line: Line, chat: int = LIN) -> list[str]:
    return [shown.text for shown in line.double.chats.get(chat, [])]


async def test_updates_are_answered_and_then_forgotten(line: Line) -> None:
    for n in range(5):
        await line.double.says(LIN, str(n + 60))
    poll(line)
    await until(lambda: len(texts(line)) == 5)
    assert texts(line) == [f"收到：{n + 60}" for n in range(5)]
    await until(lambda: line.double.waiting == [])
    await line.double.says(LIN, "后来")
    await until(lambda: texts(line)[-1] == "收到：后来")


async def test_what_the_storage_did_not_take_is_not_confirmed(line: Line) -> None:
    tries = 0

    async def third_time(message: object) -> Card:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StorageUnavailable("database is locked")
        assert line.double.waiting == [update["update_id"]]
        return say("存下了")

    line.handlers["存"] = third_time
    update = await line.double.says(LIN, "存")
    poll(line)
    await until(lambda: line.double.waiting == [])
    assert tries == 3 and texts(line) == ["存下了"]


async def test_a_slow_chat_holds_up_nobody_but_itself(line: Line) -> None:
    line.double.fail("sendMessage", chat=LIN, hang=2.5, slow=True)
    slow_one = await line.double.says(LIN, "慢")
    await line.double.says(LIN, "同一个人")
    await line.double.says(ZHOU, "别人")
    poll(line)
    await until(lambda: bool(texts(line, ZHOU)))
    await line.double.says(ZHOU, "还有")
    await until(lambda: len(texts(line, ZHOU)) == 2)
    assert texts(line) == [] and slow_one["update_id"] in line.double.waiting
    await until(lambda: line.double.waiting == [])
    assert texts(line) == ["收到：慢", "收到：同一个人"]


async def test_an_update_that_cannot_be_read_hides_no_other(line: Line) -> None:
    await line.double.put({"message": {"text": "没有日期"}})
    await line.double.says(LIN, "你好")
    poll(line)
    await until(lambda: line.double.waiting == [])
    assert texts(line) == ["收到：你好"] and len(await line.failed_events()) == 1


async def test_update_ids_that_begin_anew_are_taken(line: Line) -> None:
    await line.double.says(LIN, "旧的")
    poll(line)
    await until(lambda: line.double.waiting == [])
    await until(lambda: "offset" not in line.double.calls[-1][1])
    await line.double.says(LIN, "新的", update_id=7)
    await until(lambda: texts(line) == ["收到：旧的", "收到：新的"])


FAULTS = [
    {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
    {"status": 401, "description": "Unauthorized"},
    {"status": 502, "description": "Bad Gateway"},
    {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}},
    {"cut": True},
]


async def until_ill(line: Line, wanted: list[str]) -> None:
    for _ in range(1000):
        if list(await line.ill()) == wanted:
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came true")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.get("status", "cut")))
async def test_it_survives_whatever_telegram_says_and_raises_the_alarm(
    line: Line, fault: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "LONGEST_PAUSE", 0.05)
    line.double.fail("getUpdates", times=2, **fault)
    await line.double.says(LIN, "你好")
    poll(line)
    await until_ill(line, ["telegram"])
    await until(lambda: texts(line) == ["收到：你好"])
    await until_ill(line, [])


async def test_a_webhook_left_over_is_removed_and_its_updates_kept(line: Line) -> None:
    line.double.webhook = {"url": "https://bot.example"}
    await line.double.says(LIN, "你好")
    poll(line)
    await until(lambda: texts(line) == ["收到：你好"])
    removed = [values for method, values in line.double.calls if method == "deleteWebhook"]
    assert removed == [{"drop_pending_updates": "false"}]
