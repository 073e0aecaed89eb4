"""人员: everybody with a role below the office, whether they have joined, and each person."""

from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.people.doors import STILL_OF_USE
from actions.people.finding import people_here, person_detail
from actions.people.invitations import Member
from domain.people import Account, Role, masked_phone
from web.desk.page import Page
from web.desk.pages.roll import StageMark
from web.desk.rights import Asked
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk_people import (
    INVITE_ALL,
    NOT_JOINED,
    door_words,
    history_words,
    joined_words,
    late_words,
)
from words.desk_places import places_words
from words.labels import MESSENGER_LABELS, ROLE_LABELS

WAITING = "waiting"
OPEN, SHUT = "reached", "behind"


class Row(NamedTuple):
    id: int
    joined: StageMark
    name: str
    roles: str
    places: str


class People(Table):
    entry = "people"
    menu_label = "人员"
    search = "姓名或地方"
    empty = "没有符合条件的人员。"
    filters = (("role", "身份", [(role.value, label) for role, label in ROLE_LABELS.items()]),)
    batches = (("/people/invite-chosen", "邀请"),)
    fields = (
        Column("joined", "状态", cell="marked", place="badge"),
        Column("name", "姓名", cell="strong", place="name"),
        Column("roles", "身份", place="left"),
        Column("places", "在哪里", place="right"),
    )

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        every = await people_here(asked.unit, asked.actor, asked.now)
        role = wanted.chosen.get("role")
        fitting = [m for m in every if _fits(m, wanted.words, role)]
        waiting = [m for m in fitting if not m.joined]
        rows = waiting if wanted.chip == WAITING else fitting
        chips = [Chip("", "全部", len(fitting)), Chip(WAITING, NOT_JOINED, len(waiting), SHUT)]
        page = [_row(m) for m in rows[wanted.skip : wanted.skip + wanted.limit]]
        primary = ("/people/invite", INVITE_ALL) if any(not m.joined for m in every) else None
        return Found(page, len(rows), chips, "", primary)

    def row_url(self, row: dict[str, Any]) -> str:
        return f"/people/{row['id']}"


def _fits(member: Member, words: str, role: str | None) -> bool:
    there = any(words in post.place for post in member.posts) or words in member.name
    return there and (not role or any(post.role.value == role for post in member.posts))


def _row(member: Member) -> Row:
    roles = dict.fromkeys(ROLE_LABELS[post.role] for post in member.posts)
    mark = StageMark(OPEN if member.joined else SHUT, joined_words(member.joined))
    places = list(dict.fromkeys(post.place for post in member.posts))
    return Row(member.person_id, mark, member.name, "、".join(roles), places_words(places))


class PersonPage(Page):
    entry = "people"
    path = "/people/{person_id:int}"
    route_name = "person"
    template: ClassVar[str] = "person.html"

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        unit, person_id = asked.unit, request.path_params["person_id"]
        seen = await person_detail(unit, asked.actor, person_id, asked.now)
        posts = seen.member.posts
        accounts = await unit.people.accounts_of(person_id)
        return {
            "heading": seen.person.name,
            "person": seen.person,
            "phone": masked_phone(seen.person.phone),
            "joined": seen.member.joined,
            "posts": [
                (ROLE_LABELS[p.role], p.place, _place_url(p.role, p.place_id)) for p in posts
            ],
            "adviser": any(p.role is Role.ADVISER for p in posts),
            "doors": [_door(each) for each in accounts],
            "late": late_words(STILL_OF_USE),
            "oneself": person_id == asked.actor.person_id,
            "history": history_words(await unit.audit.of("person", person_id)),
        }


def _place_url(role: Role, place_id: int) -> str:
    if role in (Role.ADVISER, Role.VILLAGE_CONFIRMER):
        return f"/villages/{place_id}"
    return f"/grids/{place_id}" if role is Role.GRID_WORKER else ""


def _door(account: Account) -> tuple[str, str, str]:
    """Its messenger, whether it is open, and why not."""
    label = MESSENGER_LABELS.get(account.messenger, account.messenger)
    mark = SHUT if account.closed_at else OPEN
    return label, mark, door_words(account.closed_reason if account.closed_at else None)
