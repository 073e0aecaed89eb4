"""The working days a place goes by."""

from domain.working_days import WorkCalendar
from storage.unit import Unit


async def calendar_of(unit: Unit, district_id: int | None = None) -> WorkCalendar:
    """The published calendar, amended by the days that were imported, everywhere and for the
    district; without one, everywhere alone."""
    district = await unit.districts.get(district_id) if district_id else None
    return await (unit.calendar.at(district.chain) if district else unit.calendar.at())
