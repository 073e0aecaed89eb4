"""A village is merged into another, parted, or retired: what 更多 of its page offers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.appointments import serving_on
from actions.places.merging import merge_villages
from actions.places.retiring import Remaining, retire_village
from actions.places.splitting import NewPlace, split_village
from domain.errors import DomainError
from domain.grids import Grid
from domain.months import local_day
from domain.villages import VILLAGE_KIND_LABELS, Village, VillageKind
from web.desk.fields import Choice, Field, Several
from web.desk.form import Form
from web.desk.pages.place_forms import (
    BLAMES,
    change_of,
    day_field,
    living_village,
    reason_field,
)
from web.desk.rights import Asked
from words.desk_places import merged, parted, people_words, retired

LEAVE = "leave"


class Whole(NamedTuple):
    """A village with what goes along with it; `beside` are the others of its street."""

    village: Village
    grids: Sequence[Grid]
    people: int
    advisers: Sequence[str]
    beside: Sequence[Village]
    grids_beside: Sequence[tuple[str, str]]


async def whole_of(asked: Asked, village_id: int) -> Whole:
    unit, village = asked.unit, await living_village(asked, village_id)
    grids = await unit.grids.of_village(village.id)
    people = await unit.mingbairen.of_grids([grid.id for grid in grids])
    serving = await serving_on(unit, village.id, local_day(asked.now))
    every = await unit.villages.below([village.district_id])
    own = [v for v in every if v.district_id == village.district_id and v.id != village.id]
    homes = {v.id for v in own}
    covers = await unit.grids.cover_below([village.district_id])
    near = [
        (str(c.grid.id), f"{c.village} {c.grid.name}") for c in covers if c.grid.village_id in homes
    ]
    return Whole(village, grids, len(people), [a.name for a in serving], own, near)


class VillageForm(Form):
    entry = "villages"
    blames: ClassVar[Mapping[type[DomainError], str]] = BLAMES

    async def subject(self, asked: Asked, request: Request) -> Whole:
        return await whole_of(asked, request.path_params["village_id"])

    def facts(self, subject: Whole) -> dict[str, str]:
        return {
            "村(社区)": subject.village.name,
            "网格": f"{len(subject.grids)}个",
            "法律明白人": people_words(subject.people),
            "法律顾问": "、".join(subject.advisers) or "没有",
        }

    def first(self, asked: Asked, subject: Whole) -> dict[str, Any]:
        return {"day": local_day(asked.now)}

    def back(self, request: Request, subject: Whole) -> str:
        return f"{request.scope['root_path']}/villages/{subject.village.id}"


class MergeVillage(VillageForm):
    path = "/villages/{village_id:int}/merge"
    route_name = "merge_village"
    save = "合并"
    fields: ClassVar[Sequence[Field]] = (
        Choice(
            "into",
            "并入哪个村(社区)",
            required=True,
            help_text="网格、人员、聘任、未办结的待办和当月的服务一并转去；已月结的月份不变。",
        ),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: Whole) -> str:
        return f"{subject.village.name}并入别的村(社区)"

    def offered(self, subject: Whole) -> dict[str, Sequence[tuple[str, str]]]:
        return {"into": [(str(v.id), v.name) for v in subject.beside]}

    async def do(self, asked: Asked, subject: Whole, said: dict[str, Any]) -> str:
        change = change_of(asked, said)
        into_id = int(said["into"])
        into = await merge_villages(asked.unit, change, subject.village.id, into_id)
        return merged(subject.village.name, into.name)


class RetireVillage(VillageForm):
    path = "/villages/{village_id:int}/retire"
    route_name = "retire_village"
    save = "撤销"
    fields: ClassVar[Sequence[Field]] = (
        Choice("people", "法律明白人去哪里", help_text="还有法律明白人的村(社区)必须选。"),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: Whole) -> str:
        return f"撤销{subject.village.name}"

    def offered(self, subject: Whole) -> dict[str, Sequence[tuple[str, str]]]:
        return {"people": [(LEAVE, "一并退出"), *subject.grids_beside]}

    async def do(self, asked: Asked, subject: Whole, said: dict[str, Any]) -> str:
        remaining = remaining_of(said["people"])
        await retire_village(asked.unit, change_of(asked, said), subject.village.id, remaining)
        return retired(subject.village.name)


class SplitVillage(VillageForm):
    path = "/villages/{village_id:int}/split"
    route_name = "split_village"
    save = "划出"
    fields: ClassVar[Sequence[Field]] = (
        Field("name", "新村(社区)名称", required=True, most=40),
        Choice("kind", "类型", choices=[(k.value, v) for k, v in VILLAGE_KIND_LABELS.items()]),
        Several(
            "chosen", "哪些网格划过去", required=True, help_text="法律顾问两边都先不变，可以再改。"
        ),
        day_field(),
        reason_field(),
    )

    def heading(self, subject: Whole) -> str:
        return f"从{subject.village.name}划出新村(社区)"

    def offered(self, subject: Whole) -> dict[str, Sequence[tuple[str, str]]]:
        return {"chosen": [(str(grid.id), grid.name) for grid in subject.grids]}

    async def do(self, asked: Asked, subject: Whole, said: dict[str, Any]) -> str:
        kind = VillageKind(said["kind"]) if said["kind"] else None
        asked_for = NewPlace(said["name"], kind=kind)
        grids = [int(each) for each in said["chosen"]]
        new = await split_village(
            asked.unit, change_of(asked, said), subject.village.id, asked_for, grids
        )
        return parted(subject.village.name, new.name)


def remaining_of(said: str | None) -> Remaining:
    if said is None:
        return Remaining()
    return Remaining(leave=True) if said == LEAVE else Remaining(grid_id=int(said))
