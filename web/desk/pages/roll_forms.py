"""What is kept of a 明白人 is corrected; one or several go on to another stage."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.mingbairen import leaves_grid_empty, move_stage, own_mingbairen
from actions.people.corrections import correct_mingbairen
from domain.changes import Change
from domain.corrections import FIELDS, NotReadable, read_field, shown_field
from domain.errors import DomainError, NotFound
from domain.grids import GridPlace
from domain.mingbairen import (
    CATEGORY_LABELS,
    STAGE_LABELS,
    STEPS,
    AlreadyOnRoll,
    Mingbairen,
    ReasonMissing,
    Stage,
)
from domain.months import local_day
from domain.people import ERASED_NAME, Actor, Role
from domain.steps import NotNext
from web.desk.fields import Choice, Day, Field, Words
from web.desk.form import Form, Wrong
from web.desk.rights import Asked, roll_keepers
from web.desk.rows import chosen_ids
from words.desk_people import corrected, moved, stage_fact
from words.errors import sentence_for

NOTHING = "无"
PHONE_HINT = "现在的号码不全部显示：不改就空着，要删去写“无”。"
CATEGORIES = [(label, label) for label in CATEGORY_LABELS.values()]


class Record(NamedTuple):
    """`grids`: where the person may go, by id."""

    person: Mingbairen
    place: GridPlace
    grids: Sequence[tuple[str, str]]


class CorrectMingbairen(Form):
    """A phone is shown masked, so its field opens empty and an empty one leaves it."""

    entry = "mingbairen"
    path = "/mingbairen/{mingbairen_id:int}/correct"
    route_name = "correct_mingbairen"
    save = "更正"
    fields: ClassVar[Sequence[Field]] = (
        Field("name", "姓名", required=True, most=20),
        Field(
            "phone",
            "联系电话",
            most=20,
            help_text="现在的号码不全部显示：不改就空着，要删去写“无”。",
        ),
        Choice("category", "身份类别", required=True, choices=CATEGORIES),
        Field("certificate", "证书编号", most=60),
        Day("certificate_until", "证书到期"),
        Choice("grid", "所在网格", required=True),
        Field("gender", "性别", most=4),
        Field("born", "出生年月", most=10),
        Field("politics", "政治面貌", most=20),
        Field("education", "文化程度", most=20),
        Words("note", "备注"),
        Words("reason", "为什么更正", help_text="街道办更正必须写，会告诉负责的网格员。"),
    )
    blames: ClassVar[Mapping[type[DomainError], str]] = {
        ReasonMissing: "reason",
        AlreadyOnRoll: "name",
    }

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def subject(self, asked: Asked, request: Request) -> Record:
        unit, id_ = asked.unit, request.path_params["mingbairen_id"]
        person = await own_mingbairen(unit, asked.actor, id_)
        if person.name == ERASED_NAME:
            raise NotFound
        place = (await unit.grids.places_of([person.grid_id]))[person.grid_id]
        covers = await unit.grids.cover_of(asked.actor.places(Role.GRID_WORKER))
        if asked.actor.offices:
            covers = await unit.grids.cover_below([place.street_id])
        near = [(str(c.grid.id), f"{c.village} {c.grid.name}") for c in covers]
        own = (str(person.grid_id), f"{place.village} {place.grid}")
        return Record(person, place, [own, *(g for g in near if g[0] != own[0])])

    def heading(self, subject: Record) -> str:
        return f"更正{subject.person.name}的登记"

    def facts(self, subject: Record) -> dict[str, str]:
        phone = shown_field("phone", subject.person.phone) or "—"
        return {"状态": STAGE_LABELS[subject.person.stage], "现在的联系电话": phone}

    def compared(self, subject: Record) -> dict[str, str]:
        shown = {f.label: shown_field(n, getattr(subject.person, n)) for n, f in FIELDS.items()}
        return {**shown, "状态": STAGE_LABELS[subject.person.stage], "网格": subject.place.grid}

    def first(self, asked: Asked, subject: Record) -> dict[str, Any]:
        person = subject.person
        shown = {name: shown_field(name, getattr(person, name)) for name in FIELDS}
        day = person.certificate_until
        return shown | {"phone": "", "grid": str(person.grid_id), "certificate_until": day}

    def offered(self, subject: Record) -> dict[str, Sequence[tuple[str, str]]]:
        return {"grid": subject.grids}

    def back(self, request: Request, subject: Record) -> str:
        return f"{request.scope['root_path']}/mingbairen/{subject.person.id}"

    async def do(self, asked: Asked, subject: Record, said: dict[str, Any]) -> str:
        person, values = subject.person, {"grid_id": int(said["grid"])}
        for name in FIELDS:
            values |= _value(person, name, said[name])
        change = Change(asked.actor, local_day(asked.now), said["reason"] or "", asked.now)
        await correct_mingbairen(asked.unit, change, person.id, values)
        return corrected(said["name"])


def _value(person: Mingbairen, name: str, said: Any) -> dict[str, Any]:
    """What was left as it is shown is left as it is kept. Raises Wrong."""
    if said is None and name == "phone":
        return {}
    text = NOTHING if said is None else str(said)
    if text == shown_field(name, getattr(person, name)):
        return {}
    try:
        return {name: read_field(name, text)}
    except NotReadable as error:
        raise Wrong(name, sentence_for(error)) from error


class Moving(NamedTuple):
    people: Sequence[Mingbairen]
    facts: dict[str, str]


class MoveStage(Form):
    """Of one or of many: only what is the next step for all of them is offered."""

    entry = "mingbairen"
    path = "/mingbairen/stage"
    route_name = "move_stage"
    save = "改状态"
    fields: ClassVar[Sequence[Field]] = (
        Choice("stage", "改为", required=True, help_text="只列出所选各人都可以的下一步。"),
        Words("reason", "原因", help_text="退出必须写。"),
    )
    blames: ClassVar[Mapping[type[DomainError], str]] = {ReasonMissing: "reason", NotNext: "stage"}

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def subject(self, asked: Asked, request: Request) -> Moving:
        unit = asked.unit
        people = [await own_mingbairen(unit, asked.actor, id_) for id_ in chosen_ids(request)]
        places = await unit.grids.places_of({person.grid_id for person in people})
        facts = {}
        for person in people:
            place = places[person.grid_id]
            registered = person.stage is Stage.REGISTERED
            empties = registered and await leaves_grid_empty(unit, person, asked.now)
            label = person.name if person.name not in facts else f"{person.name}（{person.id}）"
            facts[label] = stage_fact(person.stage, f"{place.village}{place.grid}", empties)
        return Moving(people, facts)

    def heading(self, subject: Moving) -> str:
        return f"改{len(subject.people)}名法律明白人的状态"

    def facts(self, subject: Moving) -> dict[str, str]:
        return subject.facts

    def offered(self, subject: Moving) -> dict[str, Sequence[tuple[str, str]]]:
        common = set.intersection(*(set(STEPS.after(p.stage)) for p in subject.people))
        return {"stage": [(s.value, STAGE_LABELS[s]) for s in Stage if s in common]}

    def back(self, request: Request, subject: Moving) -> str:
        one = subject.people[0].id if len(subject.people) == 1 else "list"
        return f"{request.scope['root_path']}/mingbairen/{one}"

    async def do(self, asked: Asked, subject: Moving, said: dict[str, Any]) -> str:
        stage = Stage(said["stage"])
        for person in subject.people:
            await move_stage(asked.unit, asked.actor, person.id, stage, said["reason"], asked.now)
        return moved([person.name for person in subject.people], stage)
