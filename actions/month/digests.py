"""Digests: one message per recipient, grouped by village, worst first (规则 4.16)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from actions.calendar import calendar_of
from actions.illnesses import Illnesses
from actions.month.audience import Audience, Places, audience_of, serving_on
from actions.month.bulletin import draft_of
from actions.month.short_lines import Listed, chosen, listed
from domain.illnesses import ShutDoor
from domain.month_days import closing_day, not_at_night
from domain.months import Month, local_day
from domain.notices import BulletinReady, Digest
from domain.policy import ConfirmationRule, Policy
from domain.shortfalls import OPEN_STATES, STANDING
from storage.outbox import Message
from storage.unit import Unit

Occasion = Literal["before_month_end", "month_end", "grids_weekly", "preview"]


class Issue(NamedTuple):
    """One occasion at one moment; `stamp` keeps the outbox keys of different issues apart."""

    occasion: Occasion
    month: Month
    stamp: str
    now: datetime
    until: date | None = None


async def send_before_month_end(unit: Unit, month: Month, now: datetime, health: Illnesses) -> None:
    """T−3: to every village confirmer and the office. Late, after the month, it says nothing."""
    if local_day(now) > month.last_day:
        return
    audience = await audience_of(unit, month)
    entries = await _of_month(unit, month, audience)
    waiting = await _waiting(unit, audience, month)
    about = _merged(
        _by_village(audience.offices, entries), _by_village(audience.confirmers, entries)
    )
    issue = Issue("before_month_end", month, str(month), now)
    await _send(unit, issue, audience, about, waiting, health)


async def send_month_end(unit: Unit, month: Month, now: datetime, health: Illnesses) -> None:
    """The 1st: last month's shortfalls go to the office."""
    audience = await audience_of(unit, month)
    entries = await _of_month(unit, month, audience)
    issue = Issue("month_end", month, str(month), now)
    await _send(unit, issue, audience, _by_village(audience.offices, entries), {}, health)


async def send_preview(unit: Unit, month: Month, now: datetime) -> None:
    """The 1st: the 补录期 begins. Everyone whose village is short or has visits to confirm hears
    it, but the office, which has its digest of the same day. After the 补录期 it says nothing."""
    policy, calendar = await unit.policies.of_month(month), await calendar_of(unit)
    until = closing_day(month, policy, calendar)
    if local_day(now) > until:
        return
    audience = await audience_of(unit, month)
    entries = await _of_month(unit, month, audience)
    waiting = await _waiting(unit, audience, month)
    serving = await serving_on(unit, audience.advisers, local_day(now))
    about = _merged(_by_village(serving, entries), _by_village(audience.confirmers, entries))
    concerned = {
        person: lines
        for person, lines in about.items()
        if (lines or waiting.get(person)) and person not in audience.offices
    }
    issue = Issue("preview", month, str(month), now, until)
    await _send(unit, issue, audience, concerned, waiting, Illnesses())


async def send_grids_weekly(unit: Unit, week: str, now: datetime, health: Illnesses) -> None:
    """Uncovered grids and thin villages to the office, their own grids to the grid workers."""
    month = Month.at(now)
    audience = await audience_of(unit, month)
    entries = await listed(unit, await unit.shortfalls.open_of_kind(STANDING), audience)
    by_grid: defaultdict[int, list[Listed]] = defaultdict(list)
    for entry in entries:
        if entry.row.subject == "grid":
            by_grid[entry.row.subject_id].append(entry)
    workers = {
        person: own
        for person, grids in audience.grid_workers.items()
        if (own := [entry for grid in grids for entry in by_grid.get(grid, ())])
    }
    about = _merged(_by_village(audience.offices, entries), workers)
    issue = Issue("grids_weekly", month, week, now)
    await _send(unit, issue, audience, about, {}, health)


async def tell_bulletin_ready(unit: Unit, month: Month, now: datetime) -> None:
    """To the office, when the month is closed; not at night, when closing happens. One document
    serves all who may read it: those who answer for every village."""
    audience = await audience_of(unit, month)
    document = (await draft_of(unit, month, now)).document
    for person, places in audience.offices.items():
        reads = len(places) == len(audience.villages)
        notice = BulletinReady(month=str(month), document=document if reads else None)
        key = f"bulletin:{month}:{person}"
        await unit.outbox.put(person, notice, now, key=key, not_before=not_at_night(now))


async def _of_month(unit: Unit, month: Month, audience: Audience) -> list[Listed]:
    rows = await unit.shortfalls.of_month(month)
    return await listed(unit, [row for row in rows if row.state in OPEN_STATES], audience)


async def _waiting(unit: Unit, audience: Audience, month: Month) -> dict[int, int]:
    """How many visits each confirmer has yet to answer, own ones not counted; none where the
    policy does not ask."""
    policy: Policy = await unit.policies.of_month(month)
    if policy.confirmation is ConfirmationRule.OFF:
        return {}
    at: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for village, adviser, visits in await unit.visits.unconfirmed_counts(month):
        at[village][adviser] += visits
    return {
        person: sum(at[village].total() - at[village][person] for village in places & at.keys())
        for person, places in audience.confirmers.items()
    }


def _by_village(people: Places, entries: Iterable[Listed]) -> dict[int, list[Listed]]:
    """What concerns each person's villages; shared sets of villages are gone through once."""
    at: defaultdict[int, list[Listed]] = defaultdict(list)
    for entry in entries:
        for village in entry.villages:
            at[village].append(entry)
    found: dict[frozenset[int], list[Listed]] = {}
    for places in people.values():
        if places not in found:
            own = [entry for village in places & at.keys() for entry in at[village]]
            found[places] = list({entry.row.id: entry for entry in own}.values())
    return {person: found[places] for person, places in people.items()}


def _merged(*parts: Mapping[int, list[Listed]]) -> dict[int, list[Listed]]:
    """One digest for a person of two roles, every shortfall in it once."""
    whole: defaultdict[int, dict[int, Listed]] = defaultdict(dict)
    for part in parts:
        for person, entries in part.items():
            whole[person].update((entry.row.id, entry) for entry in entries)
    return {person: list(entries.values()) for person, entries in whole.items()}


async def _send(
    unit: Unit,
    issue: Issue,
    audience: Audience,
    about: Mapping[int, list[Listed]],
    waiting: Mapping[int, int],
    health: Illnesses,
) -> None:
    messages, told = [], []
    for person, entries in about.items():
        selection = chosen(entries)
        office = person in audience.offices
        digest = Digest(
            occasion=issue.occasion,
            month=str(issue.month),
            lines=selection.lines,
            more=selection.more,
            unconfirmed_visits=waiting.get(person, 0),
            until=issue.until,
            for_office=office,
            illnesses=health.illnesses if office else (),
            shut=await _shut(unit, audience, person, health) if office else (),
        )
        key = f"digest:{issue.occasion}:{issue.stamp}:{person}"
        messages.append(Message(key, person, digest))
        told += [(shortfall_id, person) for shortfall_id in selection.shortfall_ids]
    await unit.outbox.put_all(messages, issue.now)
    await unit.told.mark(told, issue.now)


async def _shut(
    unit: Unit, audience: Audience, office: int, health: Illnesses
) -> tuple[ShutDoor, ...]:
    """Doors of the people whose places this office answers for; of offices those below it."""
    mine = audience.offices[office]
    found: list[ShutDoor] = []
    for person, doors in health.shut.items():
        villages = audience.confirmers.get(person, frozenset()) | audience.advisers.get(
            person, frozenset()
        )
        grids = audience.grid_workers.get(person, frozenset())
        villages |= {grid.village_id for grid in await unit.grids.of_ids(grids)}
        below = audience.offices.get(person, frozenset())
        if villages & mine or (below and below <= mine and person != office):
            found += doors
    return tuple(found)
