"""The months of places, each with the rules it is judged by: for one street or for all of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, true

from domain.districts import District
from domain.errors import NotFound
from domain.frames import MonthFrame
from domain.inheritance import Inherited, Setting, calendar_at, inherited
from domain.months import Month
from domain.policy import Policy
from domain.working_days import WorkCalendar
from storage.calendar import CalendarDays
from storage.compiled import small
from storage.districts import Districts
from storage.policies import Policies, setting_of
from storage.repository import Repository
from storage.tables import months, policies


def _frame() -> Select[Any]:
    """The record of the month beside everything its chain of places says; a row at least."""
    month: Any = bindparam("month")
    record = months.c.policy.label("kept"), months.c.closed_at, months.c.reopened_at
    here = (months.c.month == month) & (months.c.district_id == bindparam("place"))
    said = policies.c.place_id.in_(bindparam("chain", expanding=True))
    one = select(literal(1).label("one")).subquery()
    this = select(*record).where(here).subquery()
    settings = select(policies).where(said, policies.c.effective_from <= month).subquery()
    joined = one.outerjoin(this, true()).outerjoin(settings, true())
    return select(this, settings).select_from(joined)


_FRAME = small(_frame())
_RECORDS = select(
    months.c.district_id, months.c.policy.label("kept"), months.c.closed_at, months.c.reopened_at
).where(
    months.c.month == bindparam("month"),
    months.c.district_id.in_(bindparam("streets", expanding=True)),
)


class Frames(Repository):
    """What was asked once in a unit is not asked again."""

    async def of_village(self, month: Month, village_id: int) -> MonthFrame:
        """Raises NotFound."""
        street = await Districts(self.connection, self.asked).of_village(village_id)
        if street is None:
            raise NotFound
        return await self.of_street(month, street)

    async def of_street(self, month: Month, street: District) -> MonthFrame:
        known = self._known(month)
        if street.id not in known:
            known[street.id] = await self._one(month, street)
        return known[street.id]

    async def of_all(self, month: Month) -> dict[int, MonthFrame]:
        """Of every street, by its id; in a handful of statements, however many there are."""
        key = ("frames of all", month)
        if key not in self.asked:
            streets = await Districts(self.connection, self.asked).streets()
            self.asked[key] = await self._made(month, streets)
        found: dict[int, MonthFrame] = self.asked[key]
        return found

    async def of_some(self, month: Month, street_ids: Collection[int]) -> dict[int, MonthFrame]:
        """Of those of these streets that there are."""
        known = self.asked.get(("frames of all", month)) or self._known(month)
        if missing := [each for each in street_ids if each not in known]:
            streets = await Districts(self.connection, self.asked).of_ids(missing)
            if len(streets) == 1:
                known[streets[0].id] = await self._one(month, streets[0])
            elif streets:
                known |= await self._made(month, streets)
        return {each: known[each] for each in street_ids if each in known}

    def _known(self, month: Month) -> dict[int, MonthFrame]:
        found: dict[int, MonthFrame] = self.asked.setdefault(("frames", month), {})
        return found

    async def _one(self, month: Month, street: District) -> MonthFrame:
        chain = street.chain
        rows = await self.all_rows(_FRAME, month=str(month), place=street.id, chain=list(chain))
        said = [setting_of(row) for row in rows if row.place_id is not None]
        calendar = await CalendarDays(self.connection, self.asked).at(chain)
        return _made(month, street, inherited(said, chain, month), calendar, rows[0])

    async def _made(self, month: Month, streets: Sequence[District]) -> dict[int, MonthFrame]:
        settings = await Policies(self.connection, self.asked).settings()
        tables = await CalendarDays(self.connection, self.asked).tables()
        ids = [street.id for street in streets]
        rows = await self.all_rows(_RECORDS, month=str(month), streets=ids)
        records = {row.district_id: row for row in rows}
        said: defaultdict[int, list[Setting]] = defaultdict(list)
        for setting in settings:
            said[setting.place_id].append(setting)
        known: dict[tuple[int, ...], tuple[Inherited, WorkCalendar]] = {}
        found = {}
        for street in streets:
            chain = tuple(each for each in street.chain if each in said or each in tables)
            if chain not in known:
                own = [setting for each in chain for setting in said.get(each, ())]
                known[chain] = inherited(own, chain, month), calendar_at(tables, chain)
            found[street.id] = _made(month, street, *known[chain], records.get(street.id))
        return found


def _made(
    month: Month, street: District, rules: Inherited, calendar: WorkCalendar, record: Any
) -> MonthFrame:
    kept = record.kept if record else None
    return MonthFrame(
        month,
        street.id,
        Policy.model_validate(kept) if kept else rules.policy,
        calendar,
        street.began_on,
        frozen=record is not None and record.closed_at is not None,
        reopened=record is not None and record.reopened_at is not None,
        policy_set_at=rules.set_at,
    )
