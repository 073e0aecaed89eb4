"""One adviser: villages with their months, appointments, visits, and what was changed."""

from datetime import date
from typing import Any, ClassVar

from starlette.requests import Request

from actions.month.board import village_rows
from actions.month.standings import Standing
from actions.people.finding import PersonDetail, person_detail
from domain.errors import NotFound
from domain.months import local_day
from domain.paces import Pace
from domain.people import Role
from domain.visits import Visit
from web.desk.page import Page
from web.desk.rights import Asked
from web.desk.shapes import amount_of, bar_of
from words.desk import evidence_words, since_words, visit_note
from words.desk_people import history_words
from words.desk_places import until_words
from words.labels import ACTIVITY_LABELS
from words.numbers import hours_of_quota, hours_text


class AdviserPage(Page):
    entry = "advisers"
    path = "/advisers/{person_id:int}"
    route_name = "adviser"
    template: ClassVar[str] = "adviser.html"

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        person_id = request.path_params["person_id"]
        seen = await person_detail(asked.unit, asked.actor, person_id, asked.now)
        if not any(post.role is Role.ADVISER for post in seen.member.posts):
            raise NotFound
        standings = seen.months[0][1] if seen.months and seen.months[0][0] == asked.month else []
        rows = await village_rows(asked.unit, standings, asked.month, asked.now)
        return {
            "heading": seen.person.name,
            "person": seen.person,
            "joined": seen.member.joined,
            "rows": [(r, bar_of(r), amount_of(r)) for r in rows],
            "behind": sum(r.pace is Pace.BEHIND for r in rows),
            "serves": [_served(each.village, each.appointment) for each in seen.serves],
            "months": [month for month, _ in seen.months],
            "hours": _hours(seen),
            "visits": await _visits(asked, person_id, standings),
            "history": history_words(await asked.unit.audit.of("person", person_id)),
        }


def _served(village: str, appointment: Any) -> tuple[str, int, str, str]:
    until: date | None = appointment.until
    ends = until_words(until) if until else ""
    return village, appointment.village_id, since_words(appointment.since), ends


def _hours(seen: PersonDetail) -> list[tuple[str, int, list[str]]]:
    """A line a village, an amount a month; empty where the adviser did not serve it."""
    every: dict[int, str] = {}
    for _, standings in seen.months:
        every |= {s.village.id: s.village.name for s in standings}
    return [
        (name, id_, [_amount(standings, id_) for _, standings in seen.months])
        for id_, name in every.items()
    ]


def _amount(standings: list[Standing], village_id: int) -> str:
    for each in standings:
        if each.village.id == village_id:
            return hours_of_quota(each.counted, each.quota)
    return ""


async def _visits(asked: Asked, person_id: int, standings: list[Standing]) -> list[dict[str, Any]]:
    """The adviser's own of this month, the latest first, in the villages of this office."""
    found: list[tuple[Visit, str]] = []
    for each in standings:
        here = await asked.unit.visits.of_village(each.village.id, asked.month)
        own = [v for v in here if v.adviser_id == person_id and v.withdrawn_at is None]
        found += [(visit, each.village.name) for visit in own]
    return [
        {
            "visit": visit,
            "village": village,
            "day": local_day(visit.started_at),
            "time": hours_text(int((visit.ended_at - visit.started_at).total_seconds() // 60)),
            "activity": ACTIVITY_LABELS[visit.activity],
            "note": visit_note(visit),
            "evidence": evidence_words(visit),
        }
        for visit, village in sorted(found, key=lambda f: f[0].started_at, reverse=True)
    ]
