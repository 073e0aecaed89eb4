"""The private reminder to an adviser who is behind: day 15 and T−10 (规则 4.5)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from actions.month.audience import Audience, audience_of, serving_on
from actions.month.short_lines import Listed, chosen, listed
from actions.people.access import check_office_of_village
from domain.frames import MonthFrame
from domain.hours import projected
from domain.months import Month, MonthPhase, local_day
from domain.notices import HoursReminder
from domain.people import Actor
from domain.shortfalls import OPEN_STATES, Shortfall, ShortfallKind
from storage.outbox import Message
from storage.unit import Unit

REMINDED = frozenset({ShortfallKind.HOURS, ShortfallKind.NO_VISIT})
"""What an adviser can mend; a village without one is the office's matter."""


async def remind_behind(
    unit: Unit, day: date, now: datetime, streets: Collection[int] | None = None
) -> None:
    """One reminder per adviser, for the month in which `day` lies, while visits can be entered."""
    month, today = Month.of(day), local_day(now)
    frames = {
        each: frame
        for each, frame in (await unit.frames.of_all(month)).items()
        if (streets is None or each in streets) and frame.phase(today) is not MonthPhase.CLOSED
    }
    if frames:
        audience = await audience_of(unit, month, frames.keys())
        await _remind(unit, day, now, frames, audience)


async def remind_now(unit: Unit, actor: Actor, village_ids: Collection[int], now: datetime) -> int:
    """The same notice as the job's, to who serves one of these villages; whom it has reached today
    is not told again. How many were told. Raises NotAllowed for a village of another office."""
    for village_id in village_ids:
        await check_office_of_village(unit, actor, village_id)
    today, month = local_day(now), Month.at(now)
    homes = set((await unit.villages.homes_of(village_ids)).values())
    found = await unit.frames.of_some(month, homes)
    frames = {s: frame for s, frame in found.items() if frame.phase(today) is not MonthPhase.CLOSED}
    if not frames:
        return 0
    audience = await audience_of(unit, month, frames.keys())
    mine = frozenset(village_ids)
    serving = {who: own for who, own in audience.advisers.items() if own & mine}
    audience = audience._replace(advisers=serving)
    told = await _remind(unit, today, now, frames, audience, "remind-now")
    by, about = actor.person_id, {"told": sorted(told)}
    for village_id in sorted(mine):
        await unit.audit.note(by, "remind", "village", village_id, now, after=about)
    return len(told)


async def _remind(
    unit: Unit,
    day: date,
    now: datetime,
    frames: Mapping[int, MonthFrame],
    audience: Audience,
    key: str = "remind",
) -> set[int]:
    """Those whom it had not reached that day under this key."""
    month, today = Month.of(day), local_day(now)
    rows = [row for row in await unit.shortfalls.of_month(month) if _behind(row, month, today)]
    entries = await listed(unit, rows, audience)
    messages, told = [], []
    for adviser, villages in (await serving_on(unit, audience.advisers, today)).items():
        selection = chosen(entry for entry in entries if _concerns(entry, adviser, villages))
        if selection.lines:
            left = _days_left(audience, villages, frames, today)
            notice = HoursReminder(month=str(month), working_days_left=left, lines=selection.lines)
            messages.append(Message(f"{key}:{day}:{adviser}", adviser, notice))
            told += [(shortfall_id, adviser) for shortfall_id in selection.shortfall_ids]
    new = await unit.outbox.put_all(messages, now)
    await unit.told.mark(told, now)
    return new


def _days_left(
    audience: Audience, villages: frozenset[int], frames: Mapping[int, MonthFrame], today: date
) -> int:
    """By the calendar of the street with the fewest, for who serves several."""
    streets = {audience.villages[each].district_id for each in villages}
    return min(
        frames[each].calendar.working_days_between(today, frames[each].month.last_day)
        for each in streets
    )


def _concerns(entry: Listed, adviser: int, villages: frozenset[int]) -> bool:
    """Own hours under the basis `adviser`, the village's otherwise."""
    if entry.row.subject == "adviser":
        return entry.row.subject_id == adviser
    return bool(entry.villages & villages)


def _behind(row: Shortfall, month: Month, today: date) -> bool:
    """At risk stays until the hours are complete; who is on pace again is not reminded."""
    if row.kind not in REMINDED or row.state not in OPEN_STATES:
        return False
    return row.kind is not ShortfallKind.HOURS or projected(row.figure, month, today) < row.wanted
