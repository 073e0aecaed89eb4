"""A generated office of any size: districts, villages, grids, 明白人 and months of visits.

Everything is invented and comes from one seed, so that two runs judge the same rows.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Table, insert

from domain.months import SHANGHAI, Month
from storage.engine import Storage
from storage.tables import (
    advisers,
    assignments,
    districts,
    grids,
    mingbairen,
    people,
    shortfalls,
    villages,
    visits,
)

VILLAGES_PER_ADVISER = 4
VILLAGES_PER_DISTRICT = 20
ACTIVITIES = ("lecture", "consultation", "campaign", "training", "mediation", "online")
WEIGHTS = (30, 30, 10, 10, 15, 5)
LENGTHS = (60, 90, 120, 150, 180)
Row = dict[str, Any]


class Size(NamedTuple):
    """`visits` are those of one month; `months` of them there are, the last one the month given."""

    villages: int
    grids: int
    visits: int
    months: int = 1


async def fill(storage: Storage, size: Size, month: Month, seed: int = 7) -> None:
    """About one village in fifty has no adviser, one grid in six no registered 明白人."""
    rng = random.Random(seed)
    helpers = -(-size.villages // VILLAGES_PER_ADVISER)
    past = [month.plus(-n) for n in range(size.months - 1, 0, -1)]
    tables: tuple[tuple[Table, Iterable[Row]], ...] = (
        (districts, _districts(-(-size.villages // VILLAGES_PER_DISTRICT))),
        (people, ({"id": n, "name": f"示例{n}"} for n in range(1, helpers + 1))),
        (advisers, ({"person_id": n, "kind": "lawyer"} for n in range(1, helpers + 1))),
        (villages, _villages(size)),
        (assignments, _assignments(size, rng)),
        (grids, _grids(size)),
        (mingbairen, _mingbairen(size, rng)),
        (visits, (row for each in (*past, month) for row in _visits(size, each, rng))),
        (shortfalls, (row for each in past for row in _past_shortfalls(size, each, rng))),
    )
    for table, rows in tables:
        rest = iter(rows)
        while some := list(islice(rest, 20_000)):
            async with storage.unit() as unit:
                await unit.connection.execute(insert(table), some)
    async with storage.unit() as unit:
        await unit.tidying.take_stock()


def _districts(count: int) -> list[Row]:
    root = {"id": 1, "code": "320000", "name": "示例省", "parent_id": None, "path": "/1/"}
    return [root] + [
        {"id": n, "code": f"32{n:06d}", "name": f"示例街道{n}", "parent_id": 1, "path": f"/1/{n}/"}
        for n in range(2, count + 2)
    ]


def _villages(size: Size) -> Iterator[Row]:
    for n in range(1, size.villages + 1):
        yield {
            "id": n,
            "district_id": _street(n),
            "name": f"示例{n}村",
            "kind": "community" if n % 4 == 0 else "village",
        }


def _street(village_id: int) -> int:
    return 2 + (village_id - 1) // VILLAGES_PER_DISTRICT


def _adviser(village_id: int) -> int:
    return 1 + (village_id - 1) // VILLAGES_PER_ADVISER


def _assignments(size: Size, rng: random.Random) -> Iterator[Row]:
    for n in range(1, size.villages + 1):
        if n % 50:
            since = date(2026, 11, 6) if rng.random() < 0.02 else date(2023, 1, 1)
            yield {"village_id": n, "adviser_id": _adviser(n), "since": since}


def _grids(size: Size) -> Iterator[Row]:
    for n in range(1, size.grids + 1):
        village = 1 + n % size.villages
        yield {"id": n, "village_id": village, "name": f"第{n}网格", "code": f"G{n}"}


def _mingbairen(size: Size, rng: random.Random) -> Iterator[Row]:
    stages = ("registered",) * 5 + ("training",)
    for n in range(1, size.grids + 1):
        yield {
            "grid_id": n,
            "name": f"示例{n}",
            "category": "other",
            "stage": rng.choice(stages),
            "stage_since": date(2026, 3, 1),
        }


def _visits(size: Size, month: Month, rng: random.Random) -> Iterator[Row]:
    """Days are dealt out so that no adviser is in two places; some villages share an event."""
    days = month.last_day.day
    midnight = datetime(month.year, month.month, 1, tzinfo=SHANGHAI).astimezone(UTC)
    for _ in range(size.visits):
        village = 1 + rng.randrange(size.villages)
        start = midnight + timedelta(
            days=rng.randrange(days), hours=8 + rng.randrange(9), minutes=5 * rng.randrange(12)
        )
        yield {
            "adviser_id": _adviser(village),
            "village_id": village,
            "month": str(month),
            "started_at": start,
            "ended_at": start + timedelta(minutes=rng.choice(LENGTHS)),
            "activity": rng.choices(ACTIVITIES, WEIGHTS)[0],
            "topic": "民法典讲座",
            "people": 42,
            "leaflets": 60,
            "source": "live",
            "recorded_at": start + timedelta(hours=4),
            "confirmation": "confirmed" if rng.random() < 0.5 else "none",
            "confirmed_minutes": None,
            "withdrawn_at": start if rng.random() < 0.02 else None,
        }


def _past_shortfalls(size: Size, month: Month, rng: random.Random) -> Iterator[Row]:
    """What a month leaves: one village in five was short, one grid in fifty lost somebody."""
    ended = datetime(month.year, month.month, 28, tzinfo=UTC)
    left = {"figure": 0, "wanted": 1, "began_on": month.first_day, "evaluated_at": ended, "why": {}}
    for n in range(1, size.villages + 1):
        if rng.random() < 0.2:
            state = rng.choice(("final", "made_up"))
            this = {"kind": "hours", "subject": "village", "subject_id": n, "period": str(month)}
            yield left | this | {"state": state, "place_id": _street(n)}
    for n in range(1, size.grids + 1):
        if rng.random() < 0.02:
            this = {"kind": "grid_uncovered", "subject": "grid", "subject_id": n}
            period = month.first_day.isoformat()
            place = _street(1 + n % size.villages)
            yield left | this | {"state": "made_up", "period": period, "place_id": place}
