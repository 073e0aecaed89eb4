"""What somebody says of a visit, read against the villages of its adviser; and how it is kept."""

from actions.check_ins import check_out
from actions.photos import attach_photos
from actions.visits import check_visit, correct_visit, record_visit
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from domain.errors import NotFound
from domain.months import Month
from domain.understanding import Understood, understand
from domain.villages import Village
from domain.visits import NotRecorded, Visit
from words.errors import sentence_for

LONGEST_LINE = 500
"""Characters of a one-line entry; a longer text is no entry."""


async def villages_of(adviser_id: int, talk: Talk) -> list[Village]:
    """Served now or lately: what was done before an assignment ended can still be entered."""
    last_month = Month.at(talk.now).plus(-1).first_day
    return await talk.unit.advisers.villages_since(adviser_id, last_month)


async def understood(text: str, adviser_id: int, talk: Talk) -> Understood:
    villages = await villages_of(adviser_id, talk)
    return understand(text[:LONGEST_LINE], talk.now, [v.name for v in villages])


async def with_said(entry: VisitEntry, said: Understood, talk: Talk) -> VisitEntry:
    villages = await villages_of(entry.adviser_id, talk)
    return entry.told(said, {village.name: village for village in villages})


async def village_of(entry: VisitEntry, talk: Talk) -> Village:
    village = await talk.unit.villages.get(entry.village_id or 0)
    if village is None:
        raise NotFound
    return village


async def problem_of(entry: VisitEntry, talk: Talk) -> str:
    """Why a complete entry can't be saved, in words; empty when it can."""
    by_office, replaces = entry.by_office, entry.visit_id
    draft = entry.draft()
    try:
        await check_visit(talk.unit, draft, talk.now, by_office=by_office, replaces=replaces)
    except NotRecorded as error:
        return sentence_for(error)
    return ""


async def save_visit(entry: VisitEntry, talk: Talk) -> Visit:
    visit = await _saved(entry, talk)
    if entry.photos:
        await attach_photos(talk.unit, talk.actor, visit.id, list(entry.photos), talk.now)
    return visit


async def _saved(entry: VisitEntry, talk: Talk) -> Visit:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if entry.visit_id is not None:
        return await correct_visit(unit, actor, entry.visit_id, entry.draft(), now)
    if entry.check_in_id is not None:
        return await check_out(unit, actor, entry.check_in_id, entry.draft(), now)
    return await record_visit(unit, actor, entry.draft(), now)
