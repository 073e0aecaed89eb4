"""Clock times where they are said: 下午2点, 四点半, 差十分四点, 14:30, 晚8点, 2-4点, 3:30pm."""

import re
from typing import NamedTuple

from domain.understanding.numerals import HAN_NUMERALS, NOT_INSIDE, SMALL, small
from domain.understanding.text import Claims, Piece

PERIODS = {
    "night": ("凌晨", "半夜", "深夜", "午夜"),
    "morning": (
        "上午",
        "早上",
        "早晨",
        "清晨",
        "清早",
        "早间",
        "一大早",
        "大清早",
        "一早",
        "午前",
        "前半晌",
        "上半晌",
        "早",
        "am",
        "a.m.",
    ),
    "noon": ("中午", "正午", "午间", "晌午"),
    "afternoon": ("下午", "午后", "午饭后", "后半晌", "下半晌", "后晌", "傍晚", "pm", "p.m."),
    "evening": ("晚上", "晚间", "晚饭后", "晚饭", "夜里", "夜间", "夜晚", "天黑", "晚", "夜"),
}
_PERIOD_OF = {word: name for name, words in PERIODS.items() for word in words}
_LONGEST_FIRST = sorted(_PERIOD_OF, key=len, reverse=True)
PERIOD = "(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + ")"
PERIOD_ALONE = re.compile(
    "|".join(w for w in _LONGEST_FIRST if len(w) > 1 and not w.isascii())
    + "|(?<=[昨今明前])[早晚晨夜]"
)

SEPARATOR = (
    r" ?(?:多|左右|许|钟)?[ ,，、]?(?:就|才)?(?:开始|起)?[ ,，、]?(?:一直|持续|直"
    r"|又)?(?:[讲开做忙聊搞谈说弄干待呆坐值]了?)?"
    r"(?:到了?|至|延续到|-{1,3}|~{1,2}|→|—) ?"
)
"""What stands between the two ends of a range; 到村 is no separator, for no time follows it."""

_MINUTE = (
    rf"(?:[0-5]\d(?!\d)|[零〇过](?:[一二三四五六七八九]|\d(?!\d))"
    rf"|[二三四五]?十[一二三四五六七八九]?(?![{HAN_NUMERALS}]))"
)
_SPACED_MINUTE = (
    rf"[0-5]\d(?:(?= ?(?:到|至|-|~|→|—) ?{PERIOD}? ?{SMALL} ?(?:[点时]|: ?[0-5]\d))"
    rf"|(?<= [点时] \d\d)(?! ?[\d{HAN_NUMERALS}.:点时分号月年日人名位个户家份本张册条件"
    r"次场余多来几-]))"
)
"""6 点 40 到 8 点 10: spaces all through; a number with a unit of its own (4 点 30 人) is none."""
_POINT = (
    r"(?:点钟?|时(?![间代候段长常刻期效而不有]))(?!意见|建议|要求|内容|希望|问题|体会|思考|注意"
    r"|原因|看法|启示|想法|评)"
)
_CLOCK = (
    rf"(?:差(?P<before>{SMALL}|[一1]刻)(?:分钟?|钟)?(?:到|就)?(?P<h0>{SMALL})点"
    rf"|{NOT_INSIDE}(?<![第\d.])(?P<h1>{SMALL}) ?{_POINT}"
    rf"(?: ?(?P<half>半)(?! ?(?:个|小时|天))|(?: ?过)? ?(?P<quarter>[一1三3]) ?刻(?!钟)"
    rf"|差(?P<less>{SMALL}分|[一1]刻)|过?(?P<m1>{_MINUTE}|{SMALL}分(?!钟)) ?分?(?!钟)"
    rf"| (?P<m3>{SMALL}) ?分(?! ?钟)| (?P<m4>{_SPACED_MINUTE})|整)?"
    r"|(?<![\d.])(?<!\d:)(?<!\d: )(?P<h2>\d{1,2}) ?: ?(?P<m2>[0-5]\d)(?: ?: ?[0-5]\d)?(?!\d)"
    r"|(?<![\d.:])(?P<h4>\d{1,2})(?= ?[ap]\.?m))"
)
_TAIL = r"(?:多|左右|许|钟|来钟|前后|不到)?(?: ?(?P<after>[ap]\.?m\.?)(?![a-z]))?"
_LEFT_END = (
    rf"(?:(?<![村区])|(?!0))(?<![\d.:/第号月年点时{HAN_NUMERALS}-])(?P<h3>{SMALL})"
    rf"(?= ?(?:到|至|-{{1,2}}|~) ?(?:次日)?{PERIOD}?(?:的)? ?{SMALL} ?(?:点|时[^间长]|:[0-5]\d))"
)
_TOKEN = re.compile(
    rf"(?:(?P<period>{PERIOD})(?:的|大概|大约|约|差不多){{0,2}}[ ,，:]?)?(?:{_CLOCK}{_TAIL}"
    rf"|{_LEFT_END})",
    re.I,
)
_SHORT_RANGE = re.compile(
    rf"(?P<period>{PERIOD}) ?(?P<a>\d{{1,2}}|{SMALL})(?:\.(?P<am>[0-5]\d))?(?P<between>{SEPARATOR})"
    rf"(?P<b>{SMALL})(?:\.(?P<bm>[0-5]\d))?(?![\d{HAN_NUMERALS}.:点时号月日人名份:])", re.I
)  # fmt: skip
_RIGHT_END = re.compile(
    rf"{SEPARATOR}(?P<h>{SMALL})(?:\.(?P<m>[0-5]\d))?(?![\d{HAN_NUMERALS}.:/点时号月日年个人名份小半天])"
)
_DOTTED = re.compile(
    rf"(?:(?P<period>{PERIOD}) ?(?P<h>\d{{1,2}})"
    rf"|(?<![\d.])(?P<left>\d{{1,2}}))\.(?P<m>[0-5]\d)(?![\d.])"
    rf"(?(left)(?={SEPARATOR}{PERIOD}?{SMALL}(?:点半?|:\d\d)(?!{SEPARATOR}\d)))",
    re.I,
)
_ONE_POINT = re.compile(r"[有早晚快多少了差几一这那] ?一点|一时")


class Clock(NamedTuple):
    """What one token says; `exact` when written as on a 24-hour clock (09:00, 14:30)."""

    hour: int
    minute: int
    period: str | None = None
    exact: bool = False


def clocks(text: str) -> list[Piece[Clock]]:
    """Every clock time, in the order said."""
    found = [piece for m in _SHORT_RANGE.finditer(text) for piece in _short_range(m)]
    claims = Claims(text)
    for piece in found:
        claims.claim(piece.start, piece.end)
    for pattern, read in ((_DOTTED, _dotted), (_TOKEN, _token)):
        for m in pattern.finditer(text):
            clock = read(m)
            if clock and _sound(clock) and claims.claim(m.start(), m.end()):
                found.append(Piece(clock, m.start(), m.end()))
    found.sort(key=lambda p: p.start)
    right = _RIGHT_END.match(text, found[-1].end) if found else None
    if right:
        found.append(
            Piece(Clock(small(right["h"]), small(right["m"])), right.start("h"), right.end())
        )
    return found


def period_alone(text: str) -> str | None:
    """The one period word standing apart from any time (昨天下午在后塘村, 从2点讲起)."""
    said = {_PERIOD_OF[m[0].replace("晨", "早")] for m in PERIOD_ALONE.finditer(text)}
    return said.pop() if len(said) == 1 else None


def period_word(text: str) -> str | None:
    """The one word for a part of the day, as it is said before a time: 上午, 中午, 下午, 晚上."""
    period = period_alone(text)
    return PERIODS[period][0] if period else None


def _short_range(m: re.Match[str]) -> list[Piece[Clock]]:
    left = Clock(small(m["a"]), small(m["am"]), _PERIOD_OF[m["period"].lower()])
    right = Clock(small(m["b"]), small(m["bm"]))
    if not (_sound(left) and _sound(right)):
        return []
    return [Piece(left, m.start(), m.start("between")), Piece(right, m.end("between"), m.end())]


def _sound(clock: Clock) -> bool:
    return clock.hour <= 24 and clock.minute < 60 and (clock.hour < 24 or clock.minute == 0)


def _dotted(m: re.Match[str]) -> Clock:
    hour = m["h"] or m["left"]
    period = _PERIOD_OF[m["period"].lower()] if m["period"] else None
    return Clock(int(hour), int(m["m"]), period, hour.startswith("0"))


def _token(m: re.Match[str]) -> Clock | None:
    if _is_a_bit(m):
        return None
    said = (m["period"] or m["after"] or "").lower().rstrip(".")
    period = _PERIOD_OF.get(said) or _PERIOD_OF.get(said + ".")
    if m["h0"]:
        return _earlier(small(m["h0"]), m["before"], period)
    if m["less"]:
        return _earlier(small(m["h1"]), m["less"].rstrip("分"), period)
    hour = m["h1"] or m["h2"] or m["h3"] or m["h4"]
    minute = 30 if m["half"] else 0
    if m["quarter"]:
        minute = 15 if m["quarter"] in "一1" else 45
    minutes = m["m1"] or m["m3"] or m["m4"] or m["m2"] or "零"
    minute += small(minutes.rstrip("分").lstrip("过零〇"))
    return Clock(small(hour), minute, period, bool(m["h2"]) and hour.startswith("0"))


def _is_a_bit(m: re.Match[str]) -> bool:
    """讲了一点法律 says no time: a bare 一点 needs something of a clock around it."""
    if m["period"] or not re.fullmatch("一[点时]", m[0]):
        return False
    before, after = m.string[max(m.start() - 6, 0) : m.start()], m.string[m.end() : m.end() + 2]
    if _ONE_POINT.search(before[-1:] + m[0]):
        return True
    return not (
        re.search(r"[到至~-]$", before) or re.match(r"$|[^\u3400-\u9fff]|[到至在开进]", after)
    )


def _earlier(hour: int, minutes: str, period: str | None) -> Clock | None:
    less = 15 if "刻" in minutes else small(minutes)
    return Clock(hour - 1, 60 - less, period) if hour >= 1 and 0 < less < 60 else None
