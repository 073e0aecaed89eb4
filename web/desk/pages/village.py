"""One village's month: the number and its sentence, then what explains it."""

from typing import Any, ClassVar

from starlette.requests import Request

from actions.month.village_page import VillagePage as Seen
from actions.month.village_page import village_page
from actions.people.access import covers_village
from domain.months import Month, local_day
from domain.people import Actor
from web.desk.months import asked_month
from web.desk.page import Page
from web.desk.rights import Asked, villagers
from web.desk.shapes import amount_of, bar_of, percent
from words.desk import (
    CHANGE_WORDS,
    counts_words,
    evidence_words,
    grid_words,
    left_words,
    since_words,
    visit_note,
)
from words.labels import ACTIVITY_LABELS, CASE_LABELS, KIND_LABELS
from words.why import policy_words

CHANGES_OF_IT = (
    ("appoint", "聘任或更换顾问"),
    ("end-appointment", "结束聘任"),
    ("remind", "现在提醒顾问"),
    ("rename", "改名"),
    ("merge", "合并到别的村"),
    ("split", "划出新村"),
    ("retire", "撤销"),
)
"""What 更多 offers, by the address of its form."""


class VillagePage(Page):
    entry = "villages"
    path = "/villages/{village_id:int}"
    route_name = "village"
    template: ClassVar[str] = "village.html"

    def open_to(self, actor: Actor) -> bool:
        return villagers(actor)

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        village_id = request.path_params["village_id"]
        month = asked_month(request, asked.month)
        seen = await village_page(asked.unit, asked.actor, village_id, month, asked.now)
        progress = seen.why.standing.progress
        return {
            "heading": seen.why.standing.village.name,
            "village": seen.why.standing.village,
            "street": seen.street,
            "month": month,
            "today": min(local_day(asked.now), month.last_day),
            "row": seen.row,
            "bar": bar_of(seen.row),
            "amount": amount_of(seen.row),
            "left": left_words(progress.missing, progress.working_days_left, progress.projected),
            "rule": policy_words(seen.policy),
            "serving": [(_name(seen, a.adviser_id), since_words(a.since)) for a in seen.serving],
            "confirmers": [person.name for person in seen.confirmers],
            "visits": _visits(seen),
            "grids": _grids(seen),
            "cases": [(KIND_LABELS[r.kind], CASE_LABELS[c.state], c) for c, r in seen.cases],
            "changes": [(CHANGE_WORDS.get(c["action"], c["action"]), c) for c in seen.changes],
            "trend": _trend(seen, month),
            "changes_of_it": CHANGES_OF_IT,
            "may_change": await covers_village(asked.unit, asked.actor.offices, village_id),
        }


def _name(seen: Seen, adviser_id: int) -> str:
    names = {a.id: a.name for a in seen.why.standing.advisers}
    return names.get(adviser_id, "")


def _visits(seen: Seen) -> list[dict[str, Any]]:
    """The latest first, each with what of it counts."""
    parts = {stay.id: part for stay, part in seen.why.standing.hours.visits}
    rows = sorted(seen.visits.values(), key=lambda v: v.started_at, reverse=True)
    return [
        {
            "visit": visit,
            "minutes": int((visit.ended_at - visit.started_at).total_seconds() // 60),
            "activity": ACTIVITY_LABELS[visit.activity],
            "note": visit_note(visit),
            "evidence": evidence_words(visit),
            "confirmed": visit.confirmation == "confirmed",
            "counts": parts[visit.id].minutes > 0,
            "words": counts_words(parts[visit.id]),
        }
        for visit in rows
        if visit.id in parts
    ]


def _grids(seen: Seen) -> list[dict[str, Any]]:
    found = []
    for row in seen.grids:
        ends = min((p.certificate_until for p in row.ending if p.certificate_until), default=None)
        state = ("behind" if row.ending else "reached") if row.met else "short"
        words = {"behind": "将空缺", "reached": "已覆盖", "short": "空缺"}[state]
        training = [person.name for person in row.training]
        note = grid_words(row.cover.registered, training, ends)
        found.append(
            {
                "id": row.cover.grid.id,
                "name": row.cover.grid.name,
                "state": state,
                "words": words,
                "note": note,
            }
        )
    return found


def _trend(seen: Seen, month: Month) -> list[dict[str, Any]]:
    """Eleven frozen months and this one, as heights of what was wanted."""
    columns = []
    for each, figures in seen.trend:
        state = "off"
        if figures:
            reached = "reached" if figures.counted >= figures.wanted else "short"
            state = reached if figures.wanted else "unserved"
        height = min(percent(figures.counted, figures.wanted or 1), 125) if figures else 0
        columns.append({"month": each, "state": state, "height": height})
    standing = seen.row.standing
    now = min(percent(standing.counted, standing.quota or 1), 125)
    return [*columns, {"month": month, "state": seen.row.pace.value, "height": now}]
