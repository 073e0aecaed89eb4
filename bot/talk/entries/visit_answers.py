"""What a text or a button says about the one part of an entry that was asked for."""

from datetime import date, datetime, time

from bot.talk.entries.visit import OTHER, TOLD, VisitEntry
from bot.talk.middlewares.old_button import offered
from domain.reasons import calls_off, takes_back
from domain.understanding import (
    Understood,
    read_activity,
    read_date,
    read_end,
    read_minutes,
    read_number,
    read_period,
    read_span,
    read_time,
)
from domain.visits import Activity

TELLING = ("date", "activity", "people", "leaflets")


def is_entry(said: Understood) -> bool:
    """A village of the adviser's, or two things a visit has: 今天天气不错 says only a day."""
    timed = said.start is not None or said.minutes is not None
    placed = bool(said.villages) or (said.said_village or "").endswith(("村", "社区"))
    told = (timed, placed, *(getattr(said, part) is not None for part in TELLING))
    return said.village is not None or sum(told) > 1


def says_nothing(said: Understood) -> bool:
    known = said.model_dump(exclude={"topic"}, exclude_none=True, exclude_defaults=True)
    return not known


def is_whole(said: Understood) -> bool:
    """A line that says a visit by itself: which day, where, and when or how long."""
    placed = said.village is not None or bool(said.villages)
    return said.date is not None and placed and (said.start or said.minutes) is not None


def repeats(entry: VisitEntry, new: VisitEntry) -> bool:
    """The new one says all that was known, and more: the same visit once more."""
    plain = not (entry.visit_id or entry.check_in_id or new.visit_id or new.check_in_id)
    return plain and all(getattr(entry, part) in (None, getattr(new, part)) for part in TOLD)


def is_another(entry: VisitEntry, new: VisitEntry, *, whole: bool) -> bool:
    """What was said is of another visit than the unfinished one: it must not melt into that.

    A line that says a whole visit, one that contradicts two parts, or the village and says more;
    a single part that is told anew is a change.
    """
    if repeats(entry, new):
        return False
    told = [part for part in OTHER if getattr(new, part) is not None]
    against = [part for part in told if getattr(entry, part) not in (None, getattr(new, part))]
    if entry.village_id and new.said_village and entry.village_id not in new.candidates:
        told, against = [*told, "village_id"], [*against, "village_id"]
    elsewhere = "village_id" in against and len(told) > 1
    return whole or elsewhere or len(against) > 1


def answer_to(
    asked: str | None, text: str, entry: VisitEntry, now: datetime
) -> dict[str, object] | None:
    """What the text says about the part asked for; None when it says nothing about it."""
    if asked in ("people", "leaflets"):
        number = read_number(text)
        return None if number is None else {asked: number}
    if asked == "topic":
        return _topic(text.strip())
    if asked == "activity":
        activity = read_activity(text)
        return {"activity": activity} if activity else None
    if asked == "date":
        day = read_date(text, now)
        return {"date": day, **_period(text)} if day else None
    return _times(asked, text, entry) if asked in ("start", "end") else None


def _topic(said: str) -> dict[str, object] | None:
    if not said or takes_back(said):
        return None
    return {"topic": None if calls_off(said) else said[:200]}


def _times(asked: str, text: str, entry: VisitEntry) -> dict[str, object] | None:
    period = _period(text)
    if asked == "start" and entry.period and not period:
        text = entry.period + text
    span = read_span(text)
    if span and span.start and span.end is not None:
        return {"start": span.start, "end": span.end}
    minutes = read_minutes(text)
    if minutes is not None:
        return {"minutes": minutes}
    if asked == "end" and entry.start and (end := read_end(text, entry.start)) is not None:
        return {"end": end}
    at = read_time(text)
    if at is None:
        return period or None
    if asked == "end":
        return {"end": at}
    return {"start": at, "end": None} if entry.minutes is None else {"start": at}


def _period(text: str) -> dict[str, object]:
    period = read_period(text)
    return {"period": period} if period else {}


def pressed_part(part: str, value: str) -> dict[str, object]:
    """What a button fills in. Raises OldButton for one that was never offered."""
    with offered():
        if part == "village":
            return {"village_id": int(value), "candidates": (), "said_village": None}
        if part == "date":
            return {"date": date.fromisoformat(value)}
        if part in ("start", "end"):
            return {part: time(int(value[:2]), int(value[2:]))}
        return {"minutes": int(value)} if part == "minutes" else {"activity": Activity(value)}
