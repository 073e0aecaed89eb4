"""口径 and the working calendar: changed by the office, from a month on, never backwards."""

from collections.abc import Mapping
from datetime import date, datetime

from domain.months import Month
from domain.policy import MonthFrozen, Policy
from storage.unit import Unit


async def set_policy(
    unit: Unit, policy: Policy, effective_from: Month, actor_id: int | None, now: datetime
) -> None:
    """Put a policy in force from a month that is not closed yet. Raises MonthFrozen."""
    if await unit.months.is_closed(effective_from):
        raise MonthFrozen(effective_from)
    before = await unit.policies.of_month(effective_from)
    await unit.policies.set(policy, effective_from, actor_id, now)
    await unit.audit.note(
        actor_id,
        "set_policy",
        "policy",
        None,
        now,
        before=before.model_dump(mode="json"),
        after=policy.model_dump(mode="json") | {"effective_from": str(effective_from)},
    )


async def add_calendar(
    unit: Unit, days: Mapping[date, bool], actor_id: int | None, now: datetime
) -> None:
    """Days off (False) and working days (True) of a year the library does not hold yet."""
    await unit.calendar.replace(days)
    after = {day.isoformat(): working for day, working in days.items()}
    await unit.audit.note(actor_id, "add_calendar", "calendar", None, now, after=after)
