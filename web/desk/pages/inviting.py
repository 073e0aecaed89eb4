"""People are invited, one, some or a whole role, on paper; and whoever leaves is shut out."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from actions.people.batch import invitation_lines, waiting_by_role
from actions.people.finding import PersonDetail, people_here, person_detail
from actions.people.invitations import Member
from actions.people.leaving import check_may_leave, leave
from domain.advisers import VisitsLeftBehind
from domain.changes import Change, DayAhead
from domain.errors import DomainError, NotFound
from domain.mingbairen import ReasonMissing
from domain.months import local_day
from domain.people import Role
from reports.codes import qr_svg
from reports.invitations import InvitationLine, invitations_workbook
from web.desk.download import file_response
from web.desk.fields import Choice, Field
from web.desk.form import Form, Paper, Wrong
from web.desk.pages.place_forms import change_of, day_field, reason_field
from web.desk.rights import Asked
from web.desk.rows import chosen_ids
from words.desk_people import FILE_NAME, NOBODY_TO_INVITE, gone, posts_words, waiting_words
from words.labels import ROLE_LABELS

SHEET, WORKBOOK = "sheet", "workbook"
HOW = Choice(
    "how",
    "做成什么",
    required=True,
    choices=((SHEET, "可打印的二维码"), (WORKBOOK, "表格")),
    help_text="每人一个新的邀请码（7天）和链接（24小时），之前没有用的仍然有效。只在这里显示一次。",
)


class Invited(NamedTuple):
    """By role who has not joined; of chosen people, them under an empty role."""

    people: Mapping[str, Sequence[Member]]

    @property
    def names(self) -> list[str]:
        return [member.name for each in self.people.values() for member in each]


class InviteRole(Form):
    """Everybody of one role who has not joined."""

    entry = "people"
    path = "/people/invite"
    route_name = "invite_role"
    save = "生成邀请"
    fields: ClassVar[Sequence[Field]] = (Choice("role", "邀请哪些人", required=True), HOW)

    async def subject(self, asked: Asked, request: Request) -> Invited:
        waiting = await waiting_by_role(asked.unit, asked.actor, asked.now)
        return Invited({role.value: people for role, people in waiting.items()})

    def heading(self, subject: Invited) -> str:
        return "邀请还没有加入的人"

    def first(self, asked: Asked, subject: Invited) -> dict[str, Any]:
        return {"how": SHEET}

    def offered(self, subject: Invited) -> dict[str, Sequence[tuple[str, str]]]:
        return {
            "role": [
                (role, waiting_words(ROLE_LABELS[Role(role)], len(people)))
                for role, people in subject.people.items()
            ]
        }

    def back(self, request: Request, subject: Invited) -> str:
        return f"{request.scope['root_path']}/people/list"

    async def do(self, asked: Asked, subject: Invited, said: dict[str, Any]) -> Response | Paper:
        role = said.get("role") or ""
        lines = await invitation_lines(
            asked.unit,
            asked.actor,
            subject.people[role],
            Role(role) if role else None,
            asked.chat_link,
            asked.now,
        )
        if not lines:
            raise Wrong("role" if role else "", NOBODY_TO_INVITE)
        if said["how"] == WORKBOOK:
            content = await asyncio.to_thread(invitations_workbook, lines)
            return file_response(FILE_NAME, content)
        return Paper("invitations.html", await asyncio.to_thread(_sheet, lines))


class InviteChosen(InviteRole):
    """Those chosen in the table, or one from their page; whoever joined long ago may need a new
    door."""

    path = "/people/invite-chosen"
    route_name = "invite_chosen"
    fields: ClassVar[Sequence[Field]] = (HOW,)

    async def subject(self, asked: Asked, request: Request) -> Invited:
        ids = set(chosen_ids(request))
        every = await people_here(asked.unit, asked.actor, asked.now)
        chosen = [member for member in every if member.person_id in ids]
        if len(chosen) != len(ids):
            raise NotFound
        return Invited({"": chosen})

    def heading(self, subject: Invited) -> str:
        return f"邀请{subject.names[0]}" if len(subject.names) == 1 else "邀请所选的人"

    def facts(self, subject: Invited) -> dict[str, str]:
        return {m.name: _posts(m) for m in subject.people[""]}

    def offered(self, subject: Invited) -> dict[str, Sequence[tuple[str, str]]]:
        return {}


def _posts(member: Member) -> str:
    return posts_words((post.role, post.place) for post in member.posts)


def _sheet(lines: Sequence[InvitationLine]) -> dict[str, Any]:
    return {"heading": "邀请", "lines": [(line, qr_svg(line.link)) for line in lines]}


class Leave(Form):
    entry = "people"
    path = "/people/{person_id:int}/leave"
    route_name = "person_leaves"
    save = "停用"
    fields: ClassVar[Sequence[Field]] = (day_field("最后一天"), reason_field())
    blames: ClassVar[Mapping[type[DomainError], str]] = {
        DayAhead: "day",
        VisitsLeftBehind: "day",
        ReasonMissing: "reason",
    }

    async def subject(self, asked: Asked, request: Request) -> PersonDetail:
        person_id = request.path_params["person_id"]
        seen = await person_detail(asked.unit, asked.actor, person_id, asked.now)
        change = Change(asked.actor, local_day(asked.now), "", asked.now)
        await check_may_leave(asked.unit, change, person_id)
        return seen

    def heading(self, subject: PersonDetail) -> str:
        return f"{subject.person.name}离任停用"

    def facts(self, subject: PersonDetail) -> dict[str, str]:
        return {"姓名": subject.person.name, "身份": _posts(subject.member)}

    def first(self, asked: Asked, subject: PersonDetail) -> dict[str, Any]:
        return {"day": local_day(asked.now)}

    def back(self, request: Request, subject: PersonDetail) -> str:
        return f"{request.scope['root_path']}/people/list"

    async def do(self, asked: Asked, subject: PersonDetail, said: dict[str, Any]) -> str:
        left = await leave(asked.unit, change_of(asked, said), subject.person.id)
        bare = [*left.villages, *left.grids, *left.confirming]
        return gone(left.person.name, bare, left.cases)
