"""What a page of the web chat reads: each event and each notice once, ids in commit order."""

import asyncio
from datetime import datetime

from domain.notices import BulletinReady
from storage.engine import Storage

LIN = "person:1"


async def add(storage: Storage, now: datetime, body: str, **which: object) -> bool:
    async with storage.unit() as unit:
        return await unit.web_messages.add(LIN, body, now, **which)  # type: ignore[arg-type]


async def test_each_side_of_an_event_is_kept_once(storage: Storage, now: datetime) -> None:
    for expected in (True, False):
        assert await add(storage, now, "问", event_id="e1", from_person=True) is expected
        assert await add(storage, now, "答", event_id="e1") is expected
    async with storage.unit() as unit:
        assert await unit.web_messages.add("person:2", "别人的", now, event_id="e1")
        assert [m.body for m in await unit.web_messages.after(LIN, 0)] == ["问", "答"]


async def test_a_notice_delivered_twice_at_once_is_kept_once(
    storage: Storage, now: datetime
) -> None:
    async with storage.unit() as unit:
        person = await unit.people.add("林晓")
        await unit.outbox.put(person.id, BulletinReady(month="2026-10"), now)
        (row,) = await unit.outbox.due(now)
    kept = await asyncio.gather(*(add(storage, now, "x", outbox_id=row.id) for _ in range(4)))
    assert sorted(kept) == [False, False, False, True]
    assert await add(storage, now, "无编号") and await add(storage, now, "无编号")


async def test_a_page_never_misses_what_was_committed_late(storage: Storage, now: datetime) -> None:
    """A page remembers the newest id it saw, so a smaller id must never appear after it."""
    seen: list[int] = []
    done = asyncio.Event()

    async def read() -> None:
        while not done.is_set():
            async with storage.reading() as unit:
                found = await unit.web_messages.after(LIN, seen[-1] if seen else 0)
            seen.extend(message.id for message in found)
            await asyncio.sleep(0)

    reader = asyncio.ensure_future(read())
    await asyncio.gather(*(add(storage, now, str(n), event_id=f"e{n}") for n in range(40)))
    done.set()
    await reader
    async with storage.reading() as unit:
        late = await unit.web_messages.after(LIN, seen[-1] if seen else 0)
        everything = await unit.web_messages.after(LIN, 0)
    assert [*seen, *(message.id for message in late)] == [m.id for m in everything]
    assert len(everything) == 40
