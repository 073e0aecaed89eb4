"""Several days in one line (11月1-20日, 6号到8号, 周一、周三): no day of one visit.

And days of the lunar calendar, which say again what the date beside them says.
"""

import re
from datetime import date
from itertools import pairwise

from domain.months import Month
from domain.understanding.dates import dates
from domain.understanding.numerals import SMALL
from domain.understanding.text import erased

_JOIN = r" ?(?:-{1,3}|~{1,2}|→|到|至|、|和|及|与|,|，) ?"
_TO = r" ?(?:-{1,3}|~{1,2}|→|到|至|、|和|及|与) ?"
_JOINED = re.compile(rf"(?:[(（][^()（）]{{1,6}}[)）])?{_JOIN}")
_NOT_A_NUMBER = r"(?! ?[楼院门线文令房桌案机船车店铺组网栋单元村会议会])"
_DAYS = r"(?:[日号]|[两二三四五六七\d][日天])"
_SHORT = (
    re.compile(
        rf"{SMALL} ?月 ?{SMALL} ?[日号]?起? ?(?:到|至|-|~) ?(?:{SMALL} ?月 ?)?{SMALL} ?[日号]"
        + _NOT_A_NUMBER
    ),
    re.compile(r"(?:周|星期|礼拜)[一二三四五六][一二三四五六日天]+(?=[ ,，。;；上下早晚每在都]|$)"),
    re.compile(rf"{SMALL} ?月(?:份)? ?{SMALL} ?[日号]?(?:{_TO}{SMALL})+ ?{_DAYS}{_NOT_A_NUMBER}"),
    re.compile(
        rf"(?<![\d第./:村区-])\d{{1,2}} ?[日号]?(?:{_TO}\d{{1,2}})+ ?{_DAYS}{_NOT_A_NUMBER}"
    ),
    re.compile(rf"(?<![\d/])\d{{1,2}}/\d{{1,2}}(?:{_JOIN}\d{{1,2}}/\d{{1,2}})+(?![\d/:])"),
    re.compile(
        r"(?:周|星期|礼拜)[一二三四五六日天](?: ?(?:-|~|到|至|、|和|及|,|，) ?"
        r"(?:(?:周|星期|礼拜)[一二三四五六日天]"
        r"|[一二三四五六日](?=[ ,，。;；、上下早晚每在都]|$)))+"
    ),
)
_DOTTED = re.compile(
    r"(?<![\d.:])(\d{1,2})\.(\d{1,2}) ?(?:-{1,2}|~|到|至) ?(?:(\d{1,2})\.)?(\d{1,2})"
    r"(?![\d.:点时])"
)
_HAN = "一二三四五六七八九十"
_LUNAR = re.compile(
    rf"(?:农历|阴历|旧历|老历) ?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|20\d\d年)?"
    rf"(?:闰?[正冬腊{_HAN}\d]{{1,2}}月)?(?:[初廿卅{_HAN}][{_HAN}\d]{{0,2}}|\d{{1,2}})?[日号]?"
    rf"|闰?[正冬腊{_HAN}]{{1,2}}月(?:初[{_HAN}]|廿[{_HAN}]?(?![日号]))"
)


def without_lunar(text: str) -> str:
    return erased(text, _LUNAR)


def several_days(text: str, today: date) -> list[tuple[int, int]]:
    """Where the text names more than one day as a range or a list."""
    sure = dates(text, today)
    found = [
        (left.start, right.end)
        for left, right in pairwise(sure)
        if left.value != right.value and _JOINED.fullmatch(text, left.end, right.start)
    ]
    for pattern in _SHORT:
        found += [m.span() for m in pattern.finditer(text)]
    return found + [m.span() for m in _DOTTED.finditer(text) if _are_days(m, today, bool(sure))]


def _are_days(m: re.Match[str], today: date, has_date: bool) -> bool:
    """11.6-11.8 are days and 9.30-11.00 is a time; 11.10-11.15 is a time if the day is known."""
    months, days = (int(m[1]), int(m[3] or m[1])), (int(m[2]), int(m[4]))
    if max(months) > 12 or not all(1 <= day <= 31 for day in days):
        return False
    if len(m[2]) == len(m[4]) == 2:
        lately = (today.month, Month.of(today).plus(-1).month)
        same = months[0] == months[1] and days[0] < days[1]
        return not has_date and same and months[0] in lately
    return bool(m[3])
