"""批量邀请: everybody of one role who has not joined yet, each with a code and a link."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from actions.people.finding import offices_of
from actions.people.invitations import Member, members, not_joined
from actions.people.links import make_link
from actions.people.people import invite
from domain.errors import NotAllowed
from domain.months import local_day
from domain.people import INVITATION_LIFE, Actor, Role
from reports.invitations import InvitationLine, invitations_workbook
from storage.unit import Unit
from words.labels import ROLE_LABELS
from words.times import clock_words

Link = Callable[[str], str]
"""The address of the web chat with a secret in it."""


class Batch(NamedTuple):
    """A workbook with one row a person; `people` says how many."""

    people: int
    workbook: bytes


async def waiting_by_role(
    unit: Unit, actor: Actor | None, now: datetime
) -> dict[Role, list[Member]]:
    """Who has not joined, by the roles they have; each role once, in the order of the office."""
    if actor is None:
        posts = await unit.posts.below(await offices_of(unit, None), local_day(now))
        waiting = members(post for post in posts if not post.joined)
    else:
        waiting = await not_joined(unit, actor, now)
    found: dict[Role, list[Member]] = {}
    for role in Role:
        own = [each for each in waiting if any(post.role is role for post in each.posts)]
        if own:
            found[role] = own
    return found


async def invite_all(
    unit: Unit, actor: Actor | None, role: Role, link: Link, now: datetime
) -> Batch:
    """A new code and a new link for each; whom the actor may not let in is left out."""
    waiting = (await waiting_by_role(unit, actor, now)).get(role, [])
    lines = await invitation_lines(unit, actor, waiting, role, link, now)
    return Batch(len(lines), await asyncio.to_thread(invitations_workbook, lines))


async def invitation_lines(
    unit: Unit,
    actor: Actor | None,
    people: Iterable[Member],
    role: Role | None,
    link: Link,
    now: datetime,
) -> list[InvitationLine]:
    """The same, for the roles and places of one role or of all."""
    lines = []
    for member in people:
        try:
            lines.append(await _line(unit, actor, member, role, link, now))
        except NotAllowed:
            continue
    return lines


async def _line(
    unit: Unit, actor: Actor | None, member: Member, role: Role | None, link: Link, now: datetime
) -> InvitationLine:
    invitation = await invite(unit, actor, member.person_id, now)
    person = await unit.people.get(member.person_id)
    assert person is not None
    secret = await make_link(unit, actor, person, now)
    until = now + INVITATION_LIFE
    posts = [post for post in member.posts if role in (None, post.role)]
    code = f"{invitation.code[:4]}-{invitation.code[4:]}"
    return InvitationLine(
        name=member.name,
        role="、".join(dict.fromkeys(ROLE_LABELS[post.role] for post in posts)),
        places="、".join(post.place for post in posts),
        code=code,
        until=f"{local_day(until)} {clock_words(until)}",
        link=link(secret),
    )
