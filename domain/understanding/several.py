"""Several visits in one message, and what they take over from each other (规则 3.13).

A message is read stretch by stretch; a stretch that says a village, a span of time or a day again
begins another visit. What a visit does not say itself (its day, its village, what was done) it has
from the one before it, or from what follows when it was said once for all.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.understanding.forms import plain_form
from domain.understanding.same_as import same_as, taken_over
from domain.understanding.sentence import Understood, understand
from domain.understanding.text import tidied

MOST = 20
"""More visits than this in one message are a table, not talk."""
_LONGEST, _MOST_STRETCHES = 1500, 80
_SHARED = ("date", "village", "activity")
_BREAK = re.compile(
    r"[\n；;。|]+|[,，](?!\d{3})|、(?=上午|下午|晚上|中午|\d{1,2}[:点月])"
    r"|(?<=[^天日号一二三四五六晚早])(?=上午|下午|晚上|傍晚|中午)"
    r"|(?<=[^大上这本个])(?=大?前天|昨天|今天|昨晚|上?上?个?(?:周|星期|礼拜)[一二三四五六日天])"
    r"|(?<=[^\d.:/-])(?=\d{1,2}(?:月\d{1,2}[日号]|[.]\d{1,2} ))"
    r"|(?:然后|接着|之后|随后|后来|(?=又去|再去|又到|再到))"
    r"|(?<=[人份张本册户次])(?=\d{1,2}[:点时])"
)


_EDGE = re.compile(r"^[ \n，,、；;。]+|(?:[ \n，,、；;。和及]|然后|接着|之后|随后|后来)+$")


class Part(NamedTuple):
    """One visit of a message: its own words, and what they say with what it takes over."""

    text: str
    said: Understood


def several(text: str, now: datetime, villages: Sequence[str] = ()) -> tuple[Part, ...]:
    """The visits a message tells of, in its order; one where it tells of one (or of none)."""
    told: list[str] = []
    for stretch in _whole(_stretches(text[:_LONGEST]), now, villages):
        if told and not _begins_another(told[-1], stretch, now, villages):
            told[-1] += stretch
        else:
            told.append(stretch)
    parts = [Part(_EDGE.sub("", each), understand(each, now, villages)) for each in told]
    parts = [part for part in parts if part.text]
    if len(parts) < 2 or len(parts) > MOST:
        return (Part(text.strip(), understand(text, now, villages)),)
    return tuple(_with_shared(_with_same(parts, now)))


def _stretches(text: str) -> list[str]:
    """The text cut where another visit may begin; signs stay with what stands before them."""
    lined = "\n".join(plain_form(tidied(line)) for line in text.splitlines())
    found, at = [], 0
    for m in _BREAK.finditer(lined):
        found.append(lined[at : m.end()])
        at = m.end()
    return [stretch for stretch in (*found, lined[at:]) if stretch]


def _whole(stretches: list[str], now: datetime, villages: Sequence[str]) -> list[str]:
    """A day or a village alone belongs to what follows it."""
    found: list[str] = []
    waiting = ""
    for stretch in stretches[:_MOST_STRETCHES]:
        said = understand(waiting + stretch, now, villages)
        timed = said.start is not None or said.end is not None or said.minutes is not None
        alone = (said.date or said.village) and not timed and said.activity is None
        if alone and said.people is None and not same_as(stretch, now):
            waiting += stretch
        else:
            found.append(waiting + stretch)
            waiting = ""
    return [*found, waiting] if waiting else found


def _begins_another(before: str, stretch: str, now: datetime, villages: Sequence[str]) -> bool:
    was, said = (understand(text, now, villages) for text in (before, stretch))
    placed = was.village is not None or was.start is not None or was.minutes is not None
    placed = placed or same_as(before, now) is not None
    timed = said.start is not None or said.minutes is not None
    if same_as(stretch, now) and placed:
        return said.date is not None or before.endswith("\n")
    if _differ(was.date, said.date):
        return placed and (timed or said.village is not None or said.activity is not None)
    if _differ(was.village, said.village):
        return timed or said.activity is not None or said.people is not None
    return _differ(_span(was), _span(said))


def _span(said: Understood) -> tuple[object, ...] | None:
    return (said.start, said.end) if said.start and said.end is not None else None


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _with_same(parts: list[Part], now: datetime) -> list[Part]:
    """同上 has from the visit before it whatever it does not say."""
    found = parts[:1]
    for part in parts[1:]:
        same = same_as(part.text, now)
        above = same is not None and same.day is None
        said = taken_over(part.said, found[-1].said, same.parts) if same and above else part.said
        found.append(Part(part.text, said))
    return found


def _with_shared(parts: list[Part]) -> list[Part]:
    for way in (1, -1):
        known: dict[str, object] = {}
        shared = []
        for part in parts[::way]:
            said = part.said
            lacking = {n: known[n] for n in _SHARED if getattr(said, n) is None and n in known}
            if said.villages or said.said_village:
                lacking.pop("village", None)
            said = said.model_copy(update=lacking)
            known |= {n: getattr(said, n) for n in _SHARED if getattr(said, n) is not None}
            shared.append(Part(part.text, said))
        parts = shared[::way]
    return parts
