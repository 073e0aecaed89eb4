"""A websocket that knows when it heard a message last, and keeps odd frames from the SDK."""

import json
import logging
import time
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.frames import DATA_OPCODES, Frame

log = logging.getLogger(__name__)


class Watched(ClientConnection):
    """Pings of a gateway are no life: only messages count. A frame of another form than WeCom's
    would end the SDK's loop, and with it everything that stands behind in line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard_at = time.monotonic()

    def process_event(self, event: Any) -> None:
        if isinstance(event, Frame) and event.opcode in DATA_OPCODES:
            self.heard_at = time.monotonic()
        super().process_event(event)

    async def recv(self, decode: bool | None = None) -> Any:
        """The next message that is one."""
        while True:
            message = await super().recv(decode)
            if sound(message):
                return message
            log.warning("a frame of no known form is left out (%s long)", len(message))

    def drop(self) -> None:
        """End it without a goodbye, which a silent peer would never answer."""
        if hasattr(self, "transport"):
            self.transport.abort()


def sound(message: str | bytes) -> bool:
    """Whether the SDK can read it: objects where it looks into them."""
    try:
        frame = json.loads(message)
    except (ValueError, RecursionError):
        return False
    if not isinstance(frame, dict) or not isinstance(frame.get("headers", {}), dict):
        return False
    if not isinstance(frame.get("headers", {}).get("req_id", ""), str):
        return False
    body = frame.get("body")
    if frame.get("cmd") == "aibot_event_callback":
        return isinstance(body, dict) and isinstance(body.get("event"), dict)
    return body is None or isinstance(body, dict)
