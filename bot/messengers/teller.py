"""One message to one person: through which door, what became of it, when it is tried again.

A row is marked `sending` in the database before it is sent and `sent` after. Between the two
nobody knows whether it arrived, so a row found there is sent once more and says so
(docs/decisions/0007).
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count

from bot.clock import Clock
from bot.messengers.doors import Doors
from bot.messengers.health import Health
from bot.messengers.messenger import Door, Messenger
from bot.messengers.patience import Patience
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card
from bot.talk.words.delivery import sent_again
from domain.notices import Notice, ReadyCard
from storage.engine import Storage
from storage.leases import Holder
from storage.outbox import Outgoing, OutState
from storage.unit import Unit
from words.delivery import NOT_WRITTEN, OUR_FAULT, TOO_SOON, given_up
from words.names import shown_names

log = logging.getLogger(__name__)

NEXT_DOOR_AFTER = 3
"""Attempts at a door that fails for now before a person's next door is tried too."""
WAITS = 2.0
"""Seconds a message waits in hand for its turn; when it is longer it is given back for as long."""


class ClaimLost(Exception):
    """Another process has the message now."""


class Teller:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messengers: Mapping[str, Messenger],
        doors: Doors,
        card_for: Callable[[Notice], Card],
        health: Health,
        patience: Patience,
        holder: Holder,
    ) -> None:
        self._storage, self._clock, self._patience = storage, clock, patience
        self._messengers, self._doors = messengers, doors
        self._card_for, self._health, self._holder = card_for, health, holder
        self._in_a_row: Counter[int] = Counter()

    async def tell(self, row: Outgoing) -> None:
        """Deliver a message that was claimed, or note when it is tried again, or why it failed."""
        now = self._clock.now()
        if morning := self._patience.until_morning(row.notice, now):
            claim = self._holder.claim(now)
            await self._surely(lambda unit: unit.deliveries.put_off(row, claim, morning))
            return
        try:
            card = self._card(row.notice)
        except Exception:
            log.exception("message %s can't be written", row.id)
            await self._fail(row, NOT_WRITTEN)
            return
        try:
            await self._through_a_door(row, card)
        except ClaimLost:
            log.warning("message %s was claimed by another process meanwhile", row.id)
        except Exception:
            log.exception("message %s: its delivery broke off", row.id)
            await self._postpone(row, NotDelivered(OUR_FAULT, uncertain=True))

    async def _through_a_door(self, row: Outgoing, card: Card) -> None:
        """Try the doors until one takes the message; else try later, or give up."""
        row = row.model_copy(update={"attempts": row.attempts + 1})
        reason, later = "", None
        for door in await self._doors.of(row):
            error = await self._try(row, door, card)
            if error is None:
                return
            if error.uncertain:
                changed = {"state": OutState.SENDING, "account_id": door.account_id}
                row = row.model_copy(update=changed)
            reason = error.reason
            if error.permanent or self._exhausted(row, error):
                continue
            later = error
            if row.attempts < NEXT_DOOR_AFTER and not error.shut:
                break
        if later:
            await self._postpone(row, later)
        else:
            await self._fail(row, reason or await self._doors.why_none(row.person_id))

    def _exhausted(self, row: Outgoing, error: NotDelivered) -> bool:
        """Whether an error that allows only so many tries came that often in a row."""
        if error.tries is None:
            self._in_a_row.pop(row.id, None)
            return False
        self._in_a_row[row.id] += 1
        return self._in_a_row[row.id] >= error.tries

    def _card(self, notice: Notice) -> Card:
        """An answer that could not be shown keeps its stamps; what is told unasked stands."""
        if isinstance(notice, ReadyCard):
            return Card.model_validate(notice.card).model_copy(update={"numbered": False})
        return self._card_for(notice).standing()

    async def _try(self, row: Outgoing, door: Door, card: Card) -> NotDelivered | None:
        """None when it was delivered, else why not."""
        messenger = self._messengers[door.messenger]
        if (wait := messenger.limits.delay(door.address)) > WAITS:
            return NotDelivered(TOO_SOON, retry_after=wait)
        try:
            async with messenger.limits.turn(door.address):
                shown = await self._mark_sending(row, door, card)
                await messenger.deliver(door.address, shown, row.id)
        except NotDelivered as error:
            if error.moved_to and (moved := await self._doors.moved(door, error.moved_to)):
                return await self._try(row, moved, card)
            await self._learn(row.person_id, door, error)
            return error
        except ClaimLost:
            raise
        except Exception:
            log.exception("message %s broke %s", row.id, messenger.name)
            return NotDelivered(OUR_FAULT, refused=True, uncertain=True)
        await self._surely(lambda unit: self._mark_sent(unit, row, door, shown))
        self._in_a_row.pop(row.id, None)
        if door.account_id is not None:
            await self._health.works(messenger.name)
        return None

    async def _mark_sending(self, row: Outgoing, door: Door, card: Card) -> Card:
        """Committed before anything is sent. Returns the card as it is to be sent. Raises
        ClaimLost."""
        seen_once = row.account_id == door.account_id and (
            self._messengers[door.messenger].deduplicates
        )
        claim = self._holder.claim(self._clock.now())
        async with self._storage.unit() as unit:
            if not await unit.deliveries.sending(claim, row.id, door.account_id, row.attempts):
                raise ClaimLost
            busy = await unit.dialogues.busy(door.messenger, door.address)
        card = card.model_copy(update={"numbered": card.numbered and not busy})
        return sent_again(card) if row.state is OutState.SENDING and not seen_once else card

    async def _mark_sent(self, unit: Unit, row: Outgoing, door: Door, card: Card) -> None:
        now = self._clock.now()
        await unit.deliveries.sent(row.id, door.account_id, now)
        if card.numbered and card.rows and door.account_id is not None:
            offered = [(b.press, shown_names(b.text, mask=False)) for b in card.buttons]
            await unit.dialogues.offer(door.messenger, door.address, offered, now)

    async def _learn(self, person_id: int, door: Door, error: NotDelivered) -> None:
        """What a failure says about the door, or about the messenger as a whole."""
        account_id = door.account_id
        if error.permanent and not error.refused and account_id is not None:
            log.warning("a door of person %s is closed: %s", person_id, error.reason)
            now = self._clock.now()
            await self._surely(lambda u: u.people.close_account(account_id, error.reason, now))
        if error.retry_after:
            self._messengers[door.messenger].limits.pause(door.address, error.retry_after)
        if error.down:
            await self._health.fails(door.messenger, error.reason)

    async def _postpone(self, row: Outgoing, error: NotDelivered) -> None:
        now, patience = self._clock.now(), self._patience
        if now - row.made_at > timedelta(hours=patience.give_up_hours):
            await self._fail(row, given_up(patience.give_up_hours, error.reason))
            return
        wait = error.retry_after or patience.wait(row.attempts, error.tries)
        maybe = error.uncertain or row.state is OutState.SENDING
        state = OutState.SENDING if maybe else OutState.WAITING
        row, claim = row.model_copy(update={"state": state}), self._holder.claim(now)
        due_at = now + timedelta(seconds=wait)
        await self._surely(lambda unit: unit.deliveries.put_off(row, claim, due_at, error.reason))

    async def _fail(self, row: Outgoing, reason: str) -> None:
        log.warning("message %s to person %s failed: %s", row.id, row.person_id, reason)
        self._in_a_row.pop(row.id, None)
        claim = self._holder.claim(self._clock.now())
        await self._surely(lambda unit: unit.deliveries.failed(row.id, claim, reason))

    async def _surely(self, note: Callable[[Unit], Awaitable[None]]) -> None:
        """Write down what happened, however long it takes: forgotten, it would happen again."""
        for tries in count():
            try:
                async with self._storage.unit() as unit:
                    await note(unit)
                return
            except Exception:
                log.exception("what became of a message could not be written down")
                await asyncio.sleep(min(30.0, 0.2 * 2.0 ** min(tries, 10)))
