"""The connection to a Bot API server, through a proxy where the network needs one."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import Response, TelegramType
from aiogram.types import InputFile
from aiohttp import ClientError, ClientTimeout

from bot.messengers.limits import Limits, Rate
from bot.settings import Settings

KEPT = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]
    for method in (SendMessage, EditMessageText, AnswerCallbackQuery)
)
"""The models of the usual answers: pydantic forgets the ones nobody holds, and making one again
takes longer than the call."""


class JsonSession(AiohttpSession):
    """Calls without files go as JSON, which costs half of what aiogram's form does."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own
    ) -> TelegramType:
        files: dict[str, InputFile] = {}
        said = method.model_dump(warnings=False, exclude_none=True)
        fields = {name: self.prepare_value(what, bot, files) for name, what in said.items()}
        if files:
            return await super().make_request(bot, method, timeout)
        body = {name: what for name, what in fields.items() if what}
        try:
            status, content = await self._post(bot, method, body, timeout)
        except TimeoutError as error:
            raise TelegramNetworkError(method, "Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method, f"{type(error).__name__}: {error}") from error
        response = self.check_response(bot, method, status, content)
        return response.result  # type: ignore[return-value]

    async def _post(
        self, bot: Bot, method: TelegramMethod[Any], body: dict[str, Any], seconds: int | None
    ) -> tuple[int, str]:
        session = await self.create_session()
        url = self.api.api_url(bot.token, method.__api_method__)
        most = ClientTimeout(self.timeout if seconds is None else seconds)
        async with session.post(url, json=body, timeout=most) as answer:
            return answer.status, await answer.text()


def make_bot(settings: Settings) -> Bot:
    """Raises TokenValidationError for a token that can't be one."""
    assert settings.telegram_token
    proxy = settings.telegram_proxy
    session = JsonSession(
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
