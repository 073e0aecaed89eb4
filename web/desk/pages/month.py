"""本月: the month in one look; every number opens the rows behind it."""

from typing import Any, ClassVar

from starlette.requests import Request

from actions.illnesses import illnesses_of
from actions.month.front import Front, front
from domain.cases import Age
from domain.months import MonthPhase
from domain.paces import Pace
from domain.people import Actor
from web.desk.months import asked_month
from web.desk.page import Page
from web.desk.pages.villages import row_of
from web.desk.rights import Asked, office, villagers
from web.desk.shapes import percent
from words.desk import month_lead
from words.illnesses import illness_words
from words.labels import PACE_LABELS, PHASE_LABELS
from words.numbers import hours_text, rate

FIRST = 6
"""So many villages stand on the page before all of them."""
ORDER = (Pace.REACHED, Pace.ON_PACE, Pace.BEHIND, Pace.SHORT, Pace.UNSERVED)


class MonthPage(Page):
    entry = "month"
    path = "/month"
    route_name = "month"
    in_menu = True
    template: ClassVar[str] = "month.html"

    def open_to(self, actor: Actor) -> bool:
        return villagers(actor)

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        month = asked_month(request, asked.month)
        seen = await front(asked.unit, asked.actor, month, asked.now)
        first = [r for r in seen.villages if r.pace not in (Pace.REACHED, Pace.ON_PACE)]
        return {
            "heading": f"{month.year}年{month.month}月",
            "month": month,
            "this": asked.month,
            "months": [asked.month.plus(-n) for n in range(13)],
            "phase": PHASE_LABELS[seen.phase],
            "open": seen.phase is MonthPhase.OPEN,
            "lead": month_lead(seen.today, seen.working_days, seen.closing),
            "seen": seen,
            "rate": rate,
            "paces": _paces(seen),
            "grids": _grids(seen),
            "grids_split": [g for g in _grids(seen) if g["width"]],
            "first": [(row_of(r), hours_text(r.missing), r) for r in first[:FIRST]],
            "more": len(first),
            "cases": _cases(seen),
            "trend": _trend(seen),
            "office": office(asked.actor),
            "ailing": await _ailing(asked) if office(asked.actor) else [],
        }


async def _ailing(asked: Asked) -> list[str]:
    illnesses = await illnesses_of(asked.unit, asked.now)
    return [illness_words(each) for each in illnesses.ailing]


def _paces(seen: Front) -> list[dict[str, Any]]:
    total = len(seen.villages)
    return [
        {
            "state": pace.value,
            "words": PACE_LABELS[pace],
            "count": seen.paces.get(pace, 0),
            "width": percent(seen.paces.get(pace, 0), total),
        }
        for pace in ORDER
    ]


def _grids(seen: Front) -> list[dict[str, Any]]:
    grids = seen.grids
    lasting = grids.covered - grids.ending
    parts = (
        ("reached", "已覆盖", grids.covered, lasting),
        ("behind", "其中将空缺", grids.ending, grids.ending),
        ("on_pace", "培育中", grids.growing, grids.growing),
        ("short", "空缺", grids.empty, grids.empty),
    )
    return [
        {"state": state, "words": words, "count": n, "width": percent(wide, grids.total)}
        for state, words, n, wide in parts
    ]


def _cases(seen: Front) -> list[dict[str, Any]]:
    most = max(seen.cases.values(), default=0)
    kinds = (
        (Age.OVERDUE, "short", "满3个工作日"),
        (Age.WAITING, "behind", "1至2个工作日"),
        (Age.FRESH, "new", "今天新到"),
    )
    return [
        {
            "state": state,
            "words": words,
            "count": seen.cases.get(kind, 0),
            "width": percent(seen.cases.get(kind, 0), most),
        }
        for kind, state, words in kinds
    ]


def _trend(seen: Front) -> list[dict[str, Any]]:
    columns = []
    for month, trend in seen.trend:
        total = trend.villages if trend else 0
        missed = total - trend.reached - trend.unserved if trend else 0
        columns.append(
            {
                "month": month,
                "reached": trend.reached if trend else None,
                "parts": [
                    ("unserved", percent(trend.unserved if trend else 0, total)),
                    ("short", percent(missed, total)),
                    ("reached", percent(trend.reached if trend else 0, total)),
                ],
            }
        )
    total = len(seen.villages)
    now = [(p.value, percent(seen.paces.get(p, 0), total)) for p in Pace]
    reached = seen.paces.get(Pace.REACHED, 0)
    return [*columns, {"month": seen.month, "reached": reached, "parts": now}]
