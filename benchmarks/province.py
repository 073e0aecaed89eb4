"""A generated office of any size: districts, villages, grids, 明白人 and a month of visits.

Everything is invented and comes from one seed, so that two runs judge the same rows.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert

from domain.months import SHANGHAI, Month
from storage.engine import Storage
from storage.tables import (
    advisers,
    assignments,
    districts,
    grids,
    mingbairen,
    people,
    villages,
    visits,
)

VILLAGES_PER_ADVISER = 4
VILLAGES_PER_DISTRICT = 20
ACTIVITIES = ("lecture", "consultation", "campaign", "training", "mediation", "online")
WEIGHTS = (30, 30, 10, 10, 15, 5)
LENGTHS = (60, 90, 120, 150, 180)


class Size(NamedTuple):
    villages: int
    grids: int
    visits: int


async def fill(storage: Storage, size: Size, month: Month, seed: int = 7) -> None:
    """About one village in fifty has no adviser, one grid in six no registered 明白人."""
    rng = random.Random(seed)
    helpers = -(-size.villages // VILLAGES_PER_ADVISER)
    async with storage.unit() as unit:
        for table, rows in (
            (districts, _districts(-(-size.villages // VILLAGES_PER_DISTRICT))),
            (people, [{"id": n, "name": f"示例{n}"} for n in range(1, helpers + 1)]),
            (advisers, [{"person_id": n, "kind": "lawyer"} for n in range(1, helpers + 1)]),
            (villages, _villages(size)),
            (assignments, _assignments(size, rng)),
            (grids, _grids(size)),
            (mingbairen, _mingbairen(size, rng)),
            (visits, _visits(size, month, rng)),
        ):
            for start in range(0, len(rows), 20_000):
                await unit.connection.execute(insert(table), rows[start : start + 20_000])
        if storage.engine.dialect.name == "sqlite":
            await unit.connection.exec_driver_sql("ANALYZE")


def _districts(count: int) -> list[dict[str, Any]]:
    root = {"id": 1, "code": "320000", "name": "示例省", "parent_id": None, "path": "/1/"}
    return [root] + [
        {"id": n, "code": f"32{n:06d}", "name": f"示例街道{n}", "parent_id": 1, "path": f"/1/{n}/"}
        for n in range(2, count + 2)
    ]


def _villages(size: Size) -> list[dict[str, Any]]:
    return [
        {
            "id": n,
            "district_id": 2 + (n - 1) // VILLAGES_PER_DISTRICT,
            "name": f"示例{n}村",
            "kind": "community" if n % 4 == 0 else "village",
        }
        for n in range(1, size.villages + 1)
    ]


def _adviser(village_id: int) -> int:
    return 1 + (village_id - 1) // VILLAGES_PER_ADVISER


def _assignments(size: Size, rng: random.Random) -> list[dict[str, Any]]:
    served = [n for n in range(1, size.villages + 1) if n % 50]
    rows = [{"village_id": n, "adviser_id": _adviser(n), "since": date(2026, 1, 1)} for n in served]
    for row in rng.sample(rows, len(rows) // 50):
        row["since"] = date(2026, 11, 6)
    return rows


def _grids(size: Size) -> list[dict[str, Any]]:
    return [
        {"id": n, "village_id": 1 + n % size.villages, "name": f"第{n}网格", "code": f"G{n}"}
        for n in range(1, size.grids + 1)
    ]


def _mingbairen(size: Size, rng: random.Random) -> list[dict[str, Any]]:
    stages = ("registered",) * 5 + ("training",)
    return [
        {
            "grid_id": n,
            "name": f"示例{n}",
            "category": "other",
            "stage": rng.choice(stages),
            "stage_since": date(2026, 3, 1),
        }
        for n in range(1, size.grids + 1)
    ]


def _visits(size: Size, month: Month, rng: random.Random) -> list[dict[str, Any]]:
    """Days are dealt out so that no adviser is in two places; some villages share an event."""
    rows = []
    days = month.last_day.day
    midnight = datetime(month.year, month.month, 1, tzinfo=SHANGHAI).astimezone(UTC)
    for n in range(size.visits):
        village = 1 + rng.randrange(size.villages)
        start = midnight + timedelta(
            days=rng.randrange(days), hours=8 + rng.randrange(9), minutes=5 * rng.randrange(12)
        )
        confirmed = rng.random() < 0.5
        rows.append(
            {
                "id": n + 1,
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
                "confirmation": "confirmed" if confirmed else "none",
                "confirmed_minutes": None,
                "withdrawn_at": start if rng.random() < 0.02 else None,
            }
        )
    return rows
