"""The steps of an import plan, carried out kind by kind: what others stand on comes first."""

from collections.abc import Iterable
from datetime import datetime

from actions.districts import gather_below, nearest_above
from domain.advisers import Adviser, Assignment
from domain.districts import District
from domain.grids import Grid
from domain.imports.changes import (
    AddDistrict,
    Assign,
    ImportChange,
    ImportPlan,
    LookAfter,
    NewPerson,
    PutAdviser,
    PutGrid,
    PutMingbairen,
    PutVillage,
    RecordKind,
    Release,
    S,
    SaveAssignment,
    SavePerson,
    Verb,
    Who,
)
from domain.months import local_day
from domain.people import Person, Role
from domain.places import PlaceKind
from domain.villages import Village
from storage.audit import Entry
from storage.unit import Unit


class Carrying:
    """Knows the ids of what it has added so far, and notes every change for the audit."""

    def __init__(self, unit: Unit, plan: ImportPlan, actor_id: int | None, now: datetime) -> None:
        self._unit, self._plan, self._actor_id, self._now = unit, plan, actor_id, now
        self._villages = dict(plan.village_ids)
        self._grids = dict(plan.grid_ids)
        self._people: dict[NewPerson, int] = {}
        self._made = plan.by_step()
        self._audit: list[tuple[ImportChange, int]] = []

    async def out(self) -> District:
        district = await self._district()
        await self._put_villages(district)
        await self._put_grids()
        await self._put_people()
        await self._put_advisers()
        await self._put_assignments()
        await self._put_workers()
        await self._put_mingbairen()
        entries = (_entry(change, subject_id) for change, subject_id in self._audit)
        await self._unit.audit.note_all(entries, self._actor_id, self._now)
        return district

    def _made_by(self, step: type[S]) -> list[tuple[ImportChange, S]]:
        return self._made.get(step, [])

    async def _district(self) -> District:
        if self._plan.district is not None:
            return self._plan.district
        *counties, (change, step) = self._made_by(AddDistrict)
        for above, county in counties:
            parent = await nearest_above(self._unit, county.code)
            made = await self._unit.districts.add(county.code, county.name, parent)
            await gather_below(self._unit, made)
            self._note(above, made.id)
        parent = await nearest_above(self._unit, step.code)
        today = local_day(self._now)
        district = await self._unit.districts.add(step.code, step.name, parent, today)
        self._note(change, district.id)
        return district

    async def _put_villages(self, district: District) -> None:
        steps = self._made_by(PutVillage)
        new = [
            (change, step.village.model_copy(update={"district_id": district.id}))
            for change, step in steps
            if not step.village.id
        ]
        ids = await self._unit.imports.add_villages([village for _, village in new])
        for (change, village), id_ in zip(new, ids, strict=True):
            self._villages[village.name] = id_
            self._note(change, id_)
        changed = [(change, step.village) for change, step in steps if step.village.id]
        await self._keep_names(PlaceKind.VILLAGE, changed)
        await self._unit.imports.save([village for _, village in changed])
        self._note_all((change, village.id) for change, village in changed)

    async def _put_grids(self) -> None:
        placed = [
            (
                change,
                step,
                step.grid.model_copy(update={"village_id": self._villages[step.village]}),
            )
            for change, step in self._made_by(PutGrid)
        ]
        new = [one for one in placed if not one[2].id]
        ids = await self._unit.imports.add_grids([grid for *_, grid in new])
        for (change, step, grid), id_ in zip(new, ids, strict=True):
            self._grids[step.village, grid.name] = id_
            self._note(change, id_)
        changed = [(change, grid) for change, _, grid in placed if grid.id]
        await self._keep_names(PlaceKind.GRID, changed)
        await self._unit.imports.save([grid for _, grid in changed])
        self._note_all((change, grid.id) for change, grid in changed)

    async def _keep_names(
        self, kind: PlaceKind, changed: Iterable[tuple[ImportChange, Village | Grid]]
    ) -> None:
        """By its former name a place is understood on, also in a table older than this one."""
        for change, place in changed:
            if change.verb is Verb.RENAME:
                today = local_day(self._now)
                await self._unit.former_names.add(kind, place.id, change.label, today)

    async def _put_people(self) -> None:
        met = [step.who for _, step in self._made_by(PutAdviser)]
        met += [step.who for _, step in self._made_by(LookAfter)]
        new = list(dict.fromkeys(who for who in met if isinstance(who, NewPerson)))
        ids = await self._unit.imports.add_people([(who.name, who.phone) for who in new])
        self._people = dict(zip(new, ids, strict=True))
        for change, step in self._made_by(SavePerson):
            await self._unit.people.save(step.person)
            self._note(change, step.person.id)

    async def _put_advisers(self) -> None:
        steps = self._made_by(PutAdviser)
        new = [
            Adviser(id=self._id(step.who), name=step.who.name, kind=step.kind)
            for _, step in steps
            if not step.known
        ]
        await self._unit.imports.add_advisers(new)
        for change, step in steps:
            person_id = self._id(step.who)
            if step.known:
                await self._unit.advisers.save_kind(person_id, step.kind)
            self._note(change, person_id)

    async def _put_assignments(self) -> None:
        starts = self._made_by(Assign)
        new = [
            Assignment(
                id=0,
                adviser_id=self._id(step.who),
                village_id=self._villages[step.village],
                since=step.since,
                until=step.until,
            )
            for _, step in starts
        ]
        ids = await self._unit.imports.add_assignments(new)
        self._note_all(zip((change for change, _ in starts), ids, strict=True))
        named = {self._id(step.who) for _, step in self._made_by(PutAdviser)}
        serving = named | {assignment.adviser_id for assignment in new}
        await self._unit.imports.make_advisers(serving, self._now)
        changed = self._made_by(SaveAssignment)
        await self._unit.imports.save([step.assignment for _, step in changed])
        self._note_all((change, step.assignment.id) for change, step in changed)

    async def _put_workers(self) -> None:
        given = self._made_by(LookAfter)
        pairs = [(self._id(s.who), self._grids[s.village, s.grid]) for _, s in given]
        await self._unit.imports.give_grids(pairs, self._now)
        self._note_all((change, pair[0]) for (change, _), pair in zip(given, pairs, strict=True))
        for change, step in self._made_by(Release):
            await self._unit.people.revoke(
                step.person_id, Role.GRID_WORKER, step.grid_id, self._now
            )
            self._note(change, step.person_id)

    async def _put_mingbairen(self) -> None:
        placed = [
            (
                change,
                step,
                step.person.model_copy(update={"grid_id": self._grids[step.village, step.grid]}),
            )
            for change, step in self._made_by(PutMingbairen)
        ]
        new = [(change, person) for change, _, person in placed if not person.id]
        ids = await self._unit.imports.add_mingbairen(
            [person for _, person in new], self._actor_id, self._now
        )
        self._note_all(zip((change for change, _ in new), ids, strict=True))
        await self._unit.imports.save([p for _, step, p in placed if p.id and not step.moved])
        for change, step, person in placed:
            if person.id:
                if step.moved:
                    reason = person.left_reason
                    await self._unit.mingbairen.move(person, self._actor_id, reason, self._now)
                self._note(change, person.id)

    def _id(self, who: Who) -> int:
        return who.id if isinstance(who, Person) else self._people[who]

    def _note(self, change: ImportChange, subject_id: int) -> None:
        self._audit.append((change, subject_id))

    def _note_all(self, noted: Iterable[tuple[ImportChange, int]]) -> None:
        self._audit.extend(noted)


def _entry(change: ImportChange, subject_id: int) -> Entry:
    of_person = change.kind in (RecordKind.ADVISER, RecordKind.GRID_WORKER)
    subject = "person" if of_person else change.kind.value
    after = {"项目": change.label, **change.after}
    return Entry("import", subject, subject_id, change.before or None, after)
