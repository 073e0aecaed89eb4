"""导出: the month's figures of an office as a workbook."""

from datetime import datetime, timedelta

from actions.month.overview import shortfalls_as_of
from actions.month.standings import Standing, standings_below
from actions.people.access import check_office, office_name
from domain.hours import Counted
from domain.months import Month, instant, local, local_day
from domain.people import Actor
from domain.visits import Visit
from reports.month_workbook import (
    GridLine,
    MonthSheets,
    ShortRow,
    VillageLine,
    VisitLine,
    file_name,
    month_as_workbook,
)
from storage.unit import Unit
from words.labels import ACTIVITY_LABELS, KIND_LABELS, REASON_LABELS, STATE_LABELS
from words.sheets import covered_words, evidence_cell, remark_words
from words.shortfalls import figure_words


async def month_file(unit: Unit, actor: Actor, month: Month, now: datetime) -> tuple[str, bytes]:
    """Name and content of the workbook of everything below the actor's office."""
    districts = check_office(actor)
    end = instant(month.plus(1).first_day, datetime.min.time()) - timedelta(seconds=1)
    office, today = await office_name(unit, actor), min(local_day(now), month.last_day)
    standings = sorted(
        await standings_below(unit, districts, month, now), key=lambda s: s.village.id
    )
    sheets = MonthSheets(
        office=office,
        month=month,
        today=today,
        villages=[_village(standing) for standing in standings],
        visits=await _visits(unit, actor, month, standings),
        grids=await _grids(unit, actor, month),
        short=await _short(unit, actor, min(now, end)),
    )
    return file_name(office, month, today), month_as_workbook(sheets)


def _village(standing: Standing) -> VillageLine:
    served = bool(standing.advisers)
    return VillageLine(
        village=standing.village.name,
        advisers="、".join(adviser.name for adviser in standing.advisers),
        visits=sum(visit.withdrawn_at is None for visit, _ in standing.hours.visits),
        counted=standing.counted,
        confirmed=standing.confirmed,
        quota=standing.quota if served else None,
        missing=standing.progress.missing if served else None,
        remark=remark_words(standing.assigned_days, standing.month.last_day.day, served=served),
    )


async def _visits(
    unit: Unit, actor: Actor, month: Month, standings: list[Standing]
) -> list[VisitLine]:
    parts = {visit.id: part for s in standings for visit, part in s.hours.visits}
    names = {standing.village.id: standing.village.name for standing in standings}
    visits = await unit.visits.of_month_below(actor.offices, month)
    advisers = await unit.people.of_ids({visit.adviser_id for visit in visits})
    return [
        _visit(v, names[v.village_id], advisers[v.adviser_id].name, parts[v.id])
        for v in visits
        if v.id in parts
    ]


def _visit(visit: Visit, village: str, adviser: str, part: Counted) -> VisitLine:
    return VisitLine(
        day=visit.day,
        start=local(visit.started_at).time().replace(second=0, microsecond=0),
        end=local(visit.ended_at).time().replace(second=0, microsecond=0),
        village=village,
        adviser=adviser,
        activity=ACTIVITY_LABELS[visit.activity],
        topic=visit.topic or "",
        people=visit.people,
        leaflets=visit.leaflets,
        recorded=visit.minutes,
        counted=part.minutes,
        reason=REASON_LABELS[part.reason] if part.reason else "",
        evidence=evidence_cell(visit),
    )


async def _grids(unit: Unit, actor: Actor, month: Month) -> list[GridLine]:
    least = (await unit.evaluation.frame(month)).policy.grid_least
    return [
        GridLine(village, grid.name, registered, growing, covered_words(registered >= least))
        for grid, village, registered, growing in await unit.grids.cover_below(actor.offices)
    ]


async def _short(unit: Unit, actor: Actor, moment: datetime) -> list[ShortRow]:
    return [
        ShortRow(
            KIND_LABELS[line.kind],
            line.village,
            line.subject,
            figure_words(line.kind, line.figure),
            figure_words(line.kind, line.wanted),
            STATE_LABELS[line.state],
        )
        for line in await shortfalls_as_of(unit, moment, actor.offices)
    ]
