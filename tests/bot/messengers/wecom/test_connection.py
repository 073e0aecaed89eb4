"""The connection comes back from every close, notices silence, and yields when it is taken."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.messengers.wecom.service import WeComService
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import say
from bot.talk.dispatcher import make_dispatcher
from storage.engine import Storage
from tests.wecom_double import WeComDouble
from tests.wecom_phone import wecom_door

ENDS: dict[str, Callable[[WeComDouble], Awaitable[Any]]] = {
    "goes away": lambda double: double.close(1001),
    "closes cleanly": lambda double: double.close(1000),
    "closes with an error": lambda double: double.close(1011),
    "is asked to try later": lambda double: double.close(1013),
    "is cut off": lambda double: double.cut(),
}

ODD_EVENT = '{"cmd": "aibot_event_callback", "headers": {"req_id": "r"}, "body": {"event": 7}}'


@asynccontextmanager
async def opened(
    double: WeComDouble, storage: Storage, now: datetime, **more: Any
) -> AsyncIterator[WeComService]:
    clock = StoppedClock(now)
    async with wecom_door(double, make_dispatcher(storage, clock), storage, clock, **more) as door:
        yield door


async def illness(storage: Storage) -> str | None:
    async with storage.reading() as unit:
        ill = await unit.outbox.ill()
    return ill["wecom"][1] if "wecom" in ill else None


async def is_well(storage: Storage) -> bool:
    return await illness(storage) is None


async def until(holds: Callable[[], Awaitable[Any]], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("end", ENDS)
async def test_it_comes_back_from_every_close_and_works(
    end: str, sqlite_storage: Storage, now: datetime
) -> None:
    async with WeComDouble() as double, opened(double, sqlite_storage, now) as door:
        for _ in range(3):
            live = await double.online()
            await ENDS[end](double)
            await until(partial(another, double, live))
        await double.says("lin", "你好")
        await door.messenger.deliver("lin", say("请补记"), 1)
        assert double.last("lin").text == "请补记"
        await until(lambda: is_well(sqlite_storage))


async def test_what_is_said_after_a_close_is_answered(
    sqlite_storage: Storage, now: datetime
) -> None:
    async with WeComDouble() as double, opened(double, sqlite_storage, now):
        await double.online()
        await double.close(1000)
        await double.offline()
        await double.says("lin", "你好")
        await until(lambda: _said(double, "lin", "邀请码"))


async def kept_for_engineers(storage: Storage, msgid: str) -> bool:
    async with storage.reading() as unit:
        return (await unit.events.arriving("wecom", "lin", msgid)).seen


async def another(double: WeComDouble, live: object) -> bool:
    return await double.online() is not live


async def _said(double: WeComDouble, chat: str, words: str) -> bool:
    return any(words in shown.text for shown in double.chats[chat])


async def test_a_silent_peer_is_left(sqlite_storage: Storage, now: datetime) -> None:
    beats = {"wecom_ping_seconds": 0.1, "wecom_silence_seconds": 0.3}
    async with WeComDouble() as double, opened(double, sqlite_storage, now, **beats):
        first = await double.online()
        await asyncio.sleep(0.5)
        assert await double.online() is first, "answered heartbeats keep it"
        double.silent = True
        async with asyncio.timeout(2):
            await first.wait_closed()
        double.silent = False
        assert await double.online() is not first


async def test_a_peer_that_never_lets_in_is_left_and_told(
    sqlite_storage: Storage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messengers.wecom.connection.LET_IN_WITHIN", 0.2)
    async with WeComDouble() as double:
        double.silent = True
        async with opened(double, sqlite_storage, now, wecom_retry_cap_seconds=0.1):
            await until(lambda: illness(sqlite_storage))
            assert "0.2 秒没有应答" in str(await illness(sqlite_storage))


def test_by_default_silence_is_noticed_within_70_seconds() -> None:
    from bot.settings import Settings

    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.wecom_ping_seconds * 2 <= settings.wecom_silence_seconds < 70


async def test_a_taken_bot_stops_and_says_what_to_do(
    sqlite_storage: Storage, now: datetime
) -> None:
    async with WeComDouble() as double, opened(double, sqlite_storage, now) as door:
        await double.kick()
        await double.offline()
        await until(lambda: illness(sqlite_storage))
        assert "重启本服务" in str(await illness(sqlite_storage))
        await asyncio.sleep(0.3)
        assert len(double.subscribed_at) == 1, "it does not fight"
        with pytest.raises(NotDelivered) as caught:
            await door.messenger.deliver("lin", say("请补记"), 1)
        assert caught.value.shut and not caught.value.permanent


async def test_a_wrong_secret_is_told_and_tried_rarely(
    sqlite_storage: Storage, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = {"wecom_secret": "not-the-secret", "wecom_refused_seconds": 30}
    async with WeComDouble() as double, opened(double, sqlite_storage, now, **wrong):
        await until(lambda: illness(sqlite_storage))
        await asyncio.sleep(1)
        assert len(double.subscribed_at) == 1
        words = str(await illness(sqlite_storage))
    assert "40001" in words and "Secret" in words
    own = [r.getMessage() for r in caplog.records if r.name.startswith(("bot", "wecom"))]
    assert "not-the-secret" not in " ".join(own)


async def test_a_subscription_refused_for_now_does_not_blame_the_secret(
    sqlite_storage: Storage, now: datetime
) -> None:
    async with WeComDouble() as double:
        double.fail("aibot_subscribe", 45009)
        async with opened(double, sqlite_storage, now):
            await until(lambda: illness(sqlite_storage))
            words = str(await illness(sqlite_storage))
            assert "暂时不接受连接" in words and "Secret" not in words
            await double.online()
            await until(lambda: is_well(sqlite_storage))


async def test_a_peer_out_of_reach_is_told_and_tried_again(
    sqlite_storage: Storage, now: datetime
) -> None:
    async with WeComDouble() as double:
        nowhere = {"wecom_url": "ws://127.0.0.1:9", "wecom_retry_cap_seconds": 0.1}
        async with opened(double, sqlite_storage, now, **nowhere):
            await until(lambda: illness(sqlite_storage))
            assert "连不上企业微信" in str(await illness(sqlite_storage))


async def test_frames_nobody_knows_harm_nothing(
    sqlite_storage: Storage, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    async with WeComDouble() as double, opened(double, sqlite_storage, now):
        body = {"msgid": "x1", "msgtype": "weather", "from": {"userid": "lin"}}
        unreadable = {"msgid": "x2", "msgtype": "text", "text": "机密", "from": {"userid": "lin"}}
        for frame in (
            {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": {}},
            {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": {"msgtype": "text"}},
            {"cmd": "something_new", "headers": {"req_id": "r"}},
            {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body},
            {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": unreadable},
        ):
            await double.raw(json.dumps(frame))
        live = await double.online()
        for odd in ("no JSON at all", "[1, 2]", '"x"', '{"headers": null}', ODD_EVENT, "[" * 9000):
            await double.raw(odd)
        await double.says("lin", "你好")
        await until(lambda: _said(double, "lin", "邀请码"))
        assert await double.online() is live, "what stood behind in line was read all the same"
        await until(lambda: kept_for_engineers(sqlite_storage, "x2"))
    assert "机密" not in caplog.text
