"""People, their roles, accounts and invitations (规则 1.11, 规则 2.1)."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.districts import steps_of
from domain.errors import Refused
from domain.model import Model


class Role(StrEnum):
    """What a person may do. `place_id` of the grant says where."""

    ADVISER = "adviser"
    GRID_WORKER = "grid_worker"
    VILLAGE_CONFIRMER = "village_confirmer"
    OFFICE = "office"
    LEADER = "leader"


class Person(Model):
    """`left_on`: since that day nothing lets in or reaches this person (规则 2.7)."""

    id: int
    name: str
    phone: str | None = None
    left_on: date | None = None


class Grant(Model):
    """`place_id`: grid for a grid worker, village for a confirmer, district for office and leader;
    null for an adviser, whose places are the assignments."""

    role: Role
    place_id: int | None = None


class Actor(Model):
    """A person with the roles they hold now: who is doing something."""

    person_id: int
    name: str
    grants: tuple[Grant, ...] = ()

    def has(self, role: Role) -> bool:
        return any(g.role is role for g in self.grants)

    def places(self, *roles: Role) -> frozenset[int]:
        return frozenset(
            g.place_id for g in self.grants if g.role in roles and g.place_id is not None
        )

    @property
    def offices(self) -> frozenset[int]:
        """The districts this person answers for; a leader is of the office too."""
        return self.places(Role.OFFICE, Role.LEADER)


class PostAt(NamedTuple):
    """A role of a person, and the path of the district it is held at or below; None where the
    place is unknown."""

    role: Role
    path: str | None


def may_let_in(actor: Actor, posts: Sequence[PostAt]) -> bool:
    """Whether the actor may open a door, by code or by link, for who holds these posts.

    Not for who belongs to no place of theirs, and not for who may do more than they may: with a
    door of that person the actor could do it too (规则 2.6).
    """
    offices, leads = actor.offices, actor.places(Role.LEADER)
    for post in posts:
        if post.role is Role.LEADER and not lies_below(post.path, leads):
            return False
        if post.role is Role.OFFICE and not lies_below(post.path, offices):
            return False
    return belongs_to(actor, posts)


def belongs_to(actor: Actor, posts: Sequence[PostAt]) -> bool:
    """Whether any of these posts lies below the actor's office."""
    return any(lies_below(post.path, actor.offices) for post in posts)


def lies_below(path: str | None, district_ids: frozenset[int]) -> bool:
    """Whether a path of districts leads through one of these; a place below nothing does not."""
    return not district_ids.isdisjoint(steps_of(path))


class Account(Model):
    """A person's address in one messenger. A closed door says why nothing gets through."""

    id: int
    person_id: int
    messenger: str
    address: str
    closed_at: datetime | None = None
    closed_reason: str | None = None


INVITATION_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0/O, 1/I/L: read aloud over the phone they are mistaken for each other."""
INVITATION_LENGTH = 8
INVITATION_LIFE = timedelta(days=7)


class Invitation(Model):
    code: str
    person_id: int
    made_by: int | None
    made_at: datetime
    used_at: datetime | None = None


ERASED_NAME = "已删除"
"""Stands where the name of somebody stood who wanted their data removed."""


class InvitationInvalid(Refused):
    """Unknown, used or too old: which of them is not told to a stranger."""


class LinkInvalid(Refused):
    """Unknown, used or too old: which of them is not told to a stranger."""


def new_invitation_code() -> str:
    return "".join(secrets.choice(INVITATION_LETTERS) for _ in range(INVITATION_LENGTH))


_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(?:[{INVITATION_LETTERS}][\s\-—·]*){{{INVITATION_LENGTH}}}(?![0-9A-Za-z])",
    re.I,
)


def as_invitation_code(text: str) -> str | None:
    """The code in what a person typed or pasted, forgiving case, spaces, hyphens and words around
    it; None if there is none, or more than one."""
    found = {
        re.sub(r"[\s\-—·]", "", code).upper()
        for code in _CODE.findall(unicodedata.normalize("NFKC", text))
    }
    return found.pop() if len(found) == 1 else None


def check_invitation(invitation: Invitation, now: datetime) -> None:
    if invitation.used_at is not None or now >= invitation.made_at + INVITATION_LIFE:
        raise InvitationInvalid


def masked_phone(phone: str | None) -> str:
    """`138****5678`; short numbers keep only their last two digits."""
    if not phone:
        return "未登记"
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 2) + phone[-2:]


def masked_name(name: str) -> str:
    """`王**`: the surname stays so that people who know each other can tell."""
    return name[:1] + "**" if name else ""
