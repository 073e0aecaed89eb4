"""The SDK's client, for one connection."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.messengers.wecom.watched import Watched
from bot.settings import Settings

if TYPE_CHECKING:
    from wecom_aibot_sdk import WSClient

log = logging.getLogger(__name__)

LONGEST_FRAME = 8 * 1024 * 1024
"""Bytes of a message we read."""


class Quiet:
    """The SDK's log: frames hold what people say, so only what went wrong is passed on."""

    def debug(self, message: str, *args: object) -> None: ...

    def info(self, message: str, *args: object) -> None: ...

    def warn(self, message: str, *args: object) -> None:
        log.info("%s", message[:200])

    def error(self, message: str, *args: object) -> None:
        log.info("%s %s", message[:200], " ".join(str(a)[:200] for a in args))


def new_client(settings: Settings, open_one: Callable[..., Watched]) -> "WSClient":
    """`open_one` makes the socket, so that it can be watched and dropped."""
    from wecom_aibot_sdk import WSClient  # not above: 12 MB for whoever has no bot in WeCom

    assert settings.wecom_bot_id and settings.wecom_secret
    proxy = settings.wecom_proxy
    return WSClient(
        settings.wecom_bot_id,
        settings.wecom_secret.get_secret_value(),
        max_reconnect_attempts=1,
        max_auth_failure_attempts=1,
        heartbeat_interval=int(settings.wecom_ping_seconds * 1000),
        ws_url=settings.wecom_url,
        ws_options={
            "create_connection": open_one,
            "max_size": LONGEST_FRAME,
            "proxy": proxy.get_secret_value() if proxy else None,
        },
        logger=Quiet(),
    )
