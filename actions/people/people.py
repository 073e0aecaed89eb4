"""Joining: invitations made by the office, used once by the person they are for."""

from datetime import datetime

from actions.people.doors import door_opened
from domain.advisers import Adviser, AdviserKind
from domain.errors import NotAllowed, NotFound
from domain.people import (
    Actor,
    Invitation,
    InvitationInvalid,
    Person,
    Role,
    check_invitation,
    new_invitation_code,
)
from storage.unit import Unit


async def invite(unit: Unit, actor: Actor | None, person_id: int, now: datetime) -> Invitation:
    """A new single-use code for a person; `actor` None is the command line on the server."""
    if actor is not None and not await may_manage(unit, actor, person_id):
        raise NotAllowed
    person = await unit.people.get(person_id)
    if person is None or person.left_on is not None:
        raise NotFound
    made_by = actor.person_id if actor else None
    invitation = Invitation(
        code=new_invitation_code(), person_id=person_id, made_by=made_by, made_at=now
    )
    await unit.people.add_invitation(invitation)
    await unit.audit.note(made_by, "invite", "person", person_id, now)
    return invitation


async def join(unit: Unit, messenger: str, address: str, code: str, now: datetime) -> Actor:
    """Bind this address to the person the code was made for. Raises InvitationInvalid."""
    invitation = await unit.people.invitation(code)
    if invitation is None:
        raise InvitationInvalid
    check_invitation(invitation, now)
    if not await unit.people.use_invitation(code, now):
        raise InvitationInvalid
    await unit.people.link_account(invitation.person_id, messenger, address, now)
    await door_opened(unit, invitation.person_id, now)
    after = {"messenger": messenger}
    await unit.audit.note(
        invitation.person_id, "join", "person", invitation.person_id, now, after=after
    )
    actor = await unit.people.actor(invitation.person_id)
    assert actor is not None
    return actor


async def may_manage(unit: Unit, actor: Actor, person_id: int) -> bool:
    """Whether this office answers for a place where the person has a role."""
    if not actor.offices:
        return False
    other = await unit.people.actor(person_id)
    if other is None:
        return False
    for path in await paths_of(unit, other):
        if {int(part) for part in path.split("/") if part} & actor.offices:
            return True
    return not other.grants


async def paths_of(unit: Unit, person: Actor) -> list[str]:
    """The district paths of all places where the person has a role."""
    village_ids = set(person.places(Role.VILLAGE_CONFIRMER))
    for grid in await unit.grids.of_ids(person.places(Role.GRID_WORKER)):
        village_ids.add(grid.village_id)
    if person.has(Role.ADVISER):
        village_ids |= {a.village_id for a in await unit.advisers.assignments_by(person.person_id)}
    paths = [await unit.villages.district_path(village_id) for village_id in village_ids]
    for district_id in person.offices:
        district = await unit.districts.get(district_id)
        paths.append(district.path if district else None)
    return [path for path in paths if path]


async def add_person(
    unit: Unit,
    actor: Actor | None,
    name: str,
    role: Role,
    place_id: int | None,
    now: datetime,
) -> Person:
    """A person with one role; somebody of the same name who already holds it is that person."""
    for known in await unit.people.holding(role, None if place_id is None else [place_id]):
        if known.name == name:
            return known
    person = await unit.people.add(name)
    await unit.people.grant(person.id, role, place_id, now)
    by = actor.person_id if actor else None
    after = {"name": name, "role": role, "place_id": place_id}
    await unit.audit.note(by, "add_person", "person", person.id, now, after=after)
    return person


async def add_adviser(
    unit: Unit, actor: Actor, name: str, kind: AdviserKind, now: datetime
) -> Adviser:
    """A new person who advises; without an assignment nothing is theirs yet."""
    person = await unit.people.add(name)
    await unit.advisers.add(person.id, kind)
    await unit.people.grant(person.id, Role.ADVISER, None, now)
    after = {"name": name, "kind": kind}
    await unit.audit.note(actor.person_id, "add_adviser", "person", person.id, now, after=after)
    return Adviser(id=person.id, name=name, kind=kind)
