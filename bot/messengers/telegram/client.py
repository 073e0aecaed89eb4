"""The connection to a Bot API server, through a proxy where the network needs one."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.methods.base import Response

from bot.messengers.limits import Limits, Rate
from bot.settings import Settings

KEPT = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]
    for method in (SendMessage, EditMessageText, AnswerCallbackQuery)
)
"""The models of the usual answers: pydantic forgets the ones nobody holds, and making one again
takes longer than the call."""


def make_bot(settings: Settings) -> Bot:
    """Raises TokenValidationError for a token that can't be one."""
    assert settings.telegram_token
    proxy = settings.telegram_proxy
    session = AiohttpSession(
        proxy=proxy.get_secret_value() if proxy else None,
        api=TelegramAPIServer.from_base(settings.telegram_api),
        timeout=settings.telegram_timeout_seconds,
    )
    return Bot(settings.telegram_token.get_secret_value(), session=session)


def make_limits(settings: Settings) -> Limits:
    chat = Rate(settings.telegram_per_chat_per_second, 1)
    group = Rate(settings.telegram_per_group_per_minute, 60)
    return Limits(
        Rate(settings.telegram_per_second, 1),
        lambda address: (group,) if address.startswith("-") else (chat,),
        at_once=settings.outbox_at_once,
    )
