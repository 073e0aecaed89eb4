"""月结: what the month lacks, what it would freeze, and the leader's two forms."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from starlette.requests import Request

from actions.month.closing import close_again, reopen_month
from actions.month.closings import Closing, closing_page, closings, the_closing
from actions.people.access import check_leader_of_district
from domain.errors import DomainError, NotFound, Stale
from domain.months import Month, ReopeningUnexplained, local_day
from domain.paces import Pace
from domain.people import Actor
from web.desk.fields import Field, Words
from web.desk.form import Form
from web.desk.months import asked_month
from web.desk.page import Page
from web.desk.rights import Asked, leader
from words.desk_closing import (
    AGAIN_EFFECT,
    REOPEN_EFFECT,
    again_heading,
    again_words,
    reopen_heading,
    reopened_words,
)
from words.labels import PHASE_LABELS
from words.why import policy_words


class ClosingPage(Page):
    """The first street, or the one asked for."""

    entry = "closing"
    path = "/closing"
    route_name = "closing"
    in_menu = True
    template: ClassVar[str] = "closing.html"

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        month = asked_month(request, asked.month.plus(-1))
        streets = await closings(asked.unit, asked.actor, month)
        street_id = _street(request, streets)
        seen = await closing_page(asked.unit, asked.actor, street_id, month, asked.now)
        frame, record = seen.closing.frame, seen.closing.record
        today = local_day(asked.now)
        missed = [each for each in seen.villages if each.pace is not Pace.REACHED]
        leads = leader(asked.actor)
        shut = frame.is_shut(today, by_office=True)
        return {
            "heading": seen.closing.street.name,
            "month": month,
            "months": [asked.month.plus(-n) for n in range(13)],
            "streets": streets,
            "chosen": seen.closing,
            "phase": PHASE_LABELS[frame.phase(today)],
            "record": record,
            "rule": policy_words(frame.policy),
            "closing_day": frame.closing_day,
            "missed": missed,
            "met": len(seen.villages) - len(missed),
            "total": len(seen.villages),
            "unconfirmed": [each for each in seen.villages if each.counted > each.confirmed],
            "corrections": [(seen.names.get(c.village_id, ""), c) for c in seen.corrections],
            "may_reopen": leads and frame.judged and shut and not frame.reopened,
            "may_close": leads and not frame.closed and frame.is_shut(today),
        }


class _ClosingForm(Form):
    entry = "closing"

    def open_to(self, actor: Actor) -> bool:
        return leader(actor)

    async def subject(self, asked: Asked, request: Request) -> Closing:
        street_id = request.path_params["street_id"]
        try:
            month = Month.parse(request.path_params["month"])
        except ValueError as error:
            raise NotFound from error
        await check_leader_of_district(asked.unit, asked.actor, street_id)
        return await the_closing(asked.unit, asked.actor, street_id, month)

    def back(self, request: Request, subject: Closing) -> str:
        asked = f"month={subject.frame.month}&street={subject.street.id}"
        return f"{request.scope['root_path']}/closing?{asked}"


class Reopen(_ClosingForm):
    path = "/closing/{street_id:int}/{month}/reopen"
    route_name = "reopen_month"
    save = "重新打开"
    fields: ClassVar[Sequence[Field]] = (
        Words("reason", "原因", required=True, help_text=REOPEN_EFFECT),
    )
    blames: ClassVar[Mapping[type[DomainError], str]] = {
        ReopeningUnexplained: "reason",
        Stale: "",
    }

    def heading(self, subject: Closing) -> str:
        return reopen_heading(subject.street.name, subject.frame.month)

    async def do(self, asked: Asked, subject: Closing, said: dict[str, Any]) -> str:
        month, street = subject.frame.month, subject.street
        await reopen_month(asked.unit, asked.actor, street.id, month, said["reason"], asked.now)
        return reopened_words(street.name, month)


class CloseAgain(_ClosingForm):
    path = "/closing/{street_id:int}/{month}/close"
    route_name = "close_month"
    save = "月结"

    def heading(self, subject: Closing) -> str:
        return again_heading(subject.street.name, subject.frame.month)

    def facts(self, subject: Closing) -> dict[str, str]:
        return {"保存后": AGAIN_EFFECT}

    async def do(self, asked: Asked, subject: Closing, said: dict[str, Any]) -> str:
        month, street = subject.frame.month, subject.street
        await close_again(asked.unit, asked.actor, street.id, month, asked.now)
        return again_words(street.name, month)


def _street(request: Request, streets: Sequence[Closing]) -> int:
    """The one asked for, whose right the action asks; else the first."""
    asked = request.query_params.get("street", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return int(asked)
    if not streets:
        raise NotFound
    return streets[0].street.id
