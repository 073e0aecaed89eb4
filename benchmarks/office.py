"""An invented street office with advisers in a chat, and one-line entries without end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from domain.advisers import AdviserKind
from domain.people import Role
from storage.engine import Storage

VILLAGES_EACH = 4
FIRST, LAST, STEP = 8 * 60, 20 * 60, 10
"""Minutes of the day between which visits are entered, and the length of each."""
DAYS = ("昨天", "前天", "大前天")


class Adviser(NamedTuple):
    address: str
    villages: tuple[str, ...]


async def open_office(storage: Storage, messenger: str, count: int) -> list[Adviser]:
    """Advisers with four villages each and an account; addresses are numbers from 1000 on."""
    now, found = datetime.now(UTC), []
    async with storage.unit() as unit:
        street = await unit.districts.add("320000000001", "示例街道")
        for n in range(count):
            person = await unit.people.add(f"示例{n}")
            await unit.people.grant(person.id, Role.ADVISER, None, now)
            await unit.people.link_account(person.id, messenger, str(1000 + n), now)
            await unit.advisers.add(person.id, AdviserKind.LAWYER)
            villages = [f"示例{4 * n + k}村" for k in range(VILLAGES_EACH)]
            for name in villages:
                village = await unit.villages.add(street.id, name)
                await unit.advisers.assign(person.id, village.id, date(2025, 1, 1))
            found.append(Adviser(str(1000 + n), tuple(villages)))
    return found


def lines(adviser: Adviser) -> Iterator[str]:
    """Entries that never overlap: some 200 of the last three days."""
    for day in DAYS:
        for start in range(FIRST, LAST, STEP):
            village = adviser.villages[start // STEP % VILLAGES_EACH]
            yield f"{day}{_clock(start)}到{_clock(start + STEP)} {village} 民法典讲座 42人"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
