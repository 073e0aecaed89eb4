"""导出: the month's figures of an office as a workbook."""

from datetime import datetime, timedelta

from actions.month.glance import covers_below
from actions.month.overview import shortfalls_as_of
from actions.month.standings import Standing, standings_below
from actions.people.access import check_office, office_name
from domain.districts import District
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


async def month_file(
    unit: Unit, actor: Actor, month: Month, now: datetime, street: District | None = None
) -> tuple[str, bytes]:
    """Name and content of the workbook of one street, or of everything below the actor's office,
    street by street."""
    here = frozenset({street.id}) if street else check_office(actor)
    end = instant(month.plus(1).first_day, datetime.min.time()) - timedelta(seconds=1)
    office = street.name if street else await office_name(unit, actor)
    today = min(local_day(now), month.last_day)
    streets = {s.id: s for s in await unit.districts.streets(here)}
    standings = sorted(
        await standings_below(unit, here, month, now),
        key=lambda s: (streets[s.village.district_id].code, s.village.id),
    )
    sheets = MonthSheets(
        office=office,
        month=month,
        today=today,
        villages=[_village(standing) for standing in standings],
        visits=await _visits(unit, here, month, standings),
        grids=await _grids(unit, here, month),
        short=await _short(unit, here, min(now, end)),
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
    unit: Unit, here: frozenset[int], month: Month, standings: list[Standing]
) -> list[VisitLine]:
    parts = {visit.id: part for s in standings for visit, part in s.hours.visits}
    names = {standing.village.id: standing.village.name for standing in standings}
    visits = await unit.visits.of_month_below(here, month)
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


async def _grids(unit: Unit, here: frozenset[int], month: Month) -> list[GridLine]:
    return [
        GridLine(
            cover.village, cover.grid.name, cover.registered, cover.in_training, covered_words(met)
        )
        for cover, met in await covers_below(unit, here, month)
    ]


async def _short(unit: Unit, here: frozenset[int], moment: datetime) -> list[ShortRow]:
    return [
        ShortRow(
            KIND_LABELS[line.kind],
            line.village,
            line.subject,
            figure_words(line.kind, line.figure),
            figure_words(line.kind, line.wanted),
            STATE_LABELS[line.state],
        )
        for line in await shortfalls_as_of(unit, moment, here)
    ]
