"""What somebody says of a visit, read against the villages of its adviser; and how it is kept."""

from datetime import date
from typing import NamedTuple

from actions.check_ins import check_out
from actions.photos import attach_photos
from actions.places.names import village_names
from actions.visits import check_visit, correct_visit, record_visit
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.entries.visit_answers import is_entry
from domain.errors import NotFound
from domain.months import Month, local_day
from domain.understanding import Understood, understand
from domain.understanding.same_as import SameAs, same_as, without_reference
from domain.understanding.several import several
from domain.villages import Village
from domain.visits import NotRecorded, Visit
from words.errors import sentence_for

LONGEST_LINE, LONGEST_TEXT = 500, 2000
"""Characters of a one-line entry, and of several; a longer text is no entry."""
REMEMBERED = 30
"""The visits among which 跟昨天一样 looks for that of yesterday."""


class Again(NamedTuple):
    visit: VisitEntry
    same: SameAs


async def villages_of(adviser_id: int, talk: Talk) -> list[Village]:
    """Served now or lately: what was done before an assignment ended can still be entered. The
    office sees those of an adviser that are its own, too."""
    last_month = Month.at(talk.now).plus(-1).first_day
    served = await talk.unit.advisers.villages_since(adviser_id, last_month)
    if adviser_id == talk.actor.person_id:
        return served
    own = {village.id for village in await talk.unit.villages.below(talk.actor.offices)}
    return [village for village in served if village.id in own]


async def names_of(adviser_id: int, talk: Talk, day: date | None = None) -> dict[str, Village]:
    """Every name these villages have on that day, and had before."""
    villages = await villages_of(adviser_id, talk)
    return await village_names(talk.unit, villages, day or local_day(talk.now))


async def understood(text: str, adviser_id: int, talk: Talk) -> Understood:
    return understand(text[:LONGEST_LINE], talk.now, list(await names_of(adviser_id, talk)))


async def visits_said(text: str, entry: VisitEntry, talk: Talk) -> list[VisitEntry]:
    """The visits a text tells of, `entry` being what is known beforehand; none where it tells of
    nothing like a visit. 同上 and 跟昨天一样 take over what was recorded before."""
    names = list(await names_of(entry.adviser_id, talk))
    parts = several(text[:LONGEST_TEXT], talk.now, names)
    if len(parts) == 1:
        text = text[:LONGEST_LINE]
        like = await meant_again(text, entry.adviser_id, talk)
        said = await understood(without_reference(text) if like else text, entry.adviser_id, talk)
        if not (is_entry(said) or like):
            return []
        told = await with_said(entry, said, talk)
        return [taking_over(told, like, talk) if like else told]
    return [await with_said(entry.fresh(), part.said, talk) for part in parts]


async def meant_again(text: str, adviser_id: int, talk: Talk) -> Again | None:
    """The visit that is referred to: of that day, or the one recorded last; None when a text
    refers to none, or there is none."""
    same = same_as(text, talk.now)
    if same is None:
        return None
    visits = await talk.unit.visits.latest_of_adviser(adviser_id, REMEMBERED)
    fitting = [visit for visit in visits if same.day in (None, visit.day)]
    last = max(fitting, key=lambda visit: (visit.recorded_at, visit.id), default=None)
    return Again(VisitEntry.of_visit(last), same) if last else None


def taking_over(entry: VisitEntry, again: Again, talk: Talk) -> VisitEntry:
    """The entry with whatever it lacks of a visit before. Its day is its own: that of 跟昨天一样 is
    today, that of 同上 is asked for."""
    told = entry.like(again.visit, again.same.parts)
    if told.date is None and again.same.day is not None:
        return told.with_parts(date=local_day(talk.now))
    return told


async def with_said(entry: VisitEntry, said: Understood, talk: Talk) -> VisitEntry:
    return entry.told(said, await names_of(entry.adviser_id, talk, said.date or entry.date))


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
        draft, shown, reason = entry.draft(), entry.shown, entry.reason or ""
        return await correct_visit(
            unit, actor, entry.visit_id, draft, now, shown=shown, reason=reason
        )
    if entry.check_in_id is not None:
        return await check_out(unit, actor, entry.check_in_id, entry.draft(), now)
    return await record_visit(unit, actor, entry.draft(), now)
