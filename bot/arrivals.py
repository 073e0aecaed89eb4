"""What arrived: which messenger, from which address, and the key that makes it arrive once."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from bot.cards import Card

Screen = Callable[[Card], Awaitable[None]]
"""Shows a card as the answer to what arrived. Raises NotDelivered."""


class Arrived(NamedTuple):
    messenger: str
    address: str
    event_id: str


class NotDelivered(Exception):
    """A messenger did not take a card. `permanent`: trying this door again is no use.

    `retry_after` is in seconds, when the messenger said how long to wait.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent, self.retry_after = reason, permanent, retry_after


class Messenger(Protocol):
    """The way out of one messenger: every messenger folder has one in its `out.py`."""

    name: str

    async def deliver(self, address: str, card: Card, key: int) -> None:
        """Bring a card to an address. `key` is the id of the outbox row. Raises NotDelivered."""
