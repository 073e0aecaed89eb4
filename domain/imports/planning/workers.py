"""网格员: who looks after a grid now."""

from domain.imports.changes import LookAfter, NewPerson, RecordKind, Release, Who
from domain.imports.fields import labelled
from domain.imports.names import one_spelling
from domain.imports.phones import is_mobile, same_phone
from domain.imports.planning.draft import Draft
from domain.imports.rows import GridRow
from domain.people import Person


def plan_workers(draft: Draft) -> None:
    """A grid's new 网格员 takes over from the one before; nobody in the table changes nothing."""
    phones = {(r.village, r.worker): r.phone for r in draft.tables.workers if r.phone}
    holders: dict[int, list[int]] = {}
    for grid_id, person_id in draft.stored.looking_after:
        holders.setdefault(grid_id, []).append(person_id)
    colleagues = _colleagues(draft)
    for row in draft.tables.workers:
        if (row.village, row.name) not in draft.places:
            continue
        name = row.worker or ""
        phone = row.phone or phones.get((row.village, name))
        grid_id = draft.grid_ids.get((row.village, row.name), 0)
        now = holders.get(grid_id, [])
        who = _who(draft, row, phone, list({*colleagues.get(row.village, []), *now}))
        if who is None:
            continue
        if isinstance(who, Person) and who.id in now:
            draft.unchanged[RecordKind.GRID_WORKER] += 1
            for other in now:
                if other != who.id:
                    draft.note(RecordKind.GRID_WORKER, f"{row.name} {draft.person(other).name}")
            continue
        after = labelled(GridRow, worker=name, phone=phone)
        step = LookAfter(who, row.village, row.name)
        draft.add(RecordKind.GRID_WORKER, f"{row.name} {name}", after, step)
        for other in now:
            label = f"{row.name} {draft.person(other).name}"
            successor = labelled(GridRow, worker=name)
            draft.end(RecordKind.GRID_WORKER, label, successor, Release(other, grid_id))


def _colleagues(draft: Draft) -> dict[str, list[int]]:
    """By village, everybody who looks after one of its grids."""
    villages = {grid.id: draft.names[grid.village_id] for grid in draft.stored.grids}
    found: dict[str, list[int]] = {}
    for grid_id, person_id in draft.stored.looking_after:
        people = found.setdefault(villages[grid_id], [])
        if person_id not in people:
            people.append(person_id)
    return found


def _who(draft: Draft, row: GridRow, phone: str | None, colleagues: list[int]) -> Who | None:
    """By phone, else by name among the 网格员 of the village and the grid, else somebody new."""
    name = row.worker or ""
    mobile = phone if phone and is_mobile(phone) else None
    found = draft.with_mobile(mobile, name)
    if found is None:
        namesakes = [p for p in map(draft.person, colleagues) if one_spelling(p.name) == name]
        same = [p for p in namesakes if phone and p.phone and same_phone(phone, p.phone)]
        fitting = same if len(namesakes) > 1 else namesakes
        found = fitting[0] if len(fitting) == 1 else None
    full = draft.full_phone(phone, found.phone if found else None)
    if phone and full is None:
        draft.blame_masked(row, phone)
        return None
    if found is None:
        return NewPerson(name, phone, "" if mobile else row.village)
    return draft.meet(RecordKind.GRID_WORKER, found, name, full)
