"""A village gets another name: the model of everything that is done to a row with a form."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from starlette.requests import Request

from actions.people.access import check_office_of_village, the_village
from actions.places.renaming import rename_village
from domain.changes import Change, DayAhead
from domain.errors import DomainError, NotFound
from domain.mingbairen import ReasonMissing
from domain.months import local_day
from domain.places import NameTaken, NotAPlaceName
from domain.villages import Village
from web.desk.fields import Day, Field, Words
from web.desk.form import Form
from web.desk.rights import Asked
from words.desk import renamed


class RenameVillage(Form):
    entry = "villages"
    path = "/villages/{village_id:int}/rename"
    route_name = "rename_village"
    save = "改名"
    fields: ClassVar[Sequence[Field]] = (
        Field("name", "新名称", required=True, most=40),
        Day("day", "从哪天起", required=True),
        Words("reason", "原因", required=True, help_text="会写入留痕，并告诉有关人员。"),
    )
    blames: ClassVar[Mapping[type[DomainError], str]] = {
        NameTaken: "name",
        NotAPlaceName: "name",
        DayAhead: "day",
        ReasonMissing: "reason",
    }

    async def subject(self, asked: Asked, request: Request) -> Village:
        village_id = request.path_params["village_id"]
        await check_office_of_village(asked.unit, asked.actor, village_id)
        village = await the_village(asked.unit, village_id)
        if village.retired_on is not None:
            raise NotFound
        return village

    def heading(self, subject: Village) -> str:
        return f"{subject.name}改名"

    def facts(self, subject: Village) -> dict[str, str]:
        return {"现在的名称": subject.name}

    def first(self, asked: Asked, subject: Village) -> dict[str, Any]:
        return {"name": subject.name, "day": local_day(asked.now)}

    def back(self, request: Request, subject: Village) -> str:
        return f"{request.scope['root_path']}/villages/{subject.id}"

    async def do(self, asked: Asked, subject: Village, said: dict[str, Any]) -> str:
        change = Change(asked.actor, said["day"], said["reason"], asked.now)
        village = await rename_village(asked.unit, change, subject.id, said["name"])
        return renamed(subject.name, village.name)
