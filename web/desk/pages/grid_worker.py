"""Who looks after a grid: somebody the office knows, or a new one, in place of who did."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.people.finding import people_here
from actions.people.invitations import Member
from actions.people.people import add_person
from actions.places.workers import change_grid_worker
from domain.changes import Change
from domain.errors import DomainError
from domain.grids import Grid
from domain.mingbairen import ReasonMissing
from domain.months import local_day
from domain.people import Role
from domain.places import AlreadyLooksAfter
from domain.villages import Village
from web.desk.fields import Choice, Field
from web.desk.form import Form, Wrong
from web.desk.pages.place_forms import living_grid, reason_field
from web.desk.rights import Asked
from words.desk_people import ONE_WORKER, grid_worker_is, posts_words


class Looked(NamedTuple):
    """`now`: who looks after it; `known`: the grid workers of this office."""

    grid: Grid
    village: Village
    now: str
    known: Sequence[Member]


class ChangeGridWorker(Form):
    entry = "grids"
    path = "/grids/{grid_id:int}/worker"
    route_name = "grid_worker"
    save = "更换"
    fields: ClassVar[Sequence[Field]] = (
        Choice("worker", "网格员", help_text="原来的网格员从现在起不再负责，双方都会收到通知。"),
        Field("name", "或新网格员的姓名", most=20, help_text="名单里没有的填在这里，再去邀请。"),
        reason_field(),
    )
    blames: ClassVar[Mapping[type[DomainError], str]] = {
        ReasonMissing: "reason",
        AlreadyLooksAfter: "worker",
    }

    async def subject(self, asked: Asked, request: Request) -> Looked:
        grid, village = await living_grid(asked, request.path_params["grid_id"])
        holding = await asked.unit.people.holding(Role.GRID_WORKER, [grid.id])
        every = await people_here(asked.unit, asked.actor, asked.now)
        known = [m for m in every if any(p.role is Role.GRID_WORKER for p in m.posts)]
        return Looked(grid, village, "、".join(each.name for each in holding), known)

    def heading(self, subject: Looked) -> str:
        return f"更换{subject.grid.name}的网格员"

    def facts(self, subject: Looked) -> dict[str, str]:
        return {"网格": subject.grid.name, "现在的网格员": subject.now or "没有"}

    def offered(self, subject: Looked) -> dict[str, Sequence[tuple[str, str]]]:
        return {"worker": [(str(m.person_id), _shown(m)) for m in subject.known]}

    def back(self, request: Request, subject: Looked) -> str:
        return f"{request.scope['root_path']}/grids/{subject.grid.id}"

    async def do(self, asked: Asked, subject: Looked, said: dict[str, Any]) -> str:
        name, chosen = said["name"], said["worker"]
        if bool(name) == bool(chosen):
            raise Wrong("worker", ONE_WORKER)
        change = Change(asked.actor, local_day(asked.now), said["reason"], asked.now)
        if name:
            role, at = Role.GRID_WORKER, subject.grid.id
            person = await add_person(asked.unit, asked.actor, name, role, at, asked.now)
            chosen = str(person.id)
        worker = await change_grid_worker(asked.unit, change, subject.grid.id, int(chosen))
        return grid_worker_is(subject.grid.name, worker.name)


def _shown(member: Member) -> str:
    return f"{member.name}，{posts_words((p.role, p.place) for p in member.posts)}"
