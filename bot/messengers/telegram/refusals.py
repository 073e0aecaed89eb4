"""What Telegram's refusals mean for us. The words are for the office to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.talk.arrivals import NotDelivered

NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")

PERMANENT: dict[str, Any] = {"permanent": True}
REFUSED: dict[str, Any] = {"refused": True}
DOWN: dict[str, Any] = {"down": True}
MAYBE: dict[str, Any] = {"down": True, "uncertain": True}

MEANINGS: tuple[tuple[type[TelegramAPIError], str, dict[str, Any]], ...] = (
    (TelegramForbiddenError, "对方没有开启或已停用 Telegram 机器人", PERMANENT),
    (TelegramEntityTooLarge, "文件太大，Telegram 不接收", REFUSED),
    (TelegramUnauthorizedError, "Telegram 机器人的令牌无效或已被撤销", DOWN),
    (TelegramNotFound, "Telegram 机器人的令牌无效或已被撤销", DOWN),
    (TelegramConflictError, "另一个程序正在用同一个 Telegram 机器人收消息", DOWN),
    (TelegramServerError, "Telegram 服务器出错", MAYBE),
)


@contextmanager
def understood() -> Iterator[None]:
    """Telegram's errors inside become NotDelivered, and so do those on the way to it."""
    try:
        yield
    except TelegramAPIError as error:
        raise _meaning(error) from error
    except ClientDecodeError as error:  # a gateway's page instead of Telegram's JSON
        raise NotDelivered("Telegram 没有正常应答", **MAYBE) from error
    except ClientError as error:
        raise NotDelivered("连不上 Telegram", **MAYBE) from error
    except (ProxyError, ProxyConnectionError, ProxyTimeoutError, OSError) as error:
        raise NotDelivered("连不上 Telegram 的代理", **DOWN) from error


def _meaning(error: TelegramAPIError) -> NotDelivered:
    if isinstance(error, TelegramRetryAfter):
        wait = float(error.retry_after)
        return NotDelivered(f"Telegram 要求等待{wait:g}秒再发", retry_after=wait)
    if isinstance(error, TelegramMigrateToChat):
        return NotDelivered("群已升级，地址已变", moved_to=str(error.migrate_to_chat_id))
    if isinstance(error, TelegramNetworkError):
        never_left = isinstance(error.__cause__, ClientConnectorError)
        return NotDelivered("连不上 Telegram", **(DOWN if never_left else MAYBE))
    if any(words in error.message.lower() for words in NOBODY_THERE):
        return NotDelivered("Telegram 上找不到对方的账号", **PERMANENT)
    for kind, reason, meaning in MEANINGS:
        if isinstance(error, kind):
            return NotDelivered(reason, **meaning)
    return NotDelivered(f"Telegram 不接收这条消息：{error.message}", **REFUSED)
