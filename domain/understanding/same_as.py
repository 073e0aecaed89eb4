"""同上, 跟昨天一样, 时间同上: what was said before is meant again (规则 3.13)."""

import re
from collections.abc import Collection
from datetime import date, datetime

from domain.model import Model
from domain.months import local_day
from domain.understanding.dates import dates, one_date
from domain.understanding.loose import loose
from domain.understanding.sentence import Understood
from domain.understanding.text import tidied

_FIELDS = {
    "时间": ("start", "end", "minutes"),
    "时长": ("minutes",),
    "日期": ("date",),
    "地点": ("village",),
    "村": ("village",),
    "内容": ("activity", "topic"),
    "主题": ("topic",),
    "类型": ("activity",),
    "人数": ("people",),
    "人次": ("people",),
    "资料": ("leaflets",),
    "份数": ("leaflets",),
}
_FIELD = "|".join(_FIELDS)
_EVERYTHING = (
    *("date", "start", "end", "minutes", "village", "activity", "topic", "people", "leaflets"),
)
_ABOVE = re.compile(
    rf"(?P<fields>(?:(?:{_FIELD})[和、及,，]?)*)(?:都|均|也|其[他它余]的?|一律|内容)*"
    r"(?:同[上前](?![班学门级台])|与?[上前](?:一?[条次个场])?(?:的)?(?:相同|一样)|(?:跟|和|同|与|照)(?:上面|前面|上回|上次"
    r"|上一[次条个场]|上条|前一[次条])的?(?:一样|相同|一致)?|(?:还是|照)?老样子|照旧|不变)"
)
_LIKE = re.compile(
    rf"(?P<fields>(?:(?:{_FIELD})[和、及,，]?)*)(?:都|均|也|其[他它余]的?|一律)*"
    r"(?:跟|和|同|与|照|像)(?P<when>[^,，。;；跟和同与]{1,16}?)(?:那[次条天场回]|的)?(?:一样|相同|一致|差不多)"
)


class SameAs(Model):
    """`day`: the visit of that day is meant again; None is the one said or recorded last. `parts`:
    what is taken over; empty is everything that is not said anew."""

    day: date | None = None
    parts: tuple[str, ...] = ()


def same_as(text: str, now: datetime) -> SameAs | None:
    """Whether the text refers to another visit, and to which."""
    said, today = tidied(text), local_day(now)
    like = _LIKE.search(said)
    if like:
        when = like["when"]
        days = dates(when, today) or loose(when, today, False, True).dates
        day = one_date(when, days, today)
        if day:
            return SameAs(day=day, parts=_parts(like["fields"]))
    above = _ABOVE.search(said)
    return SameAs(parts=_parts(above["fields"])) if above else None


def without_reference(text: str) -> str:
    """The text without 跟昨天一样, whose day is not that of the visit."""
    return _ABOVE.sub("", _LIKE.sub("", tidied(text)))


def taken_over(said: Understood, before: Understood, parts: Collection[str] = ()) -> Understood:
    """What was said, and of the rest what was said before: all of it, or these parts."""
    wanted = set(parts or _EVERYTHING)
    if said.start is not None or said.end is not None or said.minutes is not None:
        wanted -= {"start", "end", "minutes"}
    if said.villages or said.said_village:
        wanted -= {"village"}
    if said.activity is not None:
        wanted -= {"topic"}
    lacking = {part: getattr(before, part) for part in wanted if getattr(said, part) is None}
    return said.model_copy(update=lacking)


def _parts(fields: str) -> tuple[str, ...]:
    found = (part for field in re.findall(_FIELD, fields) for part in _FIELDS[field])
    return tuple(dict.fromkeys(found))
