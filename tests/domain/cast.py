"""The people, places and moments the rules are told about. All of them are invented."""

from datetime import UTC, datetime

from domain.months import SHANGHAI
from domain.visits import Activity, Confirmation, Source, Visit, VisitDraft

LIN, ZHOU = 1, 2
"""林律师 and 周律师."""
HOUTANG, NANXIANG = 11, 12


def at(text: str) -> datetime:
    """`2026-11-03 14:00` on the clock in Shanghai, as a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def draft(
    day: str = "2026-11-03",
    start: str = "14:00",
    end: str = "16:00",
    *,
    adviser: int = LIN,
    village: int = HOUTANG,
) -> VisitDraft:
    return VisitDraft(
        adviser_id=adviser,
        village_id=village,
        started_at=at(f"{day} {start}"),
        ended_at=at(f"{day} {end}"),
        activity=Activity.LECTURE,
        source=Source.AFTERWARDS,
    )


def visit(
    day: str = "2026-11-03",
    start: str = "14:00",
    end: str = "16:00",
    *,
    id: int = 1,
    adviser: int = LIN,
    village: int = HOUTANG,
    activity: Activity = Activity.LECTURE,
    confirmation: Confirmation = Confirmation.NONE,
    confirmed: int | None = None,
    withdrawn: bool = False,
) -> Visit:
    moment = at(f"{day} {end}")
    values = draft(day, start, end, adviser=adviser, village=village).model_dump()
    values |= {"activity": activity, "confirmation": confirmation, "confirmed_minutes": confirmed}
    withdrawn_at = moment if withdrawn else None
    return Visit(id=id, recorded_at=moment, withdrawn_at=withdrawn_at, **values)
