"""The certificate of a 明白人 and the day it ends: 证书编号JS2026-0012，有效期至2028年12月31日."""

import re
from datetime import date

from domain.months import Month
from domain.understanding.text import HAN, Piece

_NUMBER = re.compile(
    r"(?:法律明白人)?(?:(?:证书|聘书|资格证|上岗证|证件)的?(?:编号|号码|编码|号)?"
    r"|证(?:编号|号码|号))"
    r"(?:是|为|:| )*(?P<number>"
    r"(?!有效|到期|电话|手机|联系|截止|至|到|号|编|还|已|将|\d{1,2}月|20\d\d[年./-]\d{1,2}[月./-])"
    rf"(?=[^\s,，;；。、]*\d\d)[A-Za-z\d{HAN}〔〕()（）\[\]/_-]{{3,40}}?)"
    r"(?=[\s,，;；。、]|有效|到期|截止|$)"
)
_DAY = (
    r"(?:20)?\d\d ?[年./-] ?\d{1,2} ?(?:[月./-] ?\d{1,2} ?日?|月(?:底|末)?)|20\d\d ?年(?:底|末)"
    r"|20\d\d[01]\d[0-3]\d"
)
_TERM = (
    r"(?:(?:为|是|:| )*[\d一二两三四五六七八九十]{1,2}年(?=[ ,，]?(?:至|到|截))[ ,，]?(?:截止)?)?"
)
_LEAD = rf"(?:证书)?(?:有效期?限?|有效|截止?|到期)(?:日期?|时间)?{_TERM}(?:至|到|为|是|:| )*"
_UNTIL = re.compile(
    rf"{_LEAD}(?:(?:{_DAY}) ?(?:至|到|-|~|起至) ?)?(?P<day>{_DAY})(?:到期|为?止|截止|过期)?"
    rf"|(?P<day2>{_DAY})(?:到期|过期|截止|失效)"
)
_PARTS = re.compile(r"(?P<y>(?:20)?\d\d) ?[年./-]? ?(?P<m>\d{1,2})? ?[月./-]? ?(?P<d>\d{1,2})?")


def certificate_in(line: str) -> Piece[str] | None:
    m = _NUMBER.search(line)
    return Piece(m["number"], m.start(), m.end()) if m else None


def certificate_end_in(line: str) -> Piece[date] | None:
    """Of a month or a year alone it is the last day."""
    m = _UNTIL.search(line)
    day = _read(m["day"] or m["day2"]) if m else None
    return Piece(day, m.start(), m.end()) if m and day else None


def _read(said: str) -> date | None:
    if said.isdecimal():
        said = f"{said[:4]}-{said[4:6]}-{said[6:]}"
    m = _PARTS.match(said)
    assert m
    year = int(m["y"]) + (2000 if len(m["y"]) == 2 else 0)
    try:
        if m["d"]:
            return date(year, int(m["m"]), int(m["d"]))
        return Month(year, int(m["m"] or 12)).last_day
    except ValueError:
        return None
