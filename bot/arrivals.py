"""What arrived: which messenger, from which address, and the key that makes it arrive once."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from bot.cards import Card
from bot.limits import Limits

Screen = Callable[[Card], Awaitable[None]]
"""Shows a card as the answer to what arrived. Raises NotDelivered."""


class Arrived(NamedTuple):
    messenger: str
    address: str
    event_id: str


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


class Door(NamedTuple):
    """An address at which a person is reached; `account_id` is None for a group."""

    messenger: str
    address: str
    account_id: int | None = None


class Groups(Protocol):
    """Who is told things in which group."""

    async def group_of(self, person_id: int) -> str | None: ...


class Messenger(Protocol):
    """The way out of one messenger: every messenger folder has one in its `outgoing.py`.

    `deduplicates`: the same key delivered twice is seen once, so a repeat needs no remark.
    """

    name: str
    deduplicates: bool
    limits: Limits

    async def deliver(self, address: str, card: Card, key: int) -> None:
        """Bring a card to an address, as soon as `limits` allow.

        The caller has waited for the first message; a card that takes several waits for the rest.
        `key` is the id of the outbox row. Raises NotDelivered.
        """
