"""A grid is renamed, merged, parted, or retired."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.places.merging import merge_grids
from actions.places.renaming import rename_grid
from actions.places.retiring import retire_grid
from actions.places.splitting import NewPlace, split_grid
from domain.errors import DomainError
from domain.grids import Grid
from domain.mingbairen import STAGE_LABELS, Mingbairen
from domain.months import local_day
from domain.villages import Village
from web.desk.fields import Choice, Field, Several
from web.desk.form import Form
from web.desk.pages.place_forms import BLAMES, change_of, day_field, living_grid, reason_field
from web.desk.pages.village_changes import LEAVE, remaining_of
from web.desk.rights import Asked
from words.desk import renamed
from words.desk_places import merged, parted, people_words, retired


class WholeGrid(NamedTuple):
    """`beside` are the others of its village, `near` those of its street."""

    grid: Grid
    village: Village
    people: Sequence[Mingbairen]
    beside: Sequence[tuple[str, str]]
    near: Sequence[tuple[str, str]]


class GridForm(Form):
    entry = "grids"
    blames: ClassVar[Mapping[type[DomainError], str]] = BLAMES

    async def subject(self, asked: Asked, request: Request) -> WholeGrid:
        unit = asked.unit
        grid, village = await living_grid(asked, request.path_params["grid_id"])
        people = await unit.mingbairen.of_grids([grid.id])
        own = [g for g in await unit.grids.of_village(village.id) if g.id != grid.id]
        covers = await unit.grids.cover_below([village.district_id])
        near = [(str(c.grid.id), f"{c.village} {c.grid.name}") for c in covers]
        beside = [(str(each.id), each.name) for each in own]
        return WholeGrid(grid, village, people, beside, [n for n in near if n[0] != str(grid.id)])

    def facts(self, subject: WholeGrid) -> dict[str, str]:
        return {
            "网格": subject.grid.name,
            "村(社区)": subject.village.name,
            "法律明白人": people_words(len(subject.people)),
        }

    def first(self, asked: Asked, subject: WholeGrid) -> dict[str, Any]:
        return {"day": local_day(asked.now)}

    def back(self, request: Request, subject: WholeGrid) -> str:
        return f"{request.scope['root_path']}/grids/{subject.grid.id}"


class RenameGrid(GridForm):
    path = "/grids/{grid_id:int}/rename"
    route_name = "rename_grid"
    save = "改名"
    fields: ClassVar[Sequence[Field]] = (
        Field("name", "新名称", required=True, most=40),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: WholeGrid) -> str:
        return f"{subject.grid.name}改名"

    def first(self, asked: Asked, subject: WholeGrid) -> dict[str, Any]:
        return {"name": subject.grid.name, "day": local_day(asked.now)}

    async def do(self, asked: Asked, subject: WholeGrid, said: dict[str, Any]) -> str:
        change = change_of(asked, said)
        grid = await rename_grid(asked.unit, change, subject.grid.id, said["name"])
        return renamed(subject.grid.name, grid.name)


class MergeGrid(GridForm):
    path = "/grids/{grid_id:int}/merge"
    route_name = "merge_grid"
    save = "合并"
    fields: ClassVar[Sequence[Field]] = (
        Choice(
            "into", "并入哪个网格", required=True, help_text="法律明白人、网格员和待办一并转去。"
        ),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: WholeGrid) -> str:
        return f"{subject.grid.name}并入别的网格"

    def offered(self, subject: WholeGrid) -> dict[str, Sequence[tuple[str, str]]]:
        return {"into": subject.beside}

    async def do(self, asked: Asked, subject: WholeGrid, said: dict[str, Any]) -> str:
        change, into_id = change_of(asked, said), int(said["into"])
        into = await merge_grids(asked.unit, change, subject.grid.id, into_id)
        return merged(subject.grid.name, into.name)


class SplitGrid(GridForm):
    path = "/grids/{grid_id:int}/split"
    route_name = "split_grid"
    save = "划出"
    fields: ClassVar[Sequence[Field]] = (
        Field("name", "新网格名称", required=True, most=40),
        Field("code", "新网格编号", most=40, help_text="不填就自动编一个。"),
        Several("chosen", "哪些法律明白人划过去", help_text="网格员先两边都管，可以再改。"),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: WholeGrid) -> str:
        return f"从{subject.grid.name}划出新网格"

    def offered(self, subject: WholeGrid) -> dict[str, Sequence[tuple[str, str]]]:
        return {
            "chosen": [(str(p.id), f"{p.name}（{STAGE_LABELS[p.stage]}）") for p in subject.people]
        }

    async def do(self, asked: Asked, subject: WholeGrid, said: dict[str, Any]) -> str:
        people = [int(each) for each in said["chosen"] or ()]
        new_place = NewPlace(said["name"], said["code"])
        new = await split_grid(
            asked.unit, change_of(asked, said), subject.grid.id, new_place, people
        )
        return parted(subject.grid.name, new.name)


class RetireGrid(GridForm):
    path = "/grids/{grid_id:int}/retire"
    route_name = "retire_grid"
    save = "撤销"
    fields: ClassVar[Sequence[Field]] = (
        Choice("people", "法律明白人去哪里", help_text="还有法律明白人的网格必须选。"),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: WholeGrid) -> str:
        return f"撤销{subject.grid.name}"

    def offered(self, subject: WholeGrid) -> dict[str, Sequence[tuple[str, str]]]:
        return {"people": [(LEAVE, "一并退出"), *subject.near]}

    async def do(self, asked: Asked, subject: WholeGrid, said: dict[str, Any]) -> str:
        remaining = remaining_of(said["people"])
        await retire_grid(asked.unit, change_of(asked, said), subject.grid.id, remaining)
        return retired(subject.grid.name)
