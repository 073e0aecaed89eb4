"""Joining: invitations made by the office, used once by the person they are for."""

from datetime import date, datetime

from actions.people.doors import door_opened
from domain.advisers import Adviser, AdviserKind
from domain.errors import NotAllowed, NotFound
from domain.months import local_day
from domain.people import (
    Actor,
    Grant,
    Invitation,
    InvitationInvalid,
    Person,
    PostAt,
    Role,
    belongs_to,
    check_invitation,
    may_let_in,
    new_invitation_code,
)
from storage.unit import Unit


async def invite(unit: Unit, actor: Actor | None, person_id: int, now: datetime) -> Invitation:
    """A new single-use code for a person; `actor` None is the command line on the server."""
    if actor is not None:
        await check_may_let_in(unit, actor, person_id, now)
    known = await unit.people.get(person_id)
    if known is None or known.left_on is not None:
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
    return bool(actor.offices) and belongs_to(actor, await posts_of(unit, person_id))


async def check_may_let_in(unit: Unit, actor: Actor, person_id: int, now: datetime) -> None:
    """Raises NotAllowed, also for nobody: it is not told who there is."""
    if not may_let_in(actor, await posts_of(unit, person_id, local_day(now))):
        raise NotAllowed


async def posts_of(unit: Unit, person_id: int, today: date | None = None) -> list[PostAt]:
    """Every role the person holds now, an adviser's at each village served from today on; without
    a day at each village ever served."""
    person = await unit.people.actor(person_id)
    if person is None:
        return []
    found = []
    for grant in person.grants:
        places = await _districts_of(unit, person_id, grant, today)
        found += [PostAt(grant.role, path) for path in places]
    return found


async def _districts_of(
    unit: Unit, person_id: int, grant: Grant, today: date | None
) -> list[str | None]:
    place = grant.place_id or 0
    if grant.role in (Role.OFFICE, Role.LEADER):
        district = await unit.districts.get(place)
        return [district.path if district else None]
    villages = [place]
    if grant.role is Role.GRID_WORKER:
        villages = [grid.village_id for grid in await unit.grids.of_ids([place])]
    if grant.role is Role.ADVISER:
        served = await unit.advisers.assignments_by(person_id)
        lasting = [a for a in served if today is None or a.until is None or a.until >= today]
        villages = sorted({assignment.village_id for assignment in lasting})
    return [await unit.villages.district_path(village_id) for village_id in villages]


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
