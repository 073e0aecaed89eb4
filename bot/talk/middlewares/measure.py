"""How long an update took, from its arrival until its card was shown."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
Measured = Callable[[str, float, bool], None]
"""Told of the messenger, the seconds, and whether it went well."""


class Measure(BaseMiddleware):
    def __init__(self, measured: Measured) -> None:
        self.measured = measured

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        began, well = time.perf_counter(), False
        try:
            card = await handler(event, data)
            well = "failed" not in data
        finally:
            arrived = data.get("arrived")
            messenger = arrived.messenger if arrived else "other"
            self.measured(messenger, time.perf_counter() - began, well)
        return card
