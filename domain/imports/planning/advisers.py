"""法律顾问 and 聘任: who is already known, who is new, who follows whom."""

from datetime import date, timedelta
from itertools import groupby

from domain.advisers import AdviserKind, Assignment
from domain.imports.changes import Assign, NewPerson, PutAdviser, RecordKind, SaveAssignment, Who
from domain.imports.fields import labelled
from domain.imports.names import one_spelling
from domain.imports.phones import is_mobile, same_phone
from domain.imports.planning.draft import Draft
from domain.imports.rows import AdviserRow
from domain.people import Person


def plan_advisers(draft: Draft) -> None:
    """Advisers first, then village by village who serves it."""
    advisers: dict[str, Who] = {}
    named = sorted((r for r in draft.tables.advisers if r.name), key=lambda r: r.name or "")
    for name, group in groupby(named, key=lambda row: row.name or ""):
        who = _plan_adviser(draft, name, list(group))
        if who is not None:
            advisers[name] = who
    served: dict[str, list[Assignment]] = {}
    for assignment in draft.stored.assignments:
        if _is_open(assignment, draft.today):
            served.setdefault(draft.names[assignment.village_id], []).append(assignment)
    in_table: dict[str, list[AdviserRow]] = {}
    for row in draft.tables.advisers:
        if row.village not in draft.left_out:
            in_table.setdefault(row.village, []).append(row)
    for village, rows in in_table.items():
        _plan_village(draft, village, rows, advisers, served.get(village, []))
    for village, here in served.items():
        if draft.tables.villages and village not in in_table:
            for assignment in here:
                draft.note(RecordKind.ASSIGNMENT, _label(draft, village, assignment))


def _plan_adviser(draft: Draft, name: str, rows: list[AdviserRow]) -> Who | None:
    """By phone, else by name among the advisers who may be meant; two such need a phone."""
    phone = next((row.phone for row in rows if row.phone), None)
    kind = next(row.kind for row in rows if row.kind)
    found = draft.with_mobile(phone if phone and is_mobile(phone) else None, name)
    namesakes = [] if found else _namesakes(draft, name, phone)
    if len(namesakes) > 1:
        reason = f"系统里有 {len(namesakes)} 位法律顾问都叫{name}"
        for row in rows:
            draft.blame(row.sheet, row.row, name, reason, "请填写联系电话，以便区分")
        return None
    person = found or next(iter(namesakes), None)
    if phone and draft.full_phone(phone, person.phone if person else None) is None:
        draft.blame_masked(next(row for row in rows if row.phone), phone)
        return None
    phone = draft.full_phone(phone, person.phone if person else None)
    if person is None:
        new = NewPerson(name, phone)
        after = labelled(AdviserRow, name=name, kind=kind, phone=phone)
        draft.add(RecordKind.ADVISER, name, after, PutAdviser(new, kind))
        return new
    _plan_known(draft, person, name, phone, kind)
    return draft.person(person.id)


def _plan_known(
    draft: Draft, person: Person, name: str, phone: str | None, kind: AdviserKind
) -> None:
    met = draft.meet(RecordKind.ADVISER, person, name, phone)
    known = draft.advisers.get(person.id)
    after = labelled(AdviserRow, kind=kind)
    if known is None:
        draft.add(RecordKind.ADVISER, name, after, PutAdviser(met, kind))
    elif known.kind is not kind:
        before = labelled(AdviserRow, kind=known.kind)
        draft.change(RecordKind.ADVISER, name, before, after, PutAdviser(met, kind, known=True))
    elif met == person:
        draft.unchanged[RecordKind.ADVISER] += 1


def _namesakes(draft: Draft, name: str, phone: str | None) -> list[Person]:
    """Advisers of this name; elsewhere in the county only those whose phone does not gainsay."""
    fitting = [
        p
        for p in map(draft.person, draft.advisers)
        if one_spelling(p.name) == name
        and (p.id in draft.serving_here or not (phone and p.phone) or same_phone(phone, p.phone))
    ]
    same = [p for p in fitting if phone and p.phone and same_phone(phone, p.phone)]
    return same if len(same) == 1 else fitting


def _plan_village(
    draft: Draft,
    village: str,
    rows: list[AdviserRow],
    advisers: dict[str, Who],
    here: list[Assignment],
) -> None:
    staying: set[int] = set()
    starts: list[date] = []
    for row in rows:
        who = advisers.get(row.name or "")
        if who is None or row.since is None:
            continue
        person_id = who.id if isinstance(who, Person) else 0
        known = next((a for a in here if a.adviser_id == person_id), None)
        if known is not None:
            staying.add(known.id)
            _plan_since(draft, row, known)
        elif _has_ended(draft, row, person_id):
            text = "系统里这次聘任已经结束，保持不变"
            draft.note(RecordKind.ASSIGNMENT, f"{village} {row.name}", text)
        else:
            starts.append(row.since)
            after = {"法律顾问": row.name or ""} | _term(row.since, row.until)
            step = Assign(who, village, row.since, row.until)
            draft.add(RecordKind.ASSIGNMENT, f"{village} {row.name}", after, step)
    for assignment in here:
        if assignment.id not in staying:
            _plan_end(draft, village, assignment, starts)


def _plan_since(draft: Draft, row: AdviserRow, known: Assignment) -> None:
    update = {"since": row.since or known.since, "until": row.until or known.until}
    changed = known.model_copy(update=update)
    before, after = (_term(each.since, each.until) for each in (known, changed))
    step = SaveAssignment(changed)
    draft.change(RecordKind.ASSIGNMENT, f"{row.village} {row.name}", before, after, step)


def _term(since: date, until: date | None) -> dict[str, str]:
    end = labelled(AdviserRow, until=until) if until else {}
    return labelled(AdviserRow, since=since) | end


def _plan_end(draft: Draft, village: str, assignment: Assignment, starts: list[date]) -> None:
    """Somebody new takes over: the one before served until the day before, one day at least."""
    label = _label(draft, village, assignment)
    if not starts:
        draft.note(RecordKind.ASSIGNMENT, label)
        return
    until = max(min(starts) - timedelta(days=1), assignment.since)
    step = SaveAssignment(assignment.model_copy(update={"until": until}))
    draft.end(RecordKind.ASSIGNMENT, label, {"聘任到": until.isoformat()}, step)


def _has_ended(draft: Draft, row: AdviserRow, person_id: int) -> bool:
    """The office has ended this very assignment since: an old table does not start it again."""
    return any(
        a.adviser_id == person_id
        and draft.names[a.village_id] == row.village
        and a.since == row.since
        and not _is_open(a, draft.today)
        for a in draft.stored.assignments
    )


def _is_open(assignment: Assignment, today: date) -> bool:
    return assignment.until is None or assignment.until >= today


def _label(draft: Draft, village: str, assignment: Assignment) -> str:
    return f"{village} {draft.person(assignment.adviser_id).name}"
