"""Days as people say them: 昨天, 上周五, 3号, 11月6日, 2026-11-05. All rules look back from today.

A day without its month or year is the most recent one: in January 12.30 is of last year. Only a
month and day of the coming week stays in the future, so that a slip is refused with that sentence
(规则 3.4) instead of being taken for last year. 周三, 这周三, 本周三 are the most recent
Wednesday up to today; 上周三 is of the Monday-to-Sunday week before this one.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from domain.months import Month
from domain.understanding.numerals import DIGITS, HAN_NUMERALS, NOT_INSIDE, SMALL, small
from domain.understanding.text import Claims, Piece

Reader = Callable[[re.Match[str], date], date | None]
Yearless = Callable[[date, int, int], date | None]

AHEAD = timedelta(days=7)

_RELATIVE = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
}  # fmt: skip
_PARTS = r"(?:上午|下午|中午|早|晚|晨|夜)"
_DAY = re.compile(
    r"(大前|大后|前|昨|今|明|后)"
    rf"(?:天|日(?!制)|儿个?|(?<=[昨今明])个(?![人月])|(?<=[昨今明前])(?={_PARTS})"
    r"|(?<=[昨今])(?=\d)|(?<=昨)(?=[ ,，]|$))"
)
_JUST_NOW = re.compile(r"刚才|刚刚|本日|刚(?=在|从|讲|结束|开完|做完|完成|去|到|忙完|给)")
_AGO = re.compile(rf"{NOT_INSIDE}({SMALL}) ?(天|日|周|个?星期|个?礼拜)(?:之|以)?前")
_WEEKDAY = re.compile(
    r"(?<![每逢一两几个])(上上个?|上个?|下个?|这个?|本|这一)?(?:周|星期"
    r"|礼拜)(?:的?周)?([一二三四五六日天]|[1-7](?!\d))"
    r"(?![常边期年岁])"
)
_YEAR = r"(?P<y>(?:20)?\d\d|二[零〇][零〇一二三四五六七八九]{2})"
_FULL = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:{_YEAR} ?年 ?(?P<m>{SMALL}) ?月 ?(?P<d>{SMALL}) ?(?:日|号)?"
    r"|(?P<y2>(?:20)?\d\d) ?(?P<sep>[-/.]) ?(?P<m2>\d{1,2}) ?(?P=sep) ?(?P<d2>\d{1,2})(?:日"
    r"|号)?(?:T(?=\d))?"
    r"|(?P<y3>20\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>[0-3]\d))(?![\d.])"
)
_MONTH_DAY = re.compile(
    rf"(?:(今年|本年|去年|上年) ?)?{NOT_INSIDE}({SMALL}) ?月(?:份)?的? ?({SMALL})"
    rf"(?: ?[日号]|(?![\d{HAN_NUMERALS}点时:个.]))"
)
_NUMERIC = re.compile(
    r"(?<![\d年])(?<!\d[/.:-])(?P<m>\d{1,2})[/.-](?P<d>\d{1,2}) ?(?:日|号)(?!楼|院)"
)
_SLASHED = re.compile(
    r"(?<!\d)(?<!\d[/.:-])(?P<m>\d{1,2})/(?P<d>\d{1,2})"
    r"(?![\d/%:])(?! ?[的户人名份组班栋村个件起场次小])"
)
_OF_MONTH = re.compile(
    rf"(上上个?月|上个?月|本月|这个?月|当月|下个?月)(?:份)?的? ?({SMALL})(?: ?[日号]|(?![\d点时:]))"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<![\d第月年{HAN_NUMERALS}])(?<!\d[./-])({SMALL}) ?(?:号|日)"
    r"(?![楼院门线文令房桌案机船车店铺组内游元网后人令期常志报程历用])"
)
_NOT_A_VISIT = re.compile(
    r" ?(?:起?正?式?(?:施行|实施|生效|颁布|通过|修订|修正|公布)|起(?!床|始|止|草|诉|点|至|到))"
)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(today: date, month: int, day: int) -> date | None:
    """The latest such day up to a week from today; None if no year of late has it."""
    days = [_valid(today.year + years, month, day) for years in (1, 0, -1, -2, -3, -4)]
    return next((d for d in days if d and d <= today + AHEAD), None)


def dates(text: str, today: date, yearless: Yearless = latest) -> list[Piece[date]]:
    """Every day said beyond doubt. 11.12 and 11-5, which may be times, are left to `loose`.
    `yearless` chooses the year of a month and day; visits look back (`latest`)."""
    found: list[Piece[date]] = []
    claims = Claims(text)
    for pattern, day_of in _readers(yearless):
        for m in pattern.finditer(text):
            day = day_of(m, today)
            of_visit = day and not _NOT_A_VISIT.match(text, m.end())
            if day and of_visit and claims.claim(m.start(), m.end()):
                found.append(Piece(day, m.start(), m.end()))
    return sorted(found, key=lambda p: p.start)


def nearest(today: date, month: int, day: int) -> date | None:
    """This month and day in the year that brings it nearest to today, as plans mean it."""
    days = [_valid(today.year + years, month, day) for years in (-1, 0, 1)]
    return min((d for d in days if d), key=lambda d: abs(d - today), default=None)


def one_date(text: str, pieces: list[Piece[date]], today: date) -> date | None:
    """The day of the visit. A weekday beside a date (11月8日周日) is the date's. 今天补记昨天的 is
    about yesterday, and plans for later (下次11月27日) don't make it less clear; two different
    days left are a question, not an answer."""
    named = {p.value for p in pieces if is_weekday(text, p)}
    days = {p.value for p in pieces} - named
    weekdays = {d.weekday() for d in days}
    days |= {d for d in named if d.weekday() not in weekdays}
    if len(days) > 1 and any(d <= today for d in days):
        days = {d for d in days if d <= today}
    if len(days) > 1 and re.search(r"补[记录登报填写上]|补一下", text):
        days.discard(today)
    return days.pop() if len(days) == 1 else None


def is_weekday(text: str, piece: Piece[date]) -> bool:
    """Said as 周三, which a date beside it makes certain."""
    return bool(_WEEKDAY.fullmatch(text, piece.start, piece.end))


def _relative(m: re.Match[str], today: date) -> date:
    return today + timedelta(days=_RELATIVE[m[1]])


def _ago(m: re.Match[str], today: date) -> date:
    return today - timedelta(days=small(m[1]) * (1 if m[2] in "天日" else 7))


def _weekday(m: re.Match[str], today: date) -> date:
    wanted = "一二三四五六日".find(
        m[2].replace("天", "日").translate(str.maketrans("1234567", "一二三四五六日"))
    )
    monday = today - timedelta(days=today.weekday())
    weeks = {"上上": -2, "上": -1, "下": 1}.get((m[1] or "").removesuffix("个"))
    if weeks is not None:
        return monday + timedelta(days=7 * weeks + wanted)
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _full(m: re.Match[str], today: date) -> date | None:
    said = m["y"] or m["y2"] or m["y3"]
    year = int(said) if said.isdecimal() else int("".join(str(DIGITS[c]) for c in said))
    if year < 100 and abs((year := year + 2000) - today.year) > 5:
        return None
    return _valid(year, small(m["m"] or m["m2"] or m["m3"]), small(m["d"] or m["d2"] or m["d3"]))


def _month_day(yearless: Yearless, m: re.Match[str], today: date) -> date | None:
    if m[1]:
        return _valid(today.year - (m[1] in ("去年", "上年")), small(m[2]), small(m[3]))
    return yearless(today, small(m[2]), small(m[3]))


def _numeric(yearless: Yearless, m: re.Match[str], today: date) -> date | None:
    return yearless(today, int(m["m"]), int(m["d"]))


def _of_month(m: re.Match[str], today: date) -> date | None:
    months = {"上上": -2, "上": -1, "下": 1}.get(m[1].removesuffix("月").removesuffix("个"), 0)
    month = Month.of(today).plus(months)
    return _valid(month.year, month.month, small(m[2]))


def _day_of_month(m: re.Match[str], today: date) -> date | None:
    for back in range(4):
        month = Month.of(today).plus(-back)
        day = _valid(month.year, month.month, small(m[1]))
        if day and day <= today:
            return day
    return None


def _readers(yearless: Yearless) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return (
        (_FULL, _full),
        (_MONTH_DAY, partial(_month_day, yearless)),
        (_OF_MONTH, _of_month),
        (_NUMERIC, partial(_numeric, yearless)),
        (_SLASHED, partial(_numeric, yearless)),
        (_WEEKDAY, _weekday),
        (_AGO, _ago),
        (_DAY, _relative),
        (_JUST_NOW, lambda m, today: today),
        (_DAY_OF_MONTH, _day_of_month),
    )
