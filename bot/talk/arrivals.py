"""What arrived: which messenger, from which address, and the key that makes it arrive once."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.talk.cards import Card
from storage.unit import Unit

Screen = Callable[[Card], Awaitable[None]]
"""Shows a card as the answer to what arrived. Raises NotDelivered."""


class Arrived(NamedTuple):
    messenger: str
    address: str
    event_id: str


class Within(NamedTuple):
    """What a messenger does in the transaction of the update: where `before` says no, nothing else
    happens; `after` sees the answer."""

    before: Callable[[Unit], Awaitable[bool]]
    after: Callable[[Unit, Card | None], Awaitable[None]]


class NotDelivered(Exception):
    """A messenger did not take a card. `permanent`: trying this door again is no use.

    `refused`: permanent because of this card; the door itself is fine.
    `retry_after`: seconds to wait, when the messenger said how long.
    `uncertain`: it may have arrived all the same, for example when no answer came in time.
    `down`: the messenger as a whole fails, not only this door.
    `shut`: it stays down until somebody acts, so another door is tried at once.
    `tries`: so many in all at the most, then this door is given up for this card.
    `moved_to`: the address that replaces the one tried.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        refused: bool = False,
        retry_after: float | None = None,
        uncertain: bool = False,
        down: bool = False,
        shut: bool = False,
        tries: int | None = None,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason, self.retry_after, self.moved_to = reason, retry_after, moved_to
        self.permanent, self.refused = permanent or refused, refused
        self.uncertain, self.down, self.shut = uncertain, down or shut, shut
        self.tries = tries


GROUP = "group"
"""The messenger that writes to the group of an office: a door that several people share."""
