"""Telegram put together by the settings: the way out, and the way in by polling or webhook."""

from aiogram import Dispatcher
from fastapi import APIRouter

from bot.clock import Clock
from bot.messengers.health import Health
from bot.messengers.telegram.client import make_bot, make_limits
from bot.messengers.telegram.incoming import TelegramIncoming
from bot.messengers.telegram.outgoing import Telegram
from bot.messengers.telegram.polling import Polling
from bot.messengers.telegram.webhook import register, router
from bot.settings import Settings
from bot.tasks import Tasks
from storage.engine import Storage


class TelegramService:
    """Only for settings with a token. Raises aiogram's TokenValidationError."""

    def __init__(
        self,
        settings: Settings,
        dispatcher: Dispatcher,
        storage: Storage,
        clock: Clock,
        tasks: Tasks,
        health: Health,
    ) -> None:
        self._settings, self._tasks, self._health = settings, tasks, health
        self._bot = make_bot(settings)
        mask = settings.mask_names_on_telegram
        self.messenger = Telegram(self._bot, storage, make_limits(settings), mask=mask)
        self._incoming = TelegramIncoming(dispatcher, self.messenger, storage, clock)

    def router(self) -> APIRouter | None:
        """The webhook's way in; None where Telegram is polled."""
        if not self._settings.telegram_webhook_url:
            return None
        settings = self._settings
        return router(
            self._incoming,
            settings.telegram_webhook_secret,
            self._tasks,
            settings.telegram_webhook_at_once,
        )

    def start(self) -> None:
        """Begin to take updates. Nothing waits for Telegram here: it may be out of reach."""
        self._tasks.keep(self._run, "telegram")

    async def close(self) -> None:
        await self._bot.session.close()

    async def _run(self) -> None:
        settings = self._settings
        if settings.telegram_webhook_url:
            assert settings.telegram_webhook_secret
            url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
            at_once = settings.telegram_webhook_at_once
            await register(self._bot, url, secret, self._health, at_once)
        else:
            wait = settings.telegram_poll_seconds
            polling = Polling(self._bot, self._incoming, self._tasks, self._health, wait=wait)
            await polling.run()
