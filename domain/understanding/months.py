"""Months as the office says them: 本月, 上个月, 10月, 十月份, 2026年10月, 2026-10, 去年12月."""

import re
from datetime import date

from domain.months import Month
from domain.understanding.numerals import SMALL, small
from domain.understanding.text import tidied

_RELATIVE = re.compile(r"(本|这个|当|上上个?|上个?)月份?")
_NAMED = re.compile(
    rf"(?:(?P<year>20\d\d) ?[年./-]|(?P<said>今年|去年))? ?(?P<month>{SMALL}) ?(?P<word>月份?)?"
)
_BACK = {"上": -1, "上上": -2}


def read_month(text: str, today: date) -> Month | None:
    """The month a short text names, or None. Without its year it is the latest that has begun."""
    plain = tidied(text).strip()
    relative = _RELATIVE.fullmatch(plain)
    if relative:
        return Month.of(today).plus(_BACK.get(relative[1].removesuffix("个"), 0))
    named = _NAMED.fullmatch(plain)
    if not named or not (named["year"] or named["word"]):
        return None
    number = small(named["month"])
    if not 1 <= number <= 12:
        return None
    if named["year"]:
        return Month(int(named["year"]), number)
    if named["said"]:
        return Month(today.year - (named["said"] == "去年"), number)
    return Month(today.year - (number > today.month), number)
