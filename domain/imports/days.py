"""Days, months and terms in the spellings clerks use, and as Excel numbers them."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from domain.imports.cells import Unreadable, read_text
from domain.imports.sheet import Value
from domain.imports.spelling import key

_DAY = re.compile(
    r"(\d{4})[年./\-、](\d{1,2})(?:月|[./\-、](?=\d)|$)(?:(\d{1,2})[日号]?)?"
    r"(?:t?00:00(?::00)?(?:\.0+)?)?"
)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
SERIALS = range(3654, 73051)
"""Excel's day numbers for 1910 to 2099; they never look like a year, 202502 or 20250203."""
_YEARS = range(1900, 2100)
_LATER = (date(1904, 1, 1) - _EXCEL_DAY_ZERO).days
DATE_EXAMPLE = "请写成 2025-02-03 或 2025.2（文本）"
_TERM_EXAMPLE = "请写成 2026-01-01 至 2028-12-31"
_A_DAY = r"\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}[日号]?|月)?"
_TERM = re.compile(
    rf"({_A_DAY})(?:起|开始)?(?:[-—–~至到]+(?:({_A_DAY}|\d{{1,2}}月(?:\d{{1,2}}[日号]?)?)止?|至?今|长期)"
    r"|起|开始|[,，;；、(]*起?[,，]?(?:聘?任?期限?|为期)?:?共?([一二两三四五六1-9])年期?\)?)"
)
_ONLY_LENGTH = re.compile(r"(?:聘?任?期限?|为期)?:?[一二两三四五六七八九十\d]+(?:年|个月)期?")
_YEARS_SAID = {said: n for n, said in enumerate("一二三四五六", 1)} | {"两": 2}


def read_day(value: Value) -> date | None:
    """A day in any of the usual spellings; only a month given means its first day."""
    parts = _date_parts(value)
    if parts is None:
        return None
    year, month, day = parts
    if month is None:
        raise Unreadable("只有年份，没有月份", DATE_EXAMPLE)
    return _checked(year, month, day or 1)


def read_month(value: Value) -> str | None:
    """`1963-02`, or `1963` where only the year is given. The day is not kept."""
    parts = _date_parts(value)
    if parts is None:
        return None
    year, month, day = parts
    if month is None:
        return str(_checked(year, 1, 1).year)
    return _checked(year, month, day or 1).strftime("%Y-%m")


def as_in_1900(number: float) -> float:
    """A day number of a workbook that counts from 1904, as Excel's others count it."""
    return number + _LATER if number + _LATER in SERIALS and number not in _YEARS else number


def read_start(value: Value) -> date | None:
    """The day of a cell that may name a term: `2026年1月-2028年12月`."""
    return term_of(value)[0]


_NO_END = re.compile(
    r"(?:长期|永久|终身)(?:有效|聘用|聘任)?|无(?:固定)?(?:期限|限期)|不限(?:期限)?"
)


def read_end(value: Value) -> date | None:
    """The last day of a term, or the day itself; only a month given means its last day."""
    if isinstance(value, str) and _NO_END.fullmatch(key(value)):
        return None
    start, end = term_of(value)
    parts = _date_parts(value) if start and not end and not _is_term(value) else None
    return end if parts is None or start is None else _last_day(start, parts[2])


def term_of(value: Value) -> tuple[date | None, date | None]:
    """First and last day of `2026.1.1—2027.12.31`, `2026年1月起，聘期三年`; a day alone has no
    last one."""
    if not _is_term(value):
        if isinstance(value, str) and _ONLY_LENGTH.fullmatch(key(value)):
            raise Unreadable("只写了多久，没有写从哪天开始", _TERM_EXAMPLE)
        return read_day(value), None
    found = _TERM.fullmatch(key(str(value)))
    assert found is not None
    start = read_day(found[1])
    assert start is not None
    if found[3]:
        return start, _years_on(start, _YEARS_SAID.get(found[3]) or int(found[3]))
    end = _end(found[2], start) if found[2] else None
    if end is not None and end < start:
        raise Unreadable("结束早于开始", _TERM_EXAMPLE)
    return start, end


def _is_term(value: Value) -> bool:
    return isinstance(value, str) and _TERM.fullmatch(key(value)) is not None


def _end(said: str, start: date) -> date:
    said = said if re.match(r"\d{4}", said) else f"{start.year}年{said}"
    parts = _date_parts(said)
    assert parts is not None and parts[1] is not None
    return _last_day(_checked(parts[0], parts[1], parts[2] or 1), parts[2])


def _last_day(day: date, said: int | None) -> date:
    return day if said else day.replace(day=monthrange(day.year, day.month)[1])


def _years_on(start: date, years: int) -> date:
    """The day before the same day so many years later."""
    try:
        later = start.replace(year=start.year + years)
    except ValueError:
        later = date(start.year + years, 3, 1)
    return later - timedelta(days=1)


def _checked(year: int, month: int, day: int) -> date:
    if year in _YEARS:
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise Unreadable("没有这一天", DATE_EXAMPLE)


def _date_parts(value: Value) -> tuple[int, int | None, int | None] | None:
    if isinstance(value, datetime):
        return value.year, value.month, value.day
    if isinstance(value, float) and not value.is_integer():
        return _parts_of_fraction(value)
    text = read_text(value)
    if text is None:
        return None
    said = key(text)
    if said.isascii() and said.isdigit():
        return _parts_of_digits(said)
    found = _DAY.fullmatch(said)
    if not found:
        year_only = re.fullmatch(r"(\d{4})年?", said)
        if year_only:
            return int(year_only[1]), None, None
        raise Unreadable("看不出是哪一天", DATE_EXAMPLE)
    year, month, day = found.groups()
    return int(year), int(month), int(day) if day else None


def _parts_of_digits(digits: str) -> tuple[int, int | None, int | None]:
    match len(digits):
        case 4 if int(digits) in _YEARS:
            return int(digits), None, None
        case 6:
            return int(digits[:4]), int(digits[4:]), None
        case 8:
            return int(digits[:4]), int(digits[4:6]), int(digits[6:])
        case _ if int(digits) in SERIALS:
            day = _EXCEL_DAY_ZERO + timedelta(days=int(digits))
            return day.year, day.month, day.day
    raise Unreadable("看不出是哪一天", DATE_EXAMPLE)


def _parts_of_fraction(number: float) -> tuple[int, int | None, int | None]:
    """`2025.2` as a number is February; `2025.1` may have been typed as 2025.1 or as 2025.10."""
    whole, _, fraction = repr(number).partition(".")
    if number not in _YEARS and 1900 <= number < 2100 and fraction.isdigit():
        if fraction == "1":
            raise Unreadable(
                f"Excel 把它当作数字，分不清是{whole}年1月还是10月",
                f"请写成 {whole}-01 或 {whole}-10（文本）",
            )
        if len(fraction) <= 2:
            return int(whole), int(fraction), None
    elif whole.isdigit() and int(whole) in SERIALS:
        return _parts_of_digits(whole)
    raise Unreadable("看不出是哪一天", DATE_EXAMPLE)
