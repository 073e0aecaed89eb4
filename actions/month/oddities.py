"""What is odd about a month's visits: a list for a person to read, never a verdict (规则 3.10)."""

from typing import NamedTuple

from actions.month.judging import grouped
from actions.people.access import check_office
from domain.months import Month
from domain.oddities import Oddity, oddities
from domain.people import Actor
from domain.visits import Visit
from storage.unit import Unit


class OddVisits(NamedTuple):
    """One oddity with the adviser's name and the visits it is about, by village name."""

    oddity: Oddity
    adviser: str
    visits: list[tuple[Visit, str]]


async def oddities_of(unit: Unit, actor: Actor, month: Month) -> list[OddVisits]:
    """Of all visits below the actor's office. Raises NotAllowed."""
    check_office(actor)
    visits = await unit.visits.of_month_below(actor.offices, month)
    villages = await unit.villages.of_ids({visit.village_id for visit in visits})
    frames = await unit.frames.of_some(month, {v.district_id for v in villages.values()})
    found = []
    for _, own in sorted(grouped(visits, lambda visit: visit.adviser_id).items()):
        first_in = villages[own[0].village_id].district_id
        found += oddities(own, month, frames[first_in].policy)
    advisers = await unit.people.of_ids({each.adviser_id for each in found})
    by_id = {visit.id: visit for visit in visits}
    return [
        OddVisits(
            each,
            advisers[each.adviser_id].name,
            [(by_id[n], villages[by_id[n].village_id].name) for n in each.visit_ids],
        )
        for each in found
    ]
