"""The way out of a messenger, and where a person is reached through it."""

from typing import NamedTuple, Protocol

from bot.messengers.limits import Limits
from bot.talk.cards import Card


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
