"""A grid is warned about before certificates that end leave it empty (规则 4.15)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from actions.month.audience import Audience, audience_of
from domain.grids import Grid, certificates_at_stake
from domain.mingbairen import Mingbairen, Stage
from domain.months import Month, local_day
from domain.notices import GridLost, GridsAtRisk, Notice
from storage.outbox import Message
from storage.unit import Unit

WARNED = "warn_certificate"


async def warn_of_certificates(unit: Unit, now: datetime) -> None:
    """Each certificate once, all grids of one recipient in one message."""
    people = await _not_warned(unit, await _at_stake(unit, now))
    if not people:
        return
    by_grid: defaultdict[int, list[Mingbairen]] = defaultdict(list)
    for person in people:
        by_grid[person.grid_id].append(person)
    audience = await audience_of(unit, Month.at(now))
    grids = await unit.grids.of_ids(by_grid)
    lost = {grid.id: _warning(grid, by_grid[grid.id], audience) for grid in grids}
    messages = []
    for recipient, own in _concerned(grids, audience).items():
        key = f"certificates:{local_day(now)}:{recipient}"
        messages.append(Message(key, recipient, _together([lost[grid] for grid in own])))
    await unit.outbox.put_all(messages, now)
    for each in people:
        after = {"until": str(each.certificate_until)}
        await unit.audit.note(None, WARNED, "mingbairen", each.id, now, after=after)


async def _at_stake(unit: Unit, now: datetime) -> list[Mingbairen]:
    """Each street warns as many days before as its policy says."""
    today = local_day(now)
    frames = await unit.frames.of_all(Month.at(now))
    longest = max((f.policy.certificate_warning_days for f in frames.values()), default=0)
    ending = await unit.mingbairen.ending_by(today + timedelta(days=longest))
    places = await unit.grids.places_of({person.grid_id for person in ending})
    registered: defaultdict[int, list[Mingbairen]] = defaultdict(list)
    for person in await unit.mingbairen.of_grids(places):
        if person.stage is Stage.REGISTERED:
            registered[person.grid_id].append(person)
    return [
        person
        for grid_id, group in registered.items()
        for person in certificates_at_stake(group, today, frames[places[grid_id].street_id].policy)
    ]


async def _not_warned(unit: Unit, people: Collection[Mingbairen]) -> list[Mingbairen]:
    """A renewed certificate that ends again is another one."""
    noted = await unit.audit.noted(WARNED, "mingbairen", [person.id for person in people])
    known = {(row["subject_id"], row["after"]["until"]) for row in noted}
    return [p for p in people if (p.id, str(p.certificate_until)) not in known]


def _concerned(grids: Collection[Grid], audience: Audience) -> dict[int, list[int]]:
    """The grids each grid worker and each of the office is to hear of."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for person in audience.offices.keys() | audience.grid_workers.keys():
        villages = audience.offices.get(person, frozenset())
        own = audience.grid_workers.get(person, frozenset())
        for grid in grids:
            if grid.village_id in villages or grid.id in own:
                found[person].append(grid.id)
    return found


def _warning(grid: Grid, people: Collection[Mingbairen], audience: Audience) -> GridLost:
    village = audience.villages.get(grid.village_id)
    return GridLost(
        village=village.name if village else "",
        grid=grid.name,
        grid_id=grid.id,
        at_risk=True,
        ends=tuple(p.certificate_until for p in people if p.certificate_until),
    )


def _together(grids: list[GridLost]) -> Notice:
    return grids[0] if len(grids) == 1 else GridsAtRisk(grids=tuple(grids))
