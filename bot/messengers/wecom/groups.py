"""The group of an office in WeCom, written to by webhook (91770): a door its people share.

An address holds a key, which is a secret; groups are named by their districts everywhere else.
"""

import asyncio
import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from bot.messengers.health import Health
from bot.messengers.limits import Limits
from bot.messengers.wecom.refusals import TOO_MANY, TooFast, refusal
from bot.messengers.wecom.texts import texts_of
from bot.talk.arrivals import GROUP, NotDelivered
from bot.talk.cards import Card
from bot.wecom_shape import Shape
from domain.people import Role
from storage.engine import Storage
from words.wecom import FOR_ONE, GO_ON, GROUP_UNREACHABLE, HELD_BACK, group_closed, server_failed

log = logging.getLogger(__name__)

SAME_FOR = 15 * 60.0
"""Seconds in which the same words for another person of the office are not said again."""
REMOVED_CODES = (93000, 93008)


class OfficeGroups:
    """A messenger whose addresses are the names of groups."""

    name = GROUP
    deduplicates = False

    def __init__(
        self,
        hooks: Mapping[str, str],
        storage: Storage,
        health: Health,
        limits: Limits,
        shape: Shape,
        proxy: str | None = None,
    ) -> None:
        self._hooks, self._storage, self._health = hooks, storage, health
        self.limits, self._proxy = limits, proxy
        self._shape = shape.model_copy(update={"markdown": shape.group})
        self._largest_file = shape.group_file
        self._closed: dict[str, str] = {}
        self._said: dict[str, float] = {}
        self._saying: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._too_fast = TooFast()

    async def deliver(self, group: str, card: Card, key: int) -> None:
        """Say it in the group, unless it was said there for somebody else just now."""
        if card.for_one and not (card.attachment and card.attachment.roster):
            raise NotDelivered(FOR_ONE, refused=True)
        mark = _mark(group, card)
        async with self._saying[mark]:  # who comes second shares what becomes of the first
            if group in self._closed:
                raise NotDelivered(self._closed[group], permanent=True)
            if not self._said_lately(mark):
                await self._send(group, card)
                self._said[mark] = time.monotonic()

    async def group_of(self, person_id: int) -> str | None:
        """The group of this person's office; None for who is of none, or whose has no group."""
        async with self._storage.reading() as unit:
            actor = await unit.people.actor(person_id)
            if actor is None or not (actor.has(Role.OFFICE) or actor.has(Role.LEADER)):
                return None
            for district_id in sorted(actor.offices):
                district = await unit.districts.get(district_id)
                if district and district.name in self._hooks:
                    return district.name
        return "" if "" in self._hooks else None

    async def _send(self, group: str, card: Card) -> None:
        try:
            for number, body in enumerate(await self._bodies(group, card)):
                if number:
                    await self.limits.wait(group)
                await self._post(group, body)
        except NotDelivered as error:
            if error.permanent and not error.refused:
                await self._health.fails(health_key(group), error.reason)
                self._closed[group] = error.reason
            raise
        await self._health.works(health_key(group))

    async def _bodies(self, group: str, card: Card) -> list[dict[str, Any]]:
        held_back = card.attachment is not None and card.attachment.roster
        lines = [card.text, GO_ON if card.rows else "", HELD_BACK if held_back else ""]
        told = {"text": "\n".join(line for line in lines if line), "rows": ()}
        texts = texts_of(card.model_copy(update=told), self._shape)
        bodies: list[dict[str, Any]] = [
            {"msgtype": "markdown", "markdown": {"content": text}} for text in texts
        ]
        if card.attachment and not held_back:
            async with self._storage.reading() as unit:
                file = await unit.files.get(card.attachment.file_id)
            if file and len(file.content) <= self._largest_file:
                media = await self._upload(group, card.attachment.name, file.content)
                bodies.append({"msgtype": "file", "file": {"media_id": media}})
        return bodies

    async def _upload(self, group: str, name: str, content: bytes) -> str:
        form = FormData(quote_fields=False)
        form.add_field("media", content, filename=name)
        url = self._hooks[group].replace("/webhook/send", "/webhook/upload_media")
        answer = await self._ask(group, f"{url}&type=file", data=form)
        return str(answer.get("media_id", ""))

    async def _post(self, group: str, body: dict[str, Any]) -> None:
        try:
            await self._ask(group, self._hooks[group], json=body)
            self._too_fast.passed(group)
        finally:
            self.limits.arrived(group)

    async def _ask(self, group: str, url: str, **content: Any) -> dict[str, Any]:
        """The answer with errcode 0. No error repeats the address: it holds the key."""
        try:
            timeout = ClientTimeout(total=20)
            async with (
                ClientSession(timeout=timeout) as session,
                session.post(url, proxy=self._proxy, **content) as response,
            ):
                if response.status >= 500:
                    raise NotDelivered(server_failed(response.status), uncertain=True)
                answer = await response.json(content_type=None)
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("a group was not reached: %s", type(error).__name__)
            raise NotDelivered(GROUP_UNREACHABLE, uncertain=True) from None
        errcode = _errcode(answer)
        if errcode in REMOVED_CODES:
            raise NotDelivered(group_closed(group, errcode), permanent=True)
        if errcode == TOO_MANY:
            raise refusal(errcode, self._too_fast.seconds(group))
        if errcode:
            raise refusal(errcode)
        assert isinstance(answer, dict)
        return answer

    def _said_lately(self, mark: str) -> bool:
        """Whether the group heard these words already."""
        now = time.monotonic()
        self._said = {m: at for m, at in self._said.items() if at > now - SAME_FOR}
        for old in [m for m in self._saying if m not in self._said]:
            if not self._saying[old].locked():
                del self._saying[old]
        return mark in self._said


async def begin_anew(storage: Storage, health: Health) -> None:
    """What ailed a group before this start may have been mended: an alarm comes back if not."""
    async with storage.reading() as unit:
        ill = await unit.outbox.ill()
    for name in ill:
        if name.startswith("wecom_group:"):
            await health.works(name)


def health_key(group: str) -> str:
    """As wide as the column of the health of messengers."""
    return f"wecom_group:{group}"[:20]


def _errcode(answer: object) -> int:
    """-1, busy, for an answer that is none."""
    try:
        return int(answer["errcode"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return -1


def _mark(group: str, card: Card) -> str:
    return hashlib.sha256(f"{group}\n{card.plain()}".encode()).hexdigest()
