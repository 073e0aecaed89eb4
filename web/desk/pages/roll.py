"""法律明白人: the roll with its filters, and one person with what was done to their record."""

from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.mingbairen import leaves_grid_empty, own_mingbairen, roll_page
from actions.rolls import roll_file
from domain.corrections import FIELDS, shown_field
from domain.mingbairen import CATEGORY_LABELS, STAGE_LABELS, STEPS, Category, Stage
from domain.months import local_day
from domain.people import ERASED_NAME, Actor
from storage.roll_pages import RollAsked
from web.desk.download import Download
from web.desk.page import Page
from web.desk.rights import Asked, roll_keepers
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk_people import cover_words, history_words, stage_note

ENDING = (("30", "30天内"), ("90", "90天内"), ("0", "已到期"))
MARKS = {Stage.REGISTERED: "reached", Stage.SUSPENDED: "behind", Stage.LEFT: "minus"}


class StageMark(NamedTuple):
    mark: str
    words: str


class Row(NamedTuple):
    id: int
    stage: StageMark
    name: str
    village: str
    grid: str
    category: str
    phone: str
    certificate: str
    until: date | None


class Roll(Table):
    entry = "mingbairen"
    menu_label = "法律明白人"
    search = "姓名、网格或证书编号"
    empty = "没有符合条件的法律明白人。"
    list_template = "roll.html"
    filters = (
        ("village", "村(社区)", ()),
        ("category", "身份类别", [(c.value, label) for c, label in CATEGORY_LABELS.items()]),
        ("ending", "证书到期", ENDING),
        ("street", "街道", ()),
    )
    batches = (("/mingbairen/stage", "改状态"),)
    fields = (
        Column("stage", "状态", cell="marked", place="badge"),
        Column("name", "姓名", cell="strong", place="name"),
        Column("village", "村(社区)", place="left"),
        Column("grid", "网格", place="right"),
        Column("category", "身份类别"),
        Column("phone", "联系电话"),
        Column("certificate", "证书编号"),
        Column("until", "证书到期", cell="whole_day", right=True),
    )

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        known = {stage.value: stage for stage in Stage}
        stage = known.get(wanted.chip)
        sought = _sought(wanted, local_day(asked.now))
        page = await roll_page(asked.unit, asked.actor, sought, stage, wanted.skip, wanted.limit)
        every = sum(page.stages.values())
        chips = [
            Chip(s.value, STAGE_LABELS[s], page.stages[s], MARKS.get(s, "on_pace"))
            for s in Stage
            if page.stages.get(s)
        ]
        total = page.stages.get(stage, 0) if stage else every
        return Found([_row(*each) for each in page.rows], total, [Chip("", "全部", every), *chips])

    def row_url(self, row: dict[str, Any]) -> str:
        return f"/mingbairen/{row['id']}"


def _sought(wanted: Wanted, today: date) -> RollAsked:
    said = wanted.chosen
    days, category = said.get("ending", ""), said.get("category", "")
    ends_by = today + timedelta(days=int(days)) if days in dict(ENDING) else None
    kind = Category(category) if category in {c.value for c in Category} else None
    return RollAsked(wanted.words, said.get("village", ""), said.get("street", ""), kind, ends_by)


def _row(person: Any, village_id: int, village: str, grid: str) -> Row:
    return Row(
        person.id,
        mark_of(person.stage),
        person.name,
        village,
        grid,
        CATEGORY_LABELS[person.category],
        shown_field("phone", person.phone),
        person.certificate or "",
        person.certificate_until,
    )


def mark_of(stage: Stage) -> StageMark:
    return StageMark(MARKS.get(stage, "on_pace"), STAGE_LABELS[stage])


class MingbairenPage(Page):
    entry = "mingbairen"
    path = "/mingbairen/{mingbairen_id:int}"
    route_name = "mingbairen_page"
    template: ClassVar[str] = "mingbairen.html"

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        unit, id_ = asked.unit, request.path_params["mingbairen_id"]
        person = await own_mingbairen(unit, asked.actor, id_)
        place = (await unit.grids.places_of([person.grid_id]))[person.grid_id]
        covers = await unit.grids.cover_of([person.grid_id])
        only = person.stage is Stage.REGISTERED and await leaves_grid_empty(unit, person, asked.now)
        return {
            "heading": person.name,
            "person": person,
            "place": place,
            "stage": mark_of(person.stage),
            "note": stage_note(person),
            "cover": cover_words(covers[0].registered, only) if covers else "",
            "fields": [
                (told.label, shown_field(n, getattr(person, n))) for n, told in FIELDS.items()
            ],
            "may_change": person.name != ERASED_NAME,
            "may_move": bool(STEPS.after(person.stage)),
            "history": history_words(await unit.audit.of("mingbairen", id_)),
        }


class ExportRoll(Download):
    """`?street=` names one of several; `?whole=1` is for a leader, and is recorded."""

    entry = "mingbairen"
    path = "/mingbairen/export"
    route_name = "export_roll"
    instead = "/mingbairen/list"

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def made(self, asked: Asked, request: Request) -> tuple[str, bytes]:
        street, whole = request.query_params.get("street", ""), request.query_params.get("whole")
        made = await roll_file(
            asked.unit, asked.actor, street, asked.now, whole_phones=whole == "1"
        )
        return made.name, made.content
