"""A case nobody answered goes to the leader, once (规则 4.10)."""

from collections import defaultdict
from datetime import datetime

from actions.month.lines import lines_of
from domain.cases import Case, case_overdue
from domain.digests import MOST_LINES, worst_first
from domain.districts import steps_of
from domain.frames import MonthFrame
from domain.months import Month, local_day
from domain.notices import CasesEscalated, ShortLine
from domain.people import Role
from storage.outbox import Message
from storage.unit import Unit

AT_ONCE = 5_000
"""Ids in one statement: databases allow some 32,000."""


async def escalate_overdue(unit: Unit, now: datetime) -> int:
    """One message per leader with all that is overdue below them; how many cases went up.

    A case goes to the leaders of the nearest district that has any, and waits where there is none.
    Each street goes by its own patience and calendar; on its days off nothing rises.
    """
    month = Month.at(now)
    frames = await unit.frames.of_all(month)
    overdue = []
    for case in await unit.cases.unanswered():
        frame = frames.get(case.district_id, MonthFrame(month))
        works = frame.calendar.is_working_day(local_day(now))
        if works and case_overdue(case, now, frame.policy, frame.calendar):
            overdue.append(case)
    leaders = await _leaders(unit, overdue) if overdue else {}
    by_leader: defaultdict[int, list[int]] = defaultdict(list)
    for case in overdue:
        for leader in leaders.get(case.district_id, ()):
            by_leader[leader].append(case.shortfall_id)
    told = [(shortfall, leader) for leader, ids in by_leader.items() for shortfall in ids]
    went_up = sorted({shortfall for shortfall, _ in told})
    await unit.outbox.put_all(await _messages(unit, by_leader, went_up, now), now)
    await unit.told.mark(told, now)
    await unit.cases.mark_escalated(went_up, now)
    return len(went_up)


async def _leaders(unit: Unit, overdue: list[Case]) -> dict[int, list[int]]:
    """By district, who leads it or the nearest district above it."""
    holding: defaultdict[int, list[int]] = defaultdict(list)
    for person, _, place in await unit.people.holders(Role.LEADER):
        holding[place].append(person)
    wanted = {case.district_id for case in overdue}
    found = {}
    for district in await unit.districts.all():
        if district.id in wanted:
            upwards = reversed(steps_of(district.path))
            found[district.id] = next((holding[d] for d in upwards if d in holding), [])
    return found


async def _messages(
    unit: Unit, by_leader: dict[int, list[int]], went_up: list[int], now: datetime
) -> list[Message]:
    lines: dict[int, ShortLine] = {}
    for start in range(0, len(went_up), AT_ONCE):
        rows = await unit.shortfalls.of_ids(went_up[start : start + AT_ONCE])
        lines |= await lines_of(unit, rows)
    messages = []
    for leader, ids in by_leader.items():
        worst = worst_first(lines[each] for each in ids)
        kept, more = tuple(worst[:MOST_LINES]), max(0, len(worst) - MOST_LINES)
        notice = CasesEscalated(lines=kept, more=more)
        key = f"escalated:{local_day(now)}:{int(now.timestamp())}:{leader}"
        messages.append(Message(key, leader, notice))
    return messages
