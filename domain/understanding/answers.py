"""Answers to one question each, for dialogues that ask for one part at a time."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from domain.months import local_day
from domain.understanding.activities import activity_in
from domain.understanding.clocks import Clock, clocks, period_word
from domain.understanding.counts import AMOUNT, likely
from domain.understanding.dates import dates, one_date
from domain.understanding.durations import durations, one_duration
from domain.understanding.loose import loose
from domain.understanding.numerals import SMALL, number, small
from domain.understanding.places import said_villages
from domain.understanding.text import Piece, tidied, without
from domain.understanding.times import Span, single_time, span_of
from domain.understanding.villages import listed_villages, near_villages
from domain.visits import Activity

_NONE = re.compile(r"(?:没有|没|无|零|〇|未|不清楚|0)[人份发放过]*了?。?")
_AMOUNT = re.compile(AMOUNT)
_BARE_HOUR = re.compile(rf"({SMALL})")
_PACKED = re.compile(r"([01]?\d|2[0-4])([0-5]\d)")
_DOTTED = re.compile(r"(\d{1,2})\.([0-5]\d)")
_MINUTES_FROM = 10
"""A bare 90 is minutes; a bare 2 may be hours and is asked again."""


def read_date(text: str, now: datetime) -> date | None:
    """One day: 昨天, 11.12, 3号; `now` is aware."""
    said, today = tidied(text), local_day(now)
    days = dates(said, today)
    return one_date(said, days or loose(said, today, False, True).dates, today)


def read_period(text: str) -> str | None:
    """上午, 中午, 下午 or 晚上 where only a part of the day is said: 下午, 13日上午."""
    said = tidied(text)
    return None if clocks(said) else period_word(said)


def read_time(text: str) -> time | None:
    """One clock time: 下午2点半, 14:30, 14.30, 1430, 9."""
    said = tidied(text).strip()
    bare = _BARE_HOUR.fullmatch(said)
    packed = _PACKED.fullmatch(said) or _DOTTED.fullmatch(said)
    if bare and small(bare[1]) <= 24:
        return single_time("", [Piece(Clock(small(bare[1]), 0), 0, 0)])
    if packed and int(packed[1]) < 24:
        clock = Clock(int(packed[1]), int(packed[2]), None, packed[1].startswith("0"))
        return single_time("", [Piece(clock, 0, 0)])
    return single_time(said, clocks(said))


def read_span(text: str) -> Span | None:
    """Start, end or length, whatever is said: 下午2点到4点半, 14:00开始两小时, 90分钟."""
    said = tidied(text)
    lengths = durations(said)
    rest = without(said, lengths)
    told = clocks(rest) or loose(rest, date.min, True, False).clocks
    span = span_of(said, told, one_duration(said, lengths))
    return None if span == Span() else span


def read_end(text: str, start: time) -> time | None:
    """When it ended, as an answer to a known start: 4点半 after 14:00 is 16:30; 0点, 24:00 and 0:20
    after 22:00 lie in the night that follows."""
    said = tidied(text).strip().removeprefix("到").removeprefix("至")
    packed = _PACKED.fullmatch(said) or _DOTTED.fullmatch(said)
    span = read_span(f"{start:%H:%M}到" + (f"{packed[1]}:{packed[2]}" if packed else said))
    return span.end if span and span.start == start else None


def read_minutes(text: str) -> int | None:
    """A length: 两个半小时, 90分钟, 90."""
    said = tidied(text).strip()
    bare = number(said)
    if bare is not None:
        return bare if bare >= _MINUTES_FROM else None
    return one_duration(said, durations(said))


def read_number(text: str) -> int | None:
    """A count with or without its unit; 没有 and 无 are 0."""
    said = tidied(text).strip()
    if _NONE.fullmatch(said):
        return 0
    values = {number(m["low"] or m["n"]) for m in _AMOUNT.finditer(said)}
    return likely(values.pop()) if len(values) == 1 else None


def read_activity(text: str) -> Activity | None:
    """The activity named, by its label or by the words people use."""
    return activity_in(tidied(text))


def names_village(text: str, village: str) -> bool:
    """Whether the text says this name, in full or for short, and not one a slip away from it."""
    return bool(listed_villages(tidied(text).strip(), [village]))


def match_village(text: str, villages: Sequence[str]) -> tuple[str, ...]:
    """The listed villages an answer fits: one, several to choose from, or none."""
    said = tidied(text).strip()
    pieces = listed_villages(said, villages)
    if pieces:
        sure = [p.value[0] for p in pieces if len(p.value) == 1]
        return tuple(dict.fromkeys(sure or [name for p in pieces for name in p.value]))
    names = [p.value for p in said_villages(said)] or [said[:20]]
    return tuple(dict.fromkeys(v for name in names for v in near_villages(name, villages)))
