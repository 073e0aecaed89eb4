"""The private reminder to an adviser who is behind: day 15 and T−10 (规则 4.5)."""

from datetime import date, datetime

from actions.calendar import calendar_of
from actions.month.audience import audience_of, serving_on
from actions.month.short_lines import Listed, chosen, listed
from domain.hours import projected
from domain.month_days import phase_of
from domain.months import Month, MonthPhase, local_day
from domain.notices import HoursReminder
from domain.shortfalls import OPEN_STATES, Shortfall, ShortfallKind
from storage.outbox import Message
from storage.unit import Unit

REMINDED = frozenset({ShortfallKind.HOURS, ShortfallKind.NO_VISIT})
"""What an adviser can mend; a village without one is the office's matter."""


async def remind_behind(unit: Unit, day: date, now: datetime) -> None:
    """One reminder per adviser, for the month in which `day` lies, while visits can be entered."""
    month = Month.of(day)
    calendar, policy = await calendar_of(unit), await unit.policies.of_month(month)
    closed = await unit.months.is_closed(month)
    today = local_day(now)
    if phase_of(month, today, policy, calendar, closed=closed) is MonthPhase.CLOSED:
        return
    audience = await audience_of(unit, month)
    rows = [row for row in await unit.shortfalls.of_month(month) if _behind(row, month, today)]
    entries = await listed(unit, rows, audience)
    left = calendar.working_days_between(today, month.last_day)
    messages, told = [], []
    for adviser, villages in (await serving_on(unit, audience.advisers, today)).items():
        selection = chosen(entry for entry in entries if _concerns(entry, adviser, villages))
        if selection.lines:
            notice = HoursReminder(month=str(month), working_days_left=left, lines=selection.lines)
            messages.append(Message(f"remind:{day}:{adviser}", adviser, notice))
            told += [(shortfall_id, adviser) for shortfall_id in selection.shortfall_ids]
    await unit.outbox.put_all(messages, now)
    await unit.told.mark(told, now)


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
