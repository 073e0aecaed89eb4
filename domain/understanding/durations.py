"""How long: 两个半小时, 1小时30分, 2.5h, 90分钟, 三刻钟, in minutes."""

import re

from domain.understanding.numerals import HAN_NUMERALS, number
from domain.understanding.text import Claims, Piece

_N = rf"(?:\d{{1,3}}|[{HAN_NUMERALS}]{{1,4}})"
_BEFORE = (
    r"(?:(?:总|一)?共计?|合计|总计|累计|历时|用时|耗时|时长|为时|持续|时间|服务|约|大约|大概"
    r"|将近|接近|近|差不多"
    r"|[讲说谈聊待呆花坐用做搞忙开干调审走访教培]了|整整|整|达|为|有|是|:| ){0,5}"
)
_HOURS = (
    rf"(?:(?P<half>半)|(?P<some>个把)|(?P<part>[13])/(?P<of>[24])|(?P<decimal>\d{{1,2}}\.\d{{1,2}})"
    rf"|(?P<whole>{_N})点(?P<tenth>[一二三四五六七八九])(?=个?小时)|(?P<hours>{_N}))"
    r" ?(?:(?:多|来|余|几)?(?:个|個)?(?:多|来)? ?(?P<and_half>半)? ?多?(?:小时|钟头)"
    r"|个(?P<and_half2>半)?钟(?!头)"
    r"|(?:h(?:ours?|rs?)?)(?![a-z]))"
)
_REST = (
    rf" ?(?:(?P<half_after>半)|(?:又|零|外加)? ?(?:(?P<quarters>[一二两三123])刻钟?"
    rf"|(?P<minutes>{_N}) ?(?:分钟?|mins?|m(?![a-z]))"
    rf"|(?<=[时头])(?P<bare>{_N})(?![\d{HAN_NUMERALS}.:/\-人名位份点时号月日个余多来张本册户])))?"
)
_LONG = re.compile(
    rf"(?P<before>{_BEFORE})(?<![\d./{HAN_NUMERALS}])(?<!\d:){_HOURS}{_REST}(?:左右|上下|许)?", re.I
)
_SHORT = re.compile(
    rf"(?P<before>{_BEFORE})(?<![\d./差{HAN_NUMERALS}])(?<!\d:)(?:(?P<minutes>{_N}) ?(?:多|来"
    rf"|余)?(?:分钟|mins?(?![a-z])|minutes?)"
    r"|(?P<quarters>[一二两三123])刻钟)(?:左右|上下|许)?",
    re.I,
)
_BARE_MINUTES = re.compile(
    rf"(?<![点时:差得考第百:\d{HAN_NUMERALS}])(?P<minutes>{_N})分(?![钟之类{HAN_NUMERALS}])(?=\W"
    rf"|$|左右)"
)
_NOT_OF_VISIT = re.compile(
    r"(?:每[月年周天]|不少于|不低于|还差|还剩|提前|迟到|晚到|车程|路上|路程|开车)$"
)
_SERVICE = re.compile(r"(?:热线|内(?!容)|以内|之内|服务热线|值守)")
_TOTAL = re.compile(r"共|合计|总计|历时|用时|时长")


def durations(text: str) -> list[Piece[int]]:
    """Every length said, in minutes; lengths that aren't of the visit (每月8小时) are left out."""
    found: list[Piece[int]] = []
    claims = Claims(text)
    for pattern, minutes in ((_LONG, _long), (_SHORT, _short), (_BARE_MINUTES, _short)):
        for m in pattern.finditer(text):
            if _of_visit(m) and claims.claim(m.start(), m.end()):
                found.append(Piece(minutes(m), m.start(), m.end()))
    return sorted(found, key=lambda p: p.start)


def one_duration(text: str, pieces: list[Piece[int]]) -> int | None:
    """The length of the visit; null when different ones were said and none is called the total."""
    totals = {p.value for p in pieces if _TOTAL.search(text[p.start : p.end])}
    values = totals or {p.value for p in pieces}
    return values.pop() if len(values) == 1 else None


def _of_visit(found: re.Match[str]) -> bool:
    before = found.string[max(found.start() - 4, 0) : found.start()]
    return not (_NOT_OF_VISIT.search(before) or _SERVICE.match(found.string, found.end()))


def _long(m: re.Match[str]) -> int:
    if m["half"]:
        hours = 0.5
    elif m["some"]:
        hours = 1
    elif m["of"]:
        hours = int(m["part"]) / int(m["of"])
    elif m["decimal"]:
        hours = float(m["decimal"])
    else:
        hours = (
            float(number(m["whole"] or m["hours"]) or 0) + (number(m["tenth"] or "零") or 0) / 10
        )
    halves = 30 if m["and_half"] or m["and_half2"] or m["half_after"] else 0
    return round(hours * 60) + halves + _short(m)


def _short(m: re.Match[str]) -> int:
    groups = m.groupdict()
    minutes = groups.get("minutes") or groups.get("bare") or "零"
    return (number(minutes) or 0) + 15 * (number(groups.get("quarters") or "零") or 0)
