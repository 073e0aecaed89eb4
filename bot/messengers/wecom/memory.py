"""What WeCom shows, who sees it as cards, who is talking: in mind, and kept for after a restart."""

import json
import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from bot.clock import Clock
from bot.messengers.wecom.cards import Template
from bot.messengers.wecom.soon import Soon
from bot.talk.cards import Card
from storage.engine import Storage
from storage.shown_cards import ShownCard
from storage.unavailable import StorageUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

REMEMBERED = 5000
"""Cards and people kept in mind; what is not is read."""


class Shown(NamedTuple):
    card: Card
    template: Template


class Memory:
    """The button that belongs to no card we know of is answered all the same, more plainly."""

    def __init__(self, messenger: str, storage: Storage, clock: Clock, soon: Soon) -> None:
        self._messenger, self._storage = messenger, storage
        self._clock, self._soon = clock, soon
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._sees: OrderedDict[str, bool] = OrderedDict()
        self._heard: OrderedDict[str, datetime] = OrderedDict()

    def remember(self, task_id: str, card: Card, template: Template) -> None:
        """How this card is shown now."""
        _keep(self._shown, task_id, Shown(card, template))
        kept = ShownCard(
            card.model_dump_json(exclude_defaults=True), json.dumps(template, ensure_ascii=False)
        )
        now = self._clock.now()
        self._soon.note(lambda unit: unit.shown_cards.keep(task_id, kept, now))

    async def shown(self, task_id: str) -> Shown | None:
        if found := self._shown.get(task_id):
            return found
        try:
            async with self._storage.reading() as unit:
                kept = await unit.shown_cards.get(task_id)
        except StorageUnavailable as error:
            log.warning("a card could not be looked up: %s", error)
            return None
        if kept is None:
            return None
        found = Shown(Card.model_validate_json(kept.card), json.loads(kept.template))
        _keep(self._shown, task_id, found)
        return found

    async def sees_cards(self, person: str) -> bool:
        """Whether this person evidently sees cards, or last typed the number of a button."""
        if person not in self._sees:
            async with self._storage.reading() as unit:
                sees = await unit.doors.sees_cards(self._messenger, person)
            _keep(self._sees, person, sees)
        return self._sees[person]

    def note_sees_cards(self, person: str, sees: bool) -> None:
        if self._sees.get(person) is not sees:
            _keep(self._sees, person, sees)
            self._soon.note(lambda unit: unit.doors.note_sees_cards(self._messenger, person, sees))

    def note_heard(self, person: str) -> None:
        """This person is talking now: to the minute is enough."""
        now, before = self._clock.now(), self._heard.get(person)
        if before is None or now - before >= timedelta(minutes=1):
            _keep(self._heard, person, now)
            self._soon.note(lambda unit: unit.doors.note_heard(self._messenger, person, now))


def _keep(known: "OrderedDict[str, T]", key: str, value: T) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
