"""Digests: one message per recipient, grouped by village, worst first (规则 4.16)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

from actions.illnesses import Illnesses
from actions.month.audience import Audience, audience_of, serving_on
from actions.month.short_lines import Listed, by_village, chosen, listed, merged
from domain.illnesses import ShutDoor
from domain.months import Month, local_day
from domain.notices import Digest
from domain.policy import ConfirmationRule
from domain.shortfalls import OPEN_STATES, STANDING
from storage.outbox import Message
from storage.unit import Unit

Streets = Collection[int] | None
Occasion = Literal["before_month_end", "month_end", "grids_weekly", "preview"]


class Issue(NamedTuple):
    """One occasion at one moment, in some streets or in all; `stamp` keeps the outbox keys of
    different issues apart. `until` is the end of the 补录期 by street."""

    occasion: Occasion
    month: Month
    stamp: str
    now: datetime
    until: Mapping[int, date] = MappingProxyType({})


async def send_before_month_end(
    unit: Unit,
    month: Month,
    now: datetime,
    illnesses: Illnesses,
    streets: Streets = None,
    day: date | None = None,
) -> None:
    """T−3: to every village confirmer and the office. Late, after the month, it says nothing.

    `day` is the one these streets have it on: who answers for others too hears again on theirs.
    """
    if local_day(now) > month.last_day:
        return
    audience = await audience_of(unit, month, streets)
    entries = await _of_month(unit, month, audience)
    waiting = await _waiting(unit, audience, month)
    about = merged(by_village(audience.offices, entries), by_village(audience.confirmers, entries))
    issue = Issue("before_month_end", month, f"{month}:{day or ''}", now)
    await _send(unit, issue, audience, about, waiting, illnesses)


async def send_month_end(
    unit: Unit, month: Month, now: datetime, illnesses: Illnesses, streets: Streets = None
) -> None:
    """The 1st: last month's shortfalls go to the office."""
    audience = await audience_of(unit, month, streets)
    entries = await _of_month(unit, month, audience)
    issue = Issue("month_end", month, str(month), now)
    await _send(unit, issue, audience, by_village(audience.offices, entries), {}, illnesses)


async def send_preview(unit: Unit, month: Month, now: datetime, streets: Streets = None) -> None:
    """The 1st: the 补录期 begins. Everyone whose village is short or has visits to confirm hears
    it, but the office, which has its digest of the same day. After the 补录期 it says nothing."""
    frames = await unit.frames.of_all(month)
    until = {
        each: frame.closing_day
        for each, frame in frames.items()
        if (streets is None or each in streets) and local_day(now) <= frame.closing_day
    }
    if not until:
        return
    audience = await audience_of(unit, month, until.keys())
    entries = await _of_month(unit, month, audience)
    waiting = await _waiting(unit, audience, month)
    serving = await serving_on(unit, audience.advisers, local_day(now))
    about = merged(by_village(serving, entries), by_village(audience.confirmers, entries))
    concerned = {
        person: lines
        for person, lines in about.items()
        if (lines or waiting.get(person)) and person not in audience.offices
    }
    issue = Issue("preview", month, str(month), now, until)
    await _send(unit, issue, audience, concerned, waiting, Illnesses())


async def send_grids_weekly(
    unit: Unit, week: str, now: datetime, illnesses: Illnesses, streets: Streets = None
) -> None:
    """Uncovered grids and thin villages to the office, their own grids to the grid workers."""
    month = Month.at(now)
    audience = await audience_of(unit, month, streets)
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
    about = merged(by_village(audience.offices, entries), workers)
    issue = Issue("grids_weekly", month, week, now)
    await _send(unit, issue, audience, about, {}, illnesses)


async def _of_month(unit: Unit, month: Month, audience: Audience) -> list[Listed]:
    rows = await unit.shortfalls.of_month(month)
    return await listed(unit, [row for row in rows if row.state in OPEN_STATES], audience)


async def _waiting(unit: Unit, audience: Audience, month: Month) -> dict[int, int]:
    """How many visits each confirmer has yet to answer, own ones not counted; none where the
    policy does not ask."""
    frames = await unit.frames.of_all(month)
    at: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for village, adviser, visits in await unit.visits.unconfirmed_counts(month):
        home = audience.villages.get(village)
        policy = frames[home.district_id].policy if home else None
        if policy and policy.confirmation is not ConfirmationRule.OFF:
            at[village][adviser] += visits
    return {
        person: sum(at[village].total() - at[village][person] for village in places & at.keys())
        for person, places in audience.confirmers.items()
    }


async def _send(
    unit: Unit,
    issue: Issue,
    audience: Audience,
    about: Mapping[int, list[Listed]],
    waiting: Mapping[int, int],
    illnesses: Illnesses,
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
            until=_until(issue, audience, person),
            for_office=office,
            illnesses=illnesses.ailing if office else (),
            shut=await _shut(unit, audience, person, illnesses) if office else (),
        )
        key = f"digest:{issue.occasion}:{issue.stamp}:{person}"
        messages.append(Message(key, person, digest))
        told += [(shortfall_id, person) for shortfall_id in selection.shortfall_ids]
    await unit.outbox.put_all(messages, issue.now)
    await unit.told.mark(told, issue.now)


def _until(issue: Issue, audience: Audience, person: int) -> date | None:
    """The first of the last days, for who has villages in several streets."""
    own = audience.advisers.get(person, frozenset()) | audience.confirmers.get(person, frozenset())
    streets = {audience.villages[each].district_id for each in own if each in audience.villages}
    return min((issue.until[each] for each in streets if each in issue.until), default=None)


async def _shut(
    unit: Unit, audience: Audience, office: int, illnesses: Illnesses
) -> tuple[ShutDoor, ...]:
    """Doors of the people whose places this office answers for; of offices those below it."""
    mine = audience.offices[office]
    found: list[ShutDoor] = []
    for person, doors in illnesses.shut.items():
        villages = audience.confirmers.get(person, frozenset()) | audience.advisers.get(
            person, frozenset()
        )
        grids = audience.grid_workers.get(person, frozenset())
        villages |= {grid.village_id for grid in await unit.grids.of_ids(grids)}
        below = audience.offices.get(person, frozenset())
        if villages & mine or (below and below <= mine and person != office):
            found += doors
    return tuple(found)
