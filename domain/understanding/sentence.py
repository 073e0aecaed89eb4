"""One line of an adviser, understood: each reader takes its words out, the topic is left."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from domain.model import Model
from domain.months import local_day
from domain.understanding import leaflets as leaflet_words
from domain.understanding import people as people_words
from domain.understanding.activities import activity_in
from domain.understanding.clocks import Clock, clocks, period_word
from domain.understanding.counts import likely
from domain.understanding.dates import dates, is_weekday, latest, one_date
from domain.understanding.durations import durations, one_duration
from domain.understanding.forms import plain_form
from domain.understanding.loose import loose
from domain.understanding.nights import day_meant
from domain.understanding.places import said_otherwise, said_villages
from domain.understanding.several_days import several_days, without_lunar
from domain.understanding.text import GAP, Piece, blanked, erased, tidied, without
from domain.understanding.times import Span, span_of, spans_said
from domain.understanding.topic import topic_in
from domain.understanding.villages import in_full, listed_villages, near_villages
from domain.visits import Activity

Day = date
"""Inside the model below `date` is a field."""

_LONG_DIGITS = re.compile(r"(?<!\d)\d{9,}")
_FESTIVAL = re.compile(
    r"[“\"「‘]?(?<!\d)(\d{1,2})[.·](\d{1,2})[”\"」’]? ?(?=[“\"]?(?:国家|全国|国际|世界|中国"
    r"|国家安全)?"
    r"(?:宪法|消费者|消费|禁毒|交通|国家安全|消防|防灾|环境|妇女|艾滋|反诈"
    r"|宣传日)[^,，。 ]{0,6}[日节周])"
    r"|[“\"「‘](\d{1,2})[.·](\d{1,2})[”\"」’]|(?<!\d)(?:12·4|3·15|6·26|12·2|4·15|11·9)(?!\d)"
)
FESTIVAL_STAYS_A_DAY = timedelta(days=31)
"""12.4宪法日 names a campaign; the visit was on that day only if it has just been."""

MOST_NAMES = 5
"""So many unknown names of one line are compared with the known villages."""


class Understood(Model):
    """What one line says of a visit; null is what it doesn't say.

    `villages`: the candidates when it can't be told which is meant; `said_village`: the name as
    typed, also when no known village is near it, so that an answer can repeat it. `period`: 上午,
    中午, 下午 or 晚上, where no time was said.
    """

    date: Day | None = None
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    village: str | None = None
    activity: Activity | None = None
    topic: str | None = None
    people: int | None = None
    leaflets: int | None = None
    villages: tuple[str, ...] = ()
    said_village: str | None = None
    period: str | None = None

    def as_json_dict(self) -> dict[str, str | int | None]:
        """The nine parts of a visit, dates as YYYY-MM-DD and times as HH:MM."""
        return {
            "date": self.date.isoformat() if self.date else None,
            "start": f"{self.start:%H:%M}" if self.start else None,
            "end": f"{self.end:%H:%M}" if self.end else None,
            "minutes": self.minutes,
            "village": self.village,
            "activity": self.activity.value if self.activity else None,
            "topic": self.topic,
            "people": self.people,
            "leaflets": self.leaflets,
        }


class When(NamedTuple):
    day: date | None
    span: Span
    rest: str


class Where(NamedTuple):
    village: str | None
    villages: tuple[str, ...]
    said: str | None
    rest: str


class HowMany(NamedTuple):
    people: int | None
    leaflets: int | None
    rest: str


def understand(text: str, now: datetime, villages: Sequence[str] = ()) -> Understood:
    """Read one line such as 昨天下午2点到4点半 后塘村 民法典讲座 42人; `now` is aware.

    Never raises for any text. With `villages` only one of them is ever given as the village.
    """
    return _understood(text, now, tuple(villages))


@lru_cache(maxsize=16)  # one update reads its text several times over
def _understood(text: str, now: datetime, villages: tuple[str, ...]) -> Understood:
    said = plain_form(tidied(text))
    listed = listed_villages(said, villages)
    rest = erased(without(said, listed), _LONG_DIGITS)
    how_many = _how_many(rest)
    when = _when(how_many.rest, local_day(now))
    where = _listed(listed, when.rest) if listed else _unlisted(said, when.rest, villages)
    return Understood(
        date=day_meant(said, when.day, when.span, now),
        start=when.span.start,
        end=when.span.end,
        minutes=when.span.minutes,
        village=where.village,
        activity=_activity(said, how_many.rest, where.rest),
        topic=topic_in(where.rest, said),
        people=how_many.people,
        leaflets=how_many.leaflets,
        villages=where.villages,
        said_village=where.said,
        period=period_word(said) if when.span.start is None and when.span.end is None else None,
    )


def _how_many(text: str) -> HowMany:
    handed = leaflet_words.leaflets(text)
    rest = without(text, handed)
    reached = people_words.people(rest)
    return HowMany(
        likely(people_words.one_number(text, reached)),
        likely(leaflet_words.one_number(handed)),
        without(rest, reached),
    )


def _when(text: str, today: date) -> When:
    named = list(_FESTIVAL.finditer(text))
    rest = without_lunar(erased(text, _FESTIVAL))
    lengths = durations(rest)
    minutes = one_duration(rest, lengths)
    rest = without(rest, lengths)
    many = several_days(rest, today)
    rest = blanked(rest, many)
    days = dates(rest, today)
    rest = without(rest, days)
    told: list[Piece[Clock]] = clocks(rest)
    rest = blanked(rest, spans_said(text, told))
    beside = [p.value.weekday() for p in days if is_weekday(text, p)]
    beside = beside if len(beside) == len(days) else []
    more = loose(rest, today, bool(days or many), bool(told), beside)
    days, told = days + more.dates, told or more.clocks
    rest = blanked(without(rest, more.dates), spans_said(text, more.clocks))
    # The name of a festival belongs to the topic again, its day is understood or not.
    for m in named:
        rest = rest[: m.start()] + text[m.start() : m.end()] + rest[m.end() :]
    day = None if many else one_date(text, days, today)
    if not days and not many:
        day = _festival_day(named, today)
    return When(day, span_of(text, told, minutes), rest)


def _festival_day(named: list[re.Match[str]], today: date) -> date | None:
    for m in named:
        day = latest(today, int(m[1]), int(m[2])) if m[1] else None
        if day and today - FESTIVAL_STAYS_A_DAY <= day <= today:
            return day
    return None


def _listed(pieces: list[Piece[tuple[str, ...]]], rest: str) -> Where:
    sure = list(dict.fromkeys(p.value[0] for p in pieces if len(p.value) == 1))
    fitting = sure or list(dict.fromkeys(name for p in pieces for name in p.value))
    if len(fitting) == 1:
        return Where(fitting[0], (), fitting[0], rest)
    return Where(None, tuple(fitting), None, rest)


def _unlisted(text: str, rest: str, villages: Sequence[str]) -> Where:
    pieces = said_villages(rest)
    surely = bool(pieces)
    pieces = pieces or said_otherwise(text, rest)
    said = list(dict.fromkeys(p.value for p in pieces))
    rest = without(rest, pieces)
    if not villages:
        one = said[0] if len(said) == 1 else None
        return Where(in_full(one), tuple(said) if len(said) > 1 else (), one, rest)
    near = tuple(
        dict.fromkeys(v for name in said[:MOST_NAMES] for v in near_villages(name, villages))
    )
    if len(near) == 1 and surely:
        return Where(near[0], (), said[0], rest)
    return Where(None, near, said[0] if said else None, rest)


def _activity(said: str, counted: str, rest: str) -> Activity | None:
    """From the words about the service; those of counts (解答咨询12人次) come last."""
    kept = "".join(c if r == GAP == c else s for s, c, r in zip(said, counted, rest, strict=True))
    return activity_in(kept) or activity_in(said)
