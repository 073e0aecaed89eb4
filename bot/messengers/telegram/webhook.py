"""Updates by webhook: 200 means handled or kept, 503 asks Telegram to send it again."""

import asyncio
import hmac
import json
import logging
from typing import Any

from aiogram import Bot
from fastapi import APIRouter, Request, Response
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
ANSWER_WITHIN = 50.0
"""Seconds; Telegram hangs up after about 55 and sends the update again."""


class SecretMissing(ValueError):
    """Without it anybody who finds the address could speak for anybody."""


def router(incoming: TelegramIncoming, secret: SecretStr | None, tasks: Tasks) -> APIRouter:
    """Raises SecretMissing."""
    expected = secret.get_secret_value().encode() if secret else b""
    if not expected:
        raise SecretMissing
    routes = APIRouter(include_in_schema=False)

    @routes.post(PATH)
    async def receive(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), expected):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        raw = _update_in(body)
        if raw is None:
            return Response(status_code=400)
        # its own task: work half done is finished even when Telegram stops waiting
        task = tasks.start(incoming.take(raw), f"update {raw['update_id']}")
        await asyncio.wait({task}, timeout=ANSWER_WITHIN)
        handled = task.done() and not task.cancelled() and task.exception() is None
        return Response(status_code=200 if handled else 503)

    return routes


async def register(bot: Bot, url: str, secret: SecretStr, health: Health) -> None:
    """Tell Telegram where to send updates; try until it listens."""
    pause = 1.0
    while True:
        try:
            with understood():
                await bot.set_webhook(
                    url, secret_token=secret.get_secret_value(), allowed_updates=KINDS
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
