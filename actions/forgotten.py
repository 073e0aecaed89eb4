"""A forgotten check-out is asked about and never guessed (规则 3.6)."""

from datetime import datetime, time, timedelta

from domain.check_ins import CheckIn, CheckInState
from domain.month_days import not_at_night
from domain.months import Month, instant, local_day
from domain.notices import CheckOutAsked
from domain.policy import Policy
from storage.unit import Unit

EVENING_MINUTE = 3
"""At 21:00 sharp everybody's robots send."""


def asking_moments(check_in: CheckIn, policy: Policy) -> list[datetime]:
    """When this check-in is asked about, on its own day, in order."""
    later = check_in.started_at + timedelta(hours=policy.check_out_after_hours)
    evening = instant(check_in.day, time(policy.check_out_evening_hour, EVENING_MINUTE))
    moments = sorted({later, evening})
    return [m for m in moments if m > check_in.started_at and local_day(m) == check_in.day]


def to_ask(check_in: CheckIn, policy: Policy, now: datetime) -> datetime | None:
    """The latest moment that has come and was not asked at; None when there is nothing to ask."""
    asked = check_in.asked_at
    due = [m for m in asking_moments(check_in, policy) if m <= now and (not asked or asked < m)]
    return due[-1] if due else None


async def ask_open_check_ins(unit: Unit, now: datetime) -> int:
    """Ask whoever has been in a village for long. Returns how many were asked."""
    asked = 0
    for check_in in await unit.check_ins.all_open():
        policy = await _policy(unit, check_in)
        moment = to_ask(check_in, policy, now)
        if moment is None or _is_over(check_in, now):
            continue
        await _tell(unit, check_in, now, f"check_out:{check_in.id}:{moment:%m%d%H%M}")
        await unit.check_ins.mark_asked(check_in.id, now)
        asked += 1
    return asked


async def expire_check_ins(unit: Unit, now: datetime) -> int:
    """Make drafts of the check-ins whose day is over: they count nothing until their end is given.

    Returns how many there were.
    """
    over = [each for each in await unit.check_ins.all_open() if _is_over(each, now)]
    for check_in in over:
        await unit.check_ins.move(check_in.id, CheckInState.DRAFT)
        before, after = {"state": CheckInState.OPEN}, {"state": CheckInState.DRAFT}
        await unit.audit.note(
            None, "expire_check_in", "check_in", check_in.id, now, before=before, after=after
        )
        await _tell(unit, check_in, now, f"check_out:{check_in.id}:over", day_is_over=True)
    return len(over)


async def anything_forgotten(unit: Unit, now: datetime) -> bool:
    """Whether one of the two above has something to do; only reads."""
    for check_in in await unit.check_ins.all_open():
        policy = await _policy(unit, check_in)
        if _is_over(check_in, now) or to_ask(check_in, policy, now):
            return True
    return False


async def _policy(unit: Unit, check_in: CheckIn) -> Policy:
    return (await unit.frames.of_village(Month.of(check_in.day), check_in.village_id)).policy


def _is_over(check_in: CheckIn, now: datetime) -> bool:
    return check_in.day < local_day(now)


async def _tell(
    unit: Unit, check_in: CheckIn, now: datetime, key: str, *, day_is_over: bool = False
) -> None:
    village = await unit.villages.get(check_in.village_id)
    notice = CheckOutAsked(
        check_in_id=check_in.id,
        village=village.name if village else "",
        since=check_in.started_at,
        day_is_over=day_is_over,
    )
    when = not_at_night(now) if day_is_over else now
    await unit.outbox.put(check_in.adviser_id, notice, now, key=key, not_before=when)
