"""口径 and the working calendar: changed place by place, from a month on, never backwards."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from domain.districts import EVERYWHERE, District
from domain.inheritance import said_by
from domain.months import Month, local_day
from domain.policy import MonthFrozen, Policy
from storage.unit import Unit
from words.places import ALL


class PolicyShown(NamedTuple):
    """The policy in force at a place, and by field the name of the place that says it; nobody
    says the others, which are the defaults."""

    policy: Policy
    origins: Mapping[str, str]


async def policy_of(unit: Unit, place: District | None, month: Month) -> PolicyShown:
    """Without a place what holds everywhere."""
    chain = place.chain if place else (EVERYWHERE,)
    found = await unit.policies.inherited(month, chain)
    names = {EVERYWHERE: ALL} | {d.id: d.name for d in await unit.districts.all()}
    return PolicyShown(found.policy, {f: names[each] for f, each in found.origins.items()})


async def change_policy(
    unit: Unit,
    place: District | None,
    month: Month,
    changes: Mapping[str, Any],
    inherit: Collection[str],
    actor_id: int | None,
    now: datetime,
) -> None:
    """Let the place say these fields from a month on, and some no longer: they come from above.

    Raises MonthFrozen for a month that is shut in a street it would change.
    """
    place_id = place.id if place else EVERYWHERE
    today = local_day(now)
    for street in await unit.districts.streets([place_id] if place else None):
        frame = (await unit.frames.of_all(month))[street.id]
        if frame.judged and frame.is_shut(today):
            raise MonthFrozen(month)
    setting = said_by(await unit.policies.settings(), place_id, month)
    before = dict(setting.body) if setting else {}
    kept = {name: value for name, value in before.items() if name not in inherit}
    policy = Policy.model_validate(kept | dict(changes))
    await unit.policies.set(policy, month, actor_id, now, place_id)
    after = policy.model_dump(mode="json", exclude_unset=True)
    await unit.audit.note(
        actor_id,
        "set_policy",
        "policy",
        place_id or None,
        now,
        before=before,
        after=after | {"effective_from": str(month)},
    )


async def add_calendar(
    unit: Unit,
    place: District | None,
    days: Mapping[date, bool],
    actor_id: int | None,
    now: datetime,
) -> None:
    """Days off (False) and working days (True): of a year the library does not hold yet, or of
    one place alone."""
    place_id = place.id if place else EVERYWHERE
    await unit.calendar.replace(days, place_id)
    after = {day.isoformat(): working for day, working in days.items()}
    await unit.audit.note(actor_id, "add_calendar", "calendar", place_id or None, now, after=after)
