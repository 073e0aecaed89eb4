"""Advisers whose villages are behind are reminded now; the month as a workbook."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request

from actions.exports import month_file
from actions.month.board import VillageMonth, villages_seen
from actions.month.reminders import remind_now
from domain.errors import NotFound
from web.desk.download import Download
from web.desk.form import Form
from web.desk.months import asked_month
from web.desk.pages.villages import is_behind
from web.desk.rights import Asked
from words.desk_places import adviser_behind, reminded


class Reminded(NamedTuple):
    rows: Sequence[VillageMonth]
    village_id: int | None = None
    adviser_id: int | None = None


class RemindVillages(Form):
    """Of every village that is behind, or of one; there is nothing to fill in."""

    entry = "villages"
    path = "/villages/remind"
    route_name = "remind_villages"
    save = "现在提醒"

    async def subject(self, asked: Asked, request: Request) -> Reminded:
        every = await villages_seen(asked.unit, asked.actor, asked.month, asked.now)
        only: int | None = request.path_params.get("village_id")
        if only is not None:
            rows = [row for row in every if row.standing.village.id == only]
            if not rows:
                raise NotFound
            return Reminded(rows, only)
        return Reminded([row for row in every if is_behind(row)])

    def heading(self, subject: Reminded) -> str:
        return "提醒进度落后的村(社区)的顾问"

    def facts(self, subject: Reminded) -> dict[str, str]:
        return {
            row.standing.village.name: adviser_behind(
                [adviser.name for adviser in row.standing.advisers], row.missing
            )
            for row in subject.rows
        }

    def back(self, request: Request, subject: Reminded) -> str:
        at = "list" if subject.village_id is None else subject.village_id
        return f"{request.scope['root_path']}/villages/{at}"

    async def do(self, asked: Asked, subject: Reminded, said: dict[str, object]) -> str:
        ids = [row.standing.village.id for row in subject.rows]
        return reminded(await remind_now(asked.unit, asked.actor, ids, asked.now))


class RemindVillage(RemindVillages):
    path = "/villages/{village_id:int}/remind"
    route_name = "remind_village"


class RemindAdviser(RemindVillages):
    """Of all villages of one adviser."""

    path = "/advisers/{person_id:int}/remind"
    route_name = "remind_adviser"

    async def subject(self, asked: Asked, request: Request) -> Reminded:
        person_id = request.path_params["person_id"]
        every = await villages_seen(asked.unit, asked.actor, asked.month, asked.now)
        rows = [r for r in every if person_id in {a.id for a in r.standing.advisers}]
        if not rows:
            raise NotFound
        return Reminded(rows, None, person_id)

    def back(self, request: Request, subject: Reminded) -> str:
        return f"{request.scope['root_path']}/advisers/{subject.adviser_id}"


class ExportMonth(Download):
    entry = "villages"
    path = "/villages/export"
    route_name = "export_month"

    async def made(self, asked: Asked, request: Request) -> tuple[str, bytes]:
        month = asked_month(request, asked.month)
        return await month_file(asked.unit, asked.actor, month, asked.now)
