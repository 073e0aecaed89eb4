"""How much of a visit a village confirms: 90分钟, 少半小时, 只待到4点, 2.

What is said in minutes or hours, in one way, is sure. Whatever else can be made of the words is a
reading to be shown back first (规则 3.14).
"""

import re
from collections.abc import Iterable
from datetime import time
from typing import NamedTuple

from domain.understanding.clocks import Clock, clocks
from domain.understanding.durations import durations
from domain.understanding.numerals import HAN_NUMERALS, number
from domain.understanding.text import Piece, tidied, without

_N = rf"(?:\d{{1,3}}|[{HAN_NUMERALS}]{{1,3}})"
_LEAD = re.compile(
    r"(?:村里|我们?|他|她|实际上?|其实|真正|应该|应当|应为|应是|改成|改为|改|只|就|仅|是|有|为|确认|认可|时长"
    r"|服务|来了?|待了?|呆了?|讲了?|做了?|干了?|一共|总共|共|最多|[:,，、 ])+"
)
_TAIL = re.compile(r"(?:吧|呢|啊|呀|的|了|就行|就好|即可|谢谢|而已|[。.!！,，~ ])+$")
_VAGUE = re.compile(
    r"多|来|余|几|个把|小(?=[半一两])|左右|上下|许|约|大概|近|差不多|不止|以上|以内|之内|超过|最[多少]|至[多少]"
)
_DENIED = re.compile(r"(?:不是|没有?|不到|不足|不满|不够|哪有|并非)(?:了|那么|有|到)*$|多$")
_SHORTER = re.compile(r"(?:提前(?:走|离开|结束)?|早(?:走|退|离开)|晚(?:到|来)|迟到)了?")
"""What makes a visit shorter by as much as follows; `durations` takes it for no length of it."""
_LESS = re.compile(
    r"(?:(?:少|减|扣|短|差)(?:了|去|掉|除|算|报|登|记|写|待|来|讲){0,3}|去掉|除去|减去"
    r"|多(?:了|报|登|记|写|算|填|出){1,3})$"
)
_BARE_LESS = re.compile(rf"(?:{_LESS.pattern[:-1]}|-) ?(?P<n>{_N})")
_BETWEEN = re.compile(
    rf"(?P<a>{_N})(?P<unit1>分钟?|个?小时)? ?(?:-|~|到|至|或者?|还是) ?"
    rf"(?P<b>{_N}) ?(?P<unit>分钟|个?(?:小时|钟头))"
)
_ABOUT = re.compile(r"(?P<a>[一二两三四五六七八])(?P<b>[两二三四五六七八九])个?(?:小时|钟头)")
_FACE = re.compile(r"(\d{1,2}) ?: ?([0-5]\d)")
_DECIMAL = re.compile(r"(\d{1,2})\.(\d{1,2})")
_PIECES = re.compile(rf"(?P<n>{_N})个(?P<half>半)?|(?P<only>半)个?")
_HALF = re.compile(r"(?:只?[算认有]?)?(?:一半|减半|对半)")
_ALL = re.compile(
    r"(?:全部|全都?|所有|按?照?登记的?|跟?和?登记的?一样|一样|没少|不少|属实|都?对)(?:确认|算|认)?"
)
_CAME = re.compile(
    r"(?:点|分|半|刻|\d)?(?:多|左右)?(?:钟)?(?:他|她|人)?(?:才|之后|以后|后)?(?:到|来|开始|进村|起)"
)
_MOST_HOURS, _MOST_OF_A_CLOCK = 12, 24
"""A bare number up to these may be hours or an hour of the day; a greater one is minutes."""


class Confirmed(NamedTuple):
    """`minutes`: what may be meant, likeliest first, not yet held against the visit."""

    minutes: tuple[int, ...]
    sure: bool = False


def read_confirmed(text: str, start: time, end: time, recorded: int) -> Confirmed | None:
    """What the village says of a visit of so many minutes; None when it says nothing of it."""
    said = tidied(text).strip()
    core = _TAIL.sub("", _LEAD.sub("", said, count=1) if _LEAD.match(said) else said).strip()
    if found := _plain(core) or _greater(core):
        return found
    readings = _unique([*_bare(core, start, end, recorded), *_readings(said, core, recorded)])
    if not readings:
        shorter = _SHORTER.sub("少", said)
        lengths = durations(shorter)
        told = [each for piece in lengths for each in _length(shorter, piece, recorded)]
        readings = _unique([*told, *_by_the_clock(without(shorter, lengths), start, end)])
    return Confirmed(readings) if readings else None


def _plain(core: str) -> Confirmed | None:
    """Nothing but one length, with its unit."""
    pieces = durations(core)
    if len(pieces) != 1 or (pieces[0].start, pieces[0].end) != (0, len(core)):
        return None
    return (
        None if _VAGUE.search(core) or _ABOUT.search(core) else Confirmed((pieces[0].value,), True)
    )


def _greater(core: str) -> Confirmed | None:
    """A bare number that can only be of minutes."""
    value = None if _DECIMAL.fullmatch(core) else number(core)
    return Confirmed((value,), True) if value is not None and value > _MOST_OF_A_CLOCK else None


def _bare(core: str, start: time, end: time, recorded: int) -> Iterable[int]:
    """Nothing but a number: of hours, of minutes, or the hour of the end."""
    if _DECIMAL.fullmatch(core):
        yield round(float(core) * 60)
    elif (value := number(core)) is not None:
        yield from _of_number(value)
        if value * 60 > recorded and value <= _MOST_OF_A_CLOCK:
            yield from _until(_on_the_day(Clock(value, 0)), start, end)
    elif found := _FACE.fullmatch(core):
        yield int(found[1]) * 60 + int(found[2])
        yield from _until(_on_the_day(Clock(int(found[1]), int(found[2]))), start, end)
    elif _HALF.fullmatch(core):
        yield recorded // 2
    elif _ALL.fullmatch(core):
        yield recorded
    elif found := _PIECES.fullmatch(core):
        hours = 0 if found["only"] else number(found["n"]) or 0
        yield hours * 60 + (30 if found["half"] or found["only"] else 0)


def _of_number(value: int) -> tuple[int, ...]:
    return (value * 60, value) if value <= _MOST_HOURS else (value,)


def _readings(said: str, core: str, recorded: int) -> Iterable[int]:
    """Less by a bare number, and what lies between two lengths."""
    if found := _BARE_LESS.fullmatch(core) or _BARE_LESS.fullmatch(said):
        less = _of_number(number(found["n"]) or 0)
        yield from (recorded - each for each in less)
        yield from less if said.startswith("-") else ()
    for found in _BETWEEN.finditer(said):
        each = 60 if "时" in found["unit"] or "头" in found["unit"] else 1
        first = 60 if "时" in (found["unit1"] or "") else 1 if found["unit1"] else each
        yield from ((number(found["a"]) or 0) * first, (number(found["b"]) or 0) * each)
    for found in _ABOUT.finditer(said):
        yield from ((number(found[name]) or 0) * 60 for name in ("a", "b"))


def _length(said: str, piece: Piece[int], recorded: int) -> Iterable[int]:
    words = said[: piece.end]
    figure = re.search(rf"[\d{HAN_NUMERALS}半三刻]", said[piece.start : piece.end])
    before = words[: piece.start + (figure.start() if figure else 0)].rstrip()
    if _DENIED.search(before):
        return
    minus = before == "-"
    if minus or _LESS.search(before):
        yield recorded - piece.value
    if minus or not _LESS.search(before):
        yield piece.value


def _by_the_clock(said: str, start: time, end: time) -> Iterable[int]:
    """From the beginning to when somebody left, from when somebody came to the end, or between."""
    told = clocks(said)
    first, last = _minute(start), _minute(end) or 24 * 60
    if len(told) == 2:
        froms, untils = _on_the_day(told[0].value), _on_the_day(told[1].value)
        spans = [(a, b) for a in froms for b in untils if first <= a < b <= last]
        yield from (b - a for a, b in spans)
    elif len(told) == 1:
        moments = _on_the_day(told[0].value)
        if _CAME.match(said, told[0].end):
            yield from (last - each for each in moments if first <= each < last)
        else:
            yield from _until(moments, start, end)


def _until(moments: Iterable[int], start: time, end: time) -> Iterable[int]:
    first, last = _minute(start), _minute(end) or 24 * 60
    return (each - first for each in moments if first < each <= last)


def _on_the_day(clock: Clock) -> list[int]:
    """Minutes of the day that may be meant: 4点 is 16:00 as well, 上午9点 only one."""
    minute = clock.hour * 60 + clock.minute
    if clock.period in ("afternoon", "evening"):
        return [minute + 12 * 60 if clock.hour < 12 else minute]
    if clock.period in ("morning", "night") or clock.exact or clock.hour >= 12:
        return [minute]
    return [minute + 12 * 60, minute]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _unique(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(values))
