"""The webhook: only Telegram is heard, and it is told the truth about what was stored."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.messengers.telegram import webhook
from bot.messengers.telegram.webhook import AT_ONCE, LARGEST_BODY, PATH, SecretMissing
from bot.talk.cards import Button, Card, say
from storage.unavailable import StorageUnavailable
from tests.bot.messengers.telegram.conftest import LIN, Line

SECRET = "only-Telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def telegram(line: Line) -> AsyncIterator[httpx.AsyncClient]:
    """Telegram's servers, as our web server sees them."""
    app = FastAPI()
    app.include_router(webhook.router(line.incoming, SecretStr(SECRET), line.tasks))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        client.headers[HEADER] = SECRET
        yield client


async def test_an_update_is_answered_before_it_is_acknowledged(
    line: Line, telegram: httpx.AsyncClient
) -> None:
    answer = await telegram.post(PATH, json=await line.double.says(LIN, "你好"))
    assert answer.status_code == 200 and line.double.last(LIN).text == "收到：你好"


async def test_a_press_is_acknowledged_in_the_answer_itself(
    line: Line, telegram: httpx.AsyncClient
) -> None:
    async def with_a_button(message: object) -> Card:
        return say("请选择", Button(text="好的", press="ok"))

    line.handlers["选"] = with_a_button
    first = await telegram.post(PATH, json=await line.double.says(LIN, "选"))
    assert first.content == b""  # nothing was pressed
    update = await line.double.presses(LIN, line.double.last(LIN), "好的")
    answer = await telegram.post(PATH, json=update)
    query_id = update["callback_query"]["id"]
    assert answer.json() == {"method": "answerCallbackQuery", "callback_query_id": query_id}
    assert "answerCallbackQuery" not in [method for method, _ in line.double.calls]


@pytest.mark.parametrize("secret", ["", "wrong", "错的".encode().decode("latin-1")])
async def test_whoever_does_not_know_the_secret_is_not_heard(
    line: Line, telegram: httpx.AsyncClient, secret: str
) -> None:
    update = await line.double.says(LIN, "你好")
    headers = {HEADER: secret.encode("latin-1")}
    answer = await telegram.post(PATH, json=update, headers=headers)
    assert answer.status_code == 403 and LIN not in line.double.chats


@pytest.mark.parametrize("secret", [None, SecretStr("")])
async def test_without_a_secret_it_does_not_start(line: Line, secret: SecretStr | None) -> None:
    with pytest.raises(SecretMissing):
        webhook.router(line.incoming, secret, line.tasks)


async def test_what_was_not_stored_is_asked_for_again(
    line: Line, telegram: httpx.AsyncClient
) -> None:
    async def no_room(message: object) -> Card:
        raise StorageUnavailable("database or disk is full")

    line.handlers["满"] = no_room
    update = await line.double.says(LIN, "满")
    assert (await telegram.post(PATH, json=update)).status_code == 503
    del line.handlers["满"]
    assert (await telegram.post(PATH, json=update)).status_code == 200
    assert line.double.last(LIN).text == "收到：满"


async def test_work_that_takes_too_long_is_finished_all_the_same(
    line: Line, telegram: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 0.05)
    times = 0

    async def slow(message: object) -> Card:
        nonlocal times
        times += 1
        await asyncio.sleep(0.3)
        return say("慢的好了")

    line.handlers["慢"] = slow
    update: dict[str, Any] = await line.double.says(LIN, "慢")
    assert (await telegram.post(PATH, json=update)).status_code == 503
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 5.0)
    assert (await telegram.post(PATH, json=update)).status_code == 200
    assert times == 1 and line.double.last(LIN).text == "慢的好了"


async def test_of_a_flood_what_is_too_much_is_refused_at_once(
    line: Line, telegram: httpx.AsyncClient
) -> None:
    may_go_on = asyncio.Event()

    async def slow(message: object) -> Card:
        await may_go_on.wait()
        return say("好的")

    line.handlers["慢"] = slow
    updates = [await line.double.says(1000 + n, "慢") for n in range(500)]
    posts = [line.tasks.start(telegram.post(PATH, json=update), "post") for update in updates]
    async with asyncio.timeout(10):
        refused = [(await post).status_code for post in posts[AT_ONCE:]]
    assert refused == [429] * (500 - AT_ONCE)
    may_go_on.set()
    assert [(await post).status_code for post in posts[:AT_ONCE]] == [200] * AT_ONCE
    again = [(await telegram.post(PATH, json=update)).status_code for update in updates[-20:]]
    assert again == [200] * 20


async def test_an_update_in_hand_is_not_begun_twice(
    line: Line, telegram: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = 0, asyncio.Event()

    async def take(raw: dict[str, Any]) -> None:
        nonlocal begun
        begun += 1
        await may_go_on.wait()

    monkeypatch.setattr(line.incoming, "handle", take)
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 0.05)
    update = await line.double.says(LIN, "慢")
    repeats = [await telegram.post(PATH, json=update) for _ in range(5)]
    assert [answer.status_code for answer in repeats] == [503] * 5 and begun == 1
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 5.0)
    last = line.tasks.start(telegram.post(PATH, json=update), "post")
    await asyncio.sleep(0.05)
    may_go_on.set()
    assert (await last).status_code == 200 and begun == 1


async def test_a_refused_flood_reads_no_bodies(line: Line, telegram: httpx.AsyncClient) -> None:
    """Whoever does not finish a body holds a place; the places are counted."""
    line.incoming.handle = None  # type: ignore[assignment,method-assign]
    never = asyncio.Event()

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    waiting = [
        line.tasks.start(telegram.post(PATH, content=half()), "post") for _ in range(AT_ONCE)
    ]
    await asyncio.sleep(0.2)
    assert (await telegram.post(PATH, json={"update_id": 1})).status_code == 429
    never.set()
    assert {(await post).status_code for post in waiting} == {400}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * (LARGEST_BODY + 1), 413), (b"not json", 400), (b"[]", 400), (b"{}", 400)],
)
async def test_nonsense_is_refused(telegram: httpx.AsyncClient, body: bytes, status: int) -> None:
    assert (await telegram.post(PATH, content=body)).status_code == status


async def test_telegram_is_told_where_to_send_once_it_listens(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.double.fail("setWebhook", status=502)
    url = "https://bot.example/telegram/webhook"
    await webhook.register(line.bot, url, SecretStr(SECRET), line.health)
    assert line.double.webhook["url"] == url
    assert line.double.webhook["secret_token"] == SECRET
    assert int(line.double.webhook["max_connections"]) == AT_ONCE
    assert await line.ill() == {}
