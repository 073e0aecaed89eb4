"""The working days this office goes by."""

from domain.working_days import WorkCalendar
from storage.unit import Unit


async def calendar_of(unit: Unit) -> WorkCalendar:
    """The published calendar, amended by the days the office imported."""
    return WorkCalendar(await unit.calendar.table())
