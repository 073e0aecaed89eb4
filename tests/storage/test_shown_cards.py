"""Cards as they stand, and the doors to people: on both databases."""

from datetime import datetime, timedelta

from storage.engine import Storage
from storage.shown_cards import ShownCard


async def test_a_card_is_kept_as_it_was_shown_last(storage: Storage, now: datetime) -> None:
    for shown in (ShownCard("{}", "first"), ShownCard("{}", "second")):
        async with storage.unit() as unit:
            await unit.shown_cards.keep("task", shown, now)
    async with storage.reading() as unit:
        assert await unit.shown_cards.get("task") == ShownCard("{}", "second")
        assert await unit.shown_cards.get("another") is None


async def test_old_cards_are_forgotten(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        await unit.shown_cards.keep("old", ShownCard("{}", "{}"), now - timedelta(days=20))
        await unit.shown_cards.keep("new", ShownCard("{}", "{}"), now)
        assert await unit.shown_cards.forget_before(now - timedelta(days=14)) == 1
        assert await unit.shown_cards.get("old") is None
        assert await unit.shown_cards.get("new")
