"""From clock times to the start and the end of a visit.

A period word carries forward: 下午2点到4点半 ends 16:30, 上午11点到1点 ends 13:00. Without any word
1 to 6 o'clock are of the afternoon, for no visit starts before dawn, and 7 to 12 are as they stand.
晚上10点到12点 ends at 00:00 and so crosses midnight, which the rule for visits refuses.
"""

import re
from datetime import time
from itertools import pairwise

from domain.model import Model
from domain.understanding.clocks import SEPARATOR, Clock, period_alone
from domain.understanding.text import Piece

DAY = 24 * 60
LONGEST = 12 * 60
"""An end further away is read as the other half of the day (7点到晚上8点 starts at 19:00)."""

_JOINED = re.compile(SEPARATOR + "(?:次日|第二天)?")
_ENDS_AFTER = re.compile(
    r"[ ,，]?(?:的时候)?(?:钟)?(?:才|就|左右)?(?:结束(?!时间|[于: ]?[\d一二三四五六七八九十两])"
    r"|散|离开|离村|离|走(?![访进到村])|收工|收摊"
    r"|为止|完(?!善)|撤|回(?!访|答)|下课|讲完|忙完)"
)
_STARTS_AFTER = re.compile(r"[ ,，]?(?:就|才|左右)?(?:开始|起|到村|进村|到达|到场|到|入场|开讲|开)")
_SKIPPED_AFTER = re.compile(
    r"[ ,，]?(?:就|左右)?(?:[从自由][^,，。 ]{0,6}(?:走|来|开车|坐车|骑车)"
    r"|(?:[从自由][^,，。 ]{0,6})?"
    r"(?:出发|出门|启程|上路|集合|集结|动身|起床|签到|上车))"
)
_ENDS_BEFORE = re.compile(
    r"(?:(?<![收签])到了?|至|结束时间?(?:为|是)?|直到"
    r"|(?:离开|离村|出村|离场|散场|签退)(?:时间)?)[ :]{0,2}$"
)
_STARTS_BEFORE = re.compile(
    r"(?:从|自|开始时间?(?:为|是)?|(?:进村|到村|入村|到达|抵达|到场|入场|签到)(?:时间)?)[ :]{0,2}$"
)


class Span(Model):
    """When a visit began and ended and how long it was, in minutes; null is what was not said."""

    start: time | None = None
    end: time | None = None
    minutes: int | None = None


def span_of(text: str, said: list[Piece[Clock]], minutes: int | None) -> Span:
    """The one stretch of time these clock times tell of; start and end win over a length said.
    Two different stretches (上午9点到11点, 下午2点到4点) are two visits: neither is taken."""
    said = [p for p in said if not _SKIPPED_AFTER.match(text, p.end)] or said
    said = _with_period_alone(text, said)
    joined = [(a, b) for a, b in pairwise(said) if _are_joined(text, a, b)]
    if joined:
        spans = {_between(a.value, b.value) for a, b in joined}
        return spans.pop() if len(spans) == 1 else Span()
    words_first = bool(said) and _said_before(_STARTS_BEFORE, text, said[0])
    starts = [p for p in said if not _is_end(text, p, words_first)]
    ends = [p for p in said if _is_end(text, p, words_first)]
    if not ends and len(starts) > 1:
        starts, ends = starts[:1], starts[1:2]
    if starts and ends:
        return _between(starts[0].value, ends[-1].value)
    if starts:
        return _from(_minute_of_day(starts[0].value), minutes)
    if ends:
        return _until(_minute_of_day(ends[0].value), minutes)
    return Span(minutes=minutes)


def spans_said(text: str, said: list[Piece[Clock]]) -> list[tuple[int, int]]:
    """The stretches of text the times take up, with what joins a range."""
    spans = [(p.start, p.end) for p in said]
    for left, right in pairwise(said):
        if _are_joined(text, left, right):
            spans.append((left.end, right.start))
    return spans


def single_time(text: str, said: list[Piece[Clock]]) -> time | None:
    """The only time said, its period word near or apart."""
    values = {_minute_of_day(p.value) for p in _with_period_alone(text, said)}
    return _time(values.pop()) if len(values) == 1 else None


def _with_period_alone(text: str, said: list[Piece[Clock]]) -> list[Piece[Clock]]:
    if not said or said[0].value.period or said[0].value.exact or said[0].value.hour > 12:
        return said
    period = period_alone(text[: said[0].start])
    first = said[0]
    return [Piece(first.value._replace(period=period), first.start, first.end), *said[1:]]


def _are_joined(text: str, left: Piece[Clock], right: Piece[Clock]) -> bool:
    return bool(_JOINED.fullmatch(text, left.end, right.start))


def _is_end(text: str, piece: Piece[Clock], words_first: bool) -> bool:
    """到村9点离村11点 puts the words first, 9点到村11点离村 puts them behind."""
    if words_first and _said_before(_STARTS_BEFORE, text, piece):
        return False
    if not words_first and _ENDS_AFTER.match(text, piece.end):
        return True
    if _said_before(_STARTS_BEFORE, text, piece) or (
        not words_first and _STARTS_AFTER.match(text, piece.end)
    ):
        return False
    return _said_before(_ENDS_BEFORE, text, piece) or bool(_ENDS_AFTER.match(text, piece.end))


def _said_before(words: re.Pattern[str], text: str, piece: Piece[Clock]) -> bool:
    return bool(words.search(text[max(piece.start - 8, 0) : piece.start]))


def _minute_of_day(clock: Clock) -> int:
    hour = clock.hour
    if clock.period in ("afternoon", "evening") and hour < 12:
        hour += 12
    elif clock.period == "evening" and hour == 12:
        hour = 24
    elif clock.period == "night" and hour == 12:
        hour = 0
    elif hour <= 6 and _after_noon(clock):
        hour += 12
    return hour * 60 + clock.minute


def _after_noon(clock: Clock) -> bool:
    """Of the hours from 1 to 6: no visit starts before dawn unless 凌晨 or 05:00 says so."""
    return clock.period == "noon" or (clock.period is None and not clock.exact and clock.hour > 0)


def _between(first: Clock, last: Clock) -> Span:
    start, end = _minute_of_day(first), _minute_of_day(last)
    if last.period is None and not last.exact:
        end = _first_after(start, last)
    if first.period is None and not first.exact and end - start > LONGEST and first.hour < 12:
        start = (first.hour + 12) * 60 + first.minute
    length = end - start
    if length <= 0 and start >= 12 * 60 and end < 6 * 60:
        length += DAY  # into the night: refused as crossing midnight, not as ending too early
    return Span(start=_time(start), end=_time(end), minutes=length if length > 0 else None)


def _first_after(start: int, last: Clock) -> int:
    """The soonest reading of a bare end after the start; past midnight only from an evening."""
    said = last.hour * 60 + last.minute
    readings = [said, said + LONGEST] if last.hour <= 12 else [said]
    if start >= 18 * 60 and last.hour in (12, 0):
        readings = [DAY + last.minute]
    later = [m for m in readings if m > start]
    if not later and start >= 20 * 60 and last.hour <= 6:
        return said  # 23点到1点 ends in the night that follows
    return min(later) if later else _minute_of_day(last)


def _from(start: int, minutes: int | None) -> Span:
    end = None if minutes is None else _time(start + minutes)
    return Span(start=_time(start), end=end, minutes=minutes)


def _until(end: int, minutes: int | None) -> Span:
    known = minutes is not None and minutes <= end
    return Span(
        start=_time(end - minutes) if known and minutes else None, end=_time(end), minutes=minutes
    )


def _time(minute_of_day: int) -> time:
    hour, minute = divmod(minute_of_day % DAY, 60)
    return time(hour, minute)
