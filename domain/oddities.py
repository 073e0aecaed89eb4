"""Visits worth a second look: a list with reasons for a person to read, never a verdict."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from domain.months import Month, minutes_between
from domain.policy import Policy
from domain.visits import Visit


class OddityKind(StrEnum):
    SAME_LENGTH = "same_length"
    LAST_DAYS = "last_days"
    MINUTES_APART = "minutes_apart"


class Oddity(NamedTuple):
    """`figure`: minutes each visit lasted, days in which all of them lie, or minutes between
    two villages, by kind."""

    kind: OddityKind
    adviser_id: int
    visit_ids: tuple[int, ...]
    figure: int


def oddities(visits: Iterable[Visit], month: Month, policy: Policy) -> list[Oddity]:
    """What is odd about a month's visits, adviser by adviser; withdrawn ones are left out
    (规则 3.10)."""
    own: dict[int, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda v: (v.started_at, v.id)):
        if visit.withdrawn_at is None:
            own[visit.adviser_id].append(visit)
    found = []
    for _, theirs in sorted(own.items()):
        found += same_length(theirs, policy)
        found += on_last_days(theirs, month, policy)
        found += minutes_apart(theirs, policy)
    return found


def same_length(visits: list[Visit], policy: Policy) -> list[Oddity]:
    """All of one adviser's visits last the same to the minute."""
    if len(visits) < policy.odd_same_length or len({v.minutes for v in visits}) > 1:
        return []
    return [_oddity(OddityKind.SAME_LENGTH, visits, visits[0].minutes)]


def on_last_days(visits: list[Visit], month: Month, policy: Policy) -> list[Oddity]:
    """Two visits or more, and none before the last days; a single one may well fall there."""
    first = month.last_day - timedelta(days=policy.odd_last_days - 1)
    if len(visits) < 2 or any(visit.day < first for visit in visits):
        return []
    return [_oddity(OddityKind.LAST_DAYS, visits, policy.odd_last_days)]


def minutes_apart(visits: list[Visit], policy: Policy) -> list[Oddity]:
    """One village left and another entered almost at once; `visits` are in order of time."""
    found = []
    for left, entered in pairwise(visits):
        gap = minutes_between(left.ended_at, entered.started_at)
        if left.village_id != entered.village_id and 0 <= gap < policy.odd_gap:
            found.append(_oddity(OddityKind.MINUTES_APART, [left, entered], gap))
    return found


def _oddity(kind: OddityKind, visits: list[Visit], figure: int) -> Oddity:
    return Oddity(kind, visits[0].adviser_id, tuple(visit.id for visit in visits), figure)
