"""Updates by webhook: 200 means handled or kept, 429 and 503 ask Telegram to send it again.

A press is acknowledged in the answer itself, which spares a call of the Bot API.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiogram import Bot
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import SecretStr

from bot.messengers.health import Health
from bot.messengers.telegram.incoming import KINDS, TelegramIncoming
from bot.messengers.telegram.refusals import understood
from bot.talk.arrivals import NotDelivered
from bot.tasks import Tasks

log = logging.getLogger(__name__)

PATH = "/telegram/webhook"
LARGEST_BODY = 1024 * 1024
"""Bytes; an update is a few thousand."""
AT_ONCE = 100
"""Updates handled at the same time."""
MOST_CONNECTIONS = 100
"""Telegram opens no more, 40 unless told."""
ANSWER_WITHIN = 50.0
"""Seconds; Telegram hangs up after about 55 and sends the update again."""


class SecretMissing(ValueError):
    """Without it anybody who finds the address could speak for anybody."""


class Hands:
    """The updates that are being handled: none is begun twice, and no more than `most` at once."""

    def __init__(self, incoming: TelegramIncoming, tasks: Tasks, most: int) -> None:
        self._incoming, self._tasks, self._most = incoming, tasks, most
        self._in_hand: dict[int, asyncio.Task[str | None]] = {}
        self._asking = 0

    @contextmanager
    def asked(self) -> Iterator[bool]:
        """Whether one more request may be listened to, as long as it lasts."""
        self._asking += 1
        try:
            yield self._asking <= self._most
        finally:
            self._asking -= 1

    def take(self, raw: dict[str, Any]) -> asyncio.Task[str | None] | None:
        """What handles this update, begun now or before; None when hands are full.

        Its own task: work half done is finished even when Telegram stops waiting.
        """
        update_id = raw["update_id"]
        if update_id not in self._in_hand:
            if len(self._in_hand) >= self._most:
                return None
            task = self._tasks.start(self._incoming.handle(raw), f"update {update_id}")
            self._in_hand[update_id] = task
            task.add_done_callback(lambda _: self._in_hand.pop(update_id))
        return self._in_hand[update_id]


def router(
    incoming: TelegramIncoming, secret: SecretStr | None, tasks: Tasks, at_once: int = AT_ONCE
) -> APIRouter:
    """Raises SecretMissing."""
    expected = secret.get_secret_value().encode() if secret else b""
    if not expected:
        raise SecretMissing
    routes, hands = APIRouter(include_in_schema=False), Hands(incoming, tasks, at_once)

    @routes.post(PATH)
    async def receive(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), expected):
            return Response(status_code=403)
        with hands.asked() as may_ask:
            return await _received(request, hands) if may_ask else _later()

    return routes


async def _received(request: Request, hands: Hands) -> Response:
    body = await _read(request)
    if body is None:
        return Response(status_code=413)
    raw = _update_in(body)
    if raw is None:
        return Response(status_code=400)
    task = hands.take(raw)
    if task is None:
        return _later()
    await asyncio.wait({task}, timeout=ANSWER_WITHIN)
    handled = task.done() and not task.cancelled() and task.exception() is None
    return _handled(task.result()) if handled else Response(status_code=503)


def _handled(query_id: str | None) -> Response:
    if query_id is None:
        return Response(status_code=200)
    return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": query_id})


def _later() -> Response:
    """At once: whoever waits in vain for an answer takes the place of others."""
    return Response(status_code=429, headers={"Retry-After": "1"})


async def register(
    bot: Bot, url: str, secret: SecretStr, health: Health, at_once: int = AT_ONCE
) -> None:
    """Tell Telegram where to send updates; try until it listens."""
    pause = 1.0
    while True:
        try:
            with understood():
                await bot.set_webhook(
                    url,
                    secret_token=secret.get_secret_value(),
                    allowed_updates=KINDS,
                    max_connections=min(at_once, MOST_CONNECTIONS),
                )
        except NotDelivered as error:
            await health.fails("telegram", error.reason)
            await asyncio.sleep(error.retry_after or pause)
            pause = min(pause * 2, 60.0)
        else:
            await health.works("telegram")
            return


async def _read(request: Request) -> bytes | None:
    """None for a body that is too long, however long it claims to be."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _update_in(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
