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
from words.telegram import (
    FILE_REFUSED,
    GROUP_MOVED,
    NO_ANSWER,
    NOBODY_THERE,
    NOT_OURS,
    NOT_STARTED,
    PROXY_UNREACHABLE,
    SERVER_FAILED,
    TAKEN,
    UNREACHABLE,
    not_taken,
    wait_for,
)

NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")

PERMANENT: dict[str, Any] = {"permanent": True}
REFUSED: dict[str, Any] = {"refused": True}
DOWN: dict[str, Any] = {"down": True}
MAYBE: dict[str, Any] = {"down": True, "uncertain": True}

MEANINGS: tuple[tuple[type[TelegramAPIError], str, dict[str, Any]], ...] = (
    (TelegramForbiddenError, NOT_STARTED, PERMANENT),
    (TelegramEntityTooLarge, FILE_REFUSED, REFUSED),
    (TelegramUnauthorizedError, NOT_OURS, DOWN),
    (TelegramNotFound, NOT_OURS, DOWN),
    (TelegramConflictError, TAKEN, DOWN),
    (TelegramServerError, SERVER_FAILED, MAYBE),
)


@contextmanager
def understood() -> Iterator[None]:
    """Telegram's errors inside become NotDelivered, and so do those on the way to it."""
    try:
        yield
    except TelegramAPIError as error:
        raise _meaning(error) from error
    except ClientDecodeError as error:  # a gateway's page instead of Telegram's JSON
        raise NotDelivered(NO_ANSWER, **MAYBE) from error
    except ClientError as error:
        raise NotDelivered(UNREACHABLE, **MAYBE) from error
    except (ProxyError, ProxyConnectionError, ProxyTimeoutError, OSError) as error:
        raise NotDelivered(PROXY_UNREACHABLE, **DOWN) from error


def _meaning(error: TelegramAPIError) -> NotDelivered:
    if isinstance(error, TelegramRetryAfter):
        wait = float(error.retry_after)
        return NotDelivered(wait_for(wait), retry_after=wait)
    if isinstance(error, TelegramMigrateToChat):
        return NotDelivered(GROUP_MOVED, moved_to=str(error.migrate_to_chat_id))
    if isinstance(error, TelegramNetworkError):
        never_left = isinstance(error.__cause__, ClientConnectorError)
        return NotDelivered(UNREACHABLE, **(DOWN if never_left else MAYBE))
    if any(words in error.message.lower() for words in NOBODY):
        return NotDelivered(NOBODY_THERE, **PERMANENT)
    for kind, reason, meaning in MEANINGS:
        if isinstance(error, kind):
            return NotDelivered(reason, **meaning)
    return NotDelivered(not_taken(error.message), **REFUSED)
