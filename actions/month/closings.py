"""月结 as the desk shows it: each street's month, what it would freeze, and what was corrected."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from actions.month.standings import Standing, standings_below
from actions.people.access import check_office, check_office_of_district
from domain.districts import District
from domain.errors import NotFound
from domain.frames import MonthFrame
from domain.months import Month
from domain.people import Actor
from storage.months import MonthCorrection, MonthRecord
from storage.unit import Unit


class Closing(NamedTuple):
    street: District
    frame: MonthFrame
    record: MonthRecord


class ClosingPage(NamedTuple):
    """`villages` as the month would be frozen now, or as it was judged; `names` of corrections."""

    closing: Closing
    villages: Sequence[Standing]
    corrections: Sequence[MonthCorrection]
    names: dict[int, str]


async def closings(unit: Unit, actor: Actor, month: Month) -> list[Closing]:
    """One for each street the actor answers for. Raises NotAllowed for who has none."""
    streets = await unit.districts.streets(check_office(actor))
    return [await _closing(unit, street, month) for street in streets]


async def the_closing(unit: Unit, actor: Actor, street_id: int, month: Month) -> Closing:
    """Raises NotAllowed, NotFound."""
    await check_office_of_district(unit, actor, street_id)
    street = await unit.districts.get(street_id)
    if street is None or not await unit.frames.of_some(month, [street_id]):
        raise NotFound
    return await _closing(unit, street, month)


async def closing_page(
    unit: Unit, actor: Actor, street_id: int, month: Month, now: datetime
) -> ClosingPage:
    closing = await the_closing(unit, actor, street_id, month)
    villages = await standings_below(unit, frozenset({street_id}), month, now)
    corrections = await unit.months.corrections_of(month, street_id)
    known = await unit.villages.of_ids({each.village_id for each in corrections})
    names = {each.id: each.name for each in known.values()}
    return ClosingPage(closing, villages, corrections, names)


async def _closing(unit: Unit, street: District, month: Month) -> Closing:
    frame = await unit.frames.of_street(month, street)
    return Closing(street, frame, await unit.months.get(month, street.id))
