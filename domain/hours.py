"""Which minutes of a visit count, what they add up to, and where the month stands."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from domain.months import Month
from domain.policy import ConfirmationRule, Policy
from domain.visits import Confirmation
from domain.working_days import DAY, WorkCalendar

PROJECTED_FROM = 7
"""Day of the month: one visit on the 1st would project to thirty."""


class Stay(Protocol):
    """What the rules read of a visit: a `Visit`, or a bare row with the same columns, so that a
    province's month needs no model per visit. Moments are aware."""

    @property
    def id(self) -> int: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime: ...
    @property
    def activity(self) -> str: ...
    @property
    def confirmation(self) -> str: ...
    @property
    def confirmed_minutes(self) -> int | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


class Reason(StrEnum):
    """Why a visit, or the rest of it, does not count."""

    WITHDRAWN = "withdrawn"
    ACTIVITY = "activity"
    SENT_BACK = "sent_back"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED_FEWER = "confirmed_fewer"


class Counted(NamedTuple):
    """`reason` is None when all of the visit counts."""

    minutes: int
    reason: Reason | None = None


class Hours(NamedTuple):
    """`counted` and `confirmed` are minutes; every visit is there with what of it counts."""

    counted: int
    confirmed: int
    visits: tuple[tuple[Stay, Counted], ...]

    @property
    def unconfirmed(self) -> int:
        return self.counted - self.confirmed


def union_minutes(spans: Iterable[tuple[datetime, datetime]]) -> int:
    """Minutes covered by at least one span: never the sum. Seconds are dropped from every end."""
    return _union([(_minute(start), _minute(end)) for start, end in spans])


def counted(visit: Stay, policy: Policy) -> Counted:
    """Which part of a visit counts (规则 3.3, 规则 3.8).

    A visit confirmed at N minutes counts as its first N: about the arrival the village and the
    adviser agree, about the end they don't. Where the policy does not ask the village (`off`),
    nothing it once said weighs.
    """
    return _counted(visit, _minute(visit.ended_at) - _minute(visit.started_at), policy)


def _counted(visit: Stay, minutes: int, policy: Policy) -> Counted:
    reason = _nothing_counts(visit, policy)
    if reason is not None:
        return Counted(0, reason)
    fewer = visit.confirmed_minutes
    if fewer is not None and fewer < minutes and _confirmed(visit, policy):
        return Counted(max(0, fewer), Reason.CONFIRMED_FEWER)
    return Counted(max(0, minutes))


def _nothing_counts(visit: Stay, policy: Policy) -> Reason | None:
    if visit.withdrawn_at is not None:
        return Reason.WITHDRAWN
    if visit.activity not in policy.counting:
        return Reason.ACTIVITY
    if policy.confirmation is ConfirmationRule.OFF:
        return None
    if visit.confirmation == Confirmation.SENT_BACK:
        return Reason.SENT_BACK
    required = policy.confirmation is ConfirmationRule.REQUIRED
    return Reason.UNCONFIRMED if required and not _confirmed(visit, policy) else None


def _confirmed(visit: Stay, policy: Policy) -> bool:
    asked = policy.confirmation is not ConfirmationRule.OFF
    return asked and visit.confirmation == Confirmation.CONFIRMED


def hours_of(visits: Iterable[Stay], policy: Policy) -> Hours:
    """The hours of a village, or of an adviser, from all their visits of a month.

    Two advisers at one event give the village the union of their time (规则 3.5). An adviser's
    own visits never overlap (规则 3.4), so for them the union is the sum.
    """
    parts, spans, confirmed = [], [], []
    for visit in visits:
        start = _minute(visit.started_at)
        part = _counted(visit, _minute(visit.ended_at) - start, policy)
        parts.append((visit, part))
        if part.minutes:
            spans.append((start, start + part.minutes))
            if _confirmed(visit, policy):
                confirmed.append(spans[-1])
    return Hours(_union(spans), _union(confirmed), tuple(parts))


def quota_for(policy: Policy, month: Month, assigned_days: int) -> int:
    """Minutes wanted of a village or adviser with an assignment on this many days of the month.

    The whole quota, unless the policy is pro rata: then by days, rounded up to its step of
    30 minutes and never above the whole (规则 3.12).
    """
    if not policy.pro_rata:
        return policy.quota
    whole_steps = month.last_day.day * policy.pro_rata_step
    steps = -(-policy.quota * assigned_days // whole_steps)
    return min(policy.quota, steps * policy.pro_rata_step)


class Progress(NamedTuple):
    """Minutes, except `working_days_left`, which leaves today out. `projected` is None while
    the month is too young to tell, and when it is over."""

    counted: int
    quota: int
    missing: int
    working_days_left: int
    projected: int | None


def progress(
    counted: int, quota: int, month: Month, today: date, calendar: WorkCalendar
) -> Progress:
    """Where the month stands, for the sentence after every visit (规则 3.11)."""
    left = calendar.working_days_between(max(today, month.first_day - DAY), month.last_day)
    known = month.first_day.replace(day=PROJECTED_FROM) <= today <= month.last_day
    at_end = projected(counted, month, today) if known else None
    return Progress(counted, quota, max(0, quota - counted), left, at_end)


def projected(counted: int, month: Month, today: date) -> int:
    """Minutes at the end of the month if it goes on like this, rounded down.

    By calendar days, today included: evenings and weekends are as good as any other (规则 3.2).
    """
    days = month.last_day.day
    gone = min(max((today - month.first_day).days + 1, 1), days)
    return counted * days // gone


def behind_pace(counted: int, quota: int, month: Month, today: date, pace_day: date) -> bool:
    """Whether a month still running will end short at the present pace; never before `pace_day`
    (`timetable.pace_day`)."""
    running = pace_day <= today <= month.last_day
    return running and projected(counted, month, today) < quota


def _minute(moment: datetime) -> int:
    """Minutes since 1970: offsets are whole minutes, so this drops the seconds of any clock."""
    return int(moment.timestamp() // 60)


def _union(spans: list[tuple[int, int]]) -> int:
    spans.sort()
    total = 0
    reached = spans[0][0] if spans else 0
    for start, end in spans:
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total
