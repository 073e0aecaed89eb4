"""聘任: an adviser for a village, in place of another or the first one; an appointment ends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.advisers import advisers_here, end_appointment, replace_adviser
from actions.appointments import serving_on
from actions.people.people import add_adviser
from domain.advisers import ADVISER_KIND_LABELS, Adviser, AdviserKind
from domain.errors import DomainError, NotFound
from domain.months import local_day
from domain.villages import Village
from web.desk.fields import Choice, Day, Field, Words
from web.desk.form import Form, Wrong
from web.desk.pages.place_forms import BLAMES, change_of, day_field, living_village, reason_field
from web.desk.rights import Asked
from words.desk_places import ONE_ADVISER, already_known, appointed, ended, places_words


class Appointed(NamedTuple):
    """`known`: whoever has served a village of this office; `from_` is whose page led here."""

    village: Village
    serving: Sequence[Adviser]
    known: Sequence[tuple[Adviser, str]]
    from_: str


class AppointmentForm(Form):
    entry = "advisers"
    blames: ClassVar[Mapping[type[DomainError], str]] = BLAMES

    async def subject(self, asked: Asked, request: Request) -> Appointed:
        village = await living_village(asked, request.path_params["village_id"])
        serving = await serving_on(asked.unit, village.id, local_day(asked.now))
        here = await advisers_here(asked.unit, asked.actor, date.min)
        known = [(each.adviser, places_words(each.villages)) for each in here]
        return Appointed(village, serving, known, request.query_params.get("adviser", ""))

    def facts(self, subject: Appointed) -> dict[str, str]:
        names = "、".join(each.name for each in subject.serving)
        return {"村(社区)": subject.village.name, "现在的法律顾问": names or "没有"}

    def first(self, asked: Asked, subject: Appointed) -> dict[str, Any]:
        return {"day": local_day(asked.now), "ending": subject.from_}

    def back(self, request: Request, subject: Appointed) -> str:
        return f"{request.scope['root_path']}/villages/{subject.village.id}"


class Appoint(AppointmentForm):
    path = "/villages/{village_id:int}/appoint"
    route_name = "appoint_adviser"
    save = "聘任"
    fields: ClassVar[Sequence[Field]] = (
        Choice("adviser", "法律顾问", help_text="原来的顾问到前一天为止，双方都会收到通知。"),
        Field("name", "或新顾问的姓名", most=20, help_text="名单里没有的，在这里填写。"),
        Choice(
            "kind", "新顾问的类型", choices=[(k.value, v) for k, v in ADVISER_KIND_LABELS.items()]
        ),
        Day("day", "从哪天起", required=True),
        Words("reason", "原因", help_text="换下原来的顾问必须写，会告诉本人。"),
    )

    def heading(self, subject: Appointed) -> str:
        return f"{subject.village.name}聘任法律顾问"

    def offered(self, subject: Appointed) -> dict[str, Sequence[tuple[str, str]]]:
        return {"adviser": [(str(a.id), f"{a.name}（{where}）") for a, where in subject.known]}

    async def do(self, asked: Asked, subject: Appointed, said: dict[str, Any]) -> str:
        adviser = await _meant(asked, subject, said)
        reason, at = said["reason"] or "", subject.village.id
        await replace_adviser(asked.unit, asked.actor, at, adviser, said["day"], asked.now, reason)
        return appointed(subject.village.name, adviser.name)


class EndAppointment(AppointmentForm):
    path = "/villages/{village_id:int}/end-appointment"
    route_name = "end_appointment"
    save = "结束聘任"
    fields: ClassVar[Sequence[Field]] = (
        Choice("ending", "谁的聘任", required=True, help_text="有人接任的，请用“聘任或更换顾问”。"),
        day_field("最后一天"),
        reason_field(),
    )

    def heading(self, subject: Appointed) -> str:
        return f"结束在{subject.village.name}的聘任"

    def offered(self, subject: Appointed) -> dict[str, Sequence[tuple[str, str]]]:
        return {"ending": [(str(each.id), each.name) for each in subject.serving]}

    async def do(self, asked: Asked, subject: Appointed, said: dict[str, Any]) -> str:
        adviser = next(a for a in subject.serving if str(a.id) == said["ending"])
        await end_appointment(asked.unit, change_of(asked, said), subject.village.id, adviser.id)
        return ended(subject.village.name, adviser.name)


async def _meant(asked: Asked, subject: Appointed, said: dict[str, Any]) -> Adviser:
    """Raises Wrong unless one of both is given."""
    name, chosen = said["name"], said["adviser"]
    if bool(name) == bool(chosen):
        raise Wrong("adviser", ONE_ADVISER)
    if chosen:
        found = await asked.unit.advisers.get(int(chosen))
        if found is None:
            raise NotFound
        return found
    if namesake := next((a for a, _ in subject.known if a.name == name), None):
        raise Wrong("name", already_known(namesake.name))
    kind = AdviserKind(said["kind"] or AdviserKind.LAWYER)
    return await add_adviser(asked.unit, asked.actor, name, kind, asked.now)
