"""Which of the known villages a sentence names: exactly, by a short form, or nearly (a slip)."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.understanding.numerals import HAN_NUMERALS, in_han
from domain.understanding.text import HAN, Piece, tidied

_NAME = re.compile(
    r"(?P<base>.+?)(?P<kind>村民委员会|居民委员会|村村?委会?|居委会?|社区居委会?|社区|村|居)?"
    r"(?:(?P<digits>\d{1,4})(?P<kind2>村|社区)?)?"
)
_COMMON_WORDS = re.compile(
    "民主|和平|团结|文明|平安|幸福|和谐|友谊|光明|胜利|前进|建设|振兴|法治|新农|卫生|教育|健康"
    "|家庭|安全"
    "|妇女|青年|民法|宪法|劳动|文化|学习|人民|公园|中心|广场|老年|儿童|网格|普法|宣传|调解|咨询"
)
"""Names that are words of law talk too: without 村 they count only when they stand alone."""
_NOT_INHABITANTS = r"(?!民(?!法典|事|主|间|政|族|生|营))"
_NEVER = r"(?!)"


class Name(NamedTuple):
    """A village's name in parts: 示例村06 is 示例, 村, 06. Digits must match exactly, always."""

    base: str
    kind: str
    digits: str

    @property
    def number(self) -> str:
        return self.digits.lstrip("0")


@lru_cache(maxsize=32768)
def parted(name: str) -> Name:
    plain = re.sub(r"\s", "", tidied(name))
    m = _NAME.fullmatch(plain)
    if not m:
        return Name(plain, "", "")
    said = m["kind"] or m["kind2"] or ""
    kind = "社区" if said[:1] in ("社", "居") else "村" if said else ""
    return Name(m["base"], kind, m["digits"] or "")


def in_full(name: str | None) -> str | None:
    """A name said without 村 or 社区, when no list can tell: nearly all of them are 村."""
    if name is None or parted(name).kind or parted(name).digits:
        return name
    return name + "村"


def listed_villages(text: str, villages: Sequence[str]) -> list[Piece[tuple[str, ...]]]:
    """Where the text names listed villages; several names in one piece when its words fit them
    all. Full names win over short ones, so 后塘社区 never also counts as 后塘村."""
    squeezed, at = _squeezed(text)
    names = [(village, parted(village)) for village in dict.fromkeys(villages) if village.strip()]
    for forms in (_full_forms, _short_forms):
        found = _matches(squeezed, names, forms)
        if found:
            return [Piece(tuple(v), at[start], at[end - 1] + 1) for (start, end), v in found]
    return [Piece(tuple(v), *span) for span, v in _matches(text, names, _alone)]


def near_villages(said: str, villages: Sequence[str]) -> tuple[str, ...]:
    """The listed villages a slip away from what was said: one letter in short names, two in long.
    The same name with another suffix (后塘社区 for 后塘村) is nearest of all."""
    wanted = parted(said)
    by_distance: dict[int, list[str]] = {}
    for village in dict.fromkeys(villages):
        name = parted(village)
        longest = max(len(wanted.base), len(name.base))
        allowed = 2 if longest >= 5 else 1 if longest >= 2 else 0
        distance = OSA.distance(wanted.base, name.base)
        if name.number == wanted.number and distance <= allowed:
            by_distance.setdefault(distance, []).append(village)
    return tuple(by_distance[min(by_distance)]) if by_distance else ()


def _matches(
    text: str, names: list[tuple[str, Name]], forms: Callable[[Name], str]
) -> list[tuple[tuple[int, int], list[str]]]:
    """Spans and the villages they name, without those inside a longer one (南巷 in 新南巷村)."""
    found: dict[tuple[int, int], list[str]] = {}
    for village, name in names:
        if name.base in text or name.number:
            for m in re.finditer(forms(name), text):
                found.setdefault(m.span(), []).append(village)
    kept: list[tuple[int, int]] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return [(span, found[span]) for span in kept]


def _full_forms(name: Name) -> str:
    base, number = re.escape(name.base), _number(name)
    if name.kind == "社区":
        kind = r"(?:社区(?:居民委员会|居委会?)?|居民委员会|居委会?)"
    elif name.kind:
        kind = r"村(?:村?委会?|民委员会|村民委员会)?"
    else:
        return base + number
    return (
        f"{base}{kind}{number}|{base}{number}{kind}" if number else base + kind + _NOT_INHABITANTS
    )


def _short_forms(name: Name) -> str:
    base, number = re.escape(name.base), _number(name)
    if number:
        kind = name.kind or "村"
        number_first = (
            rf"(?<![\d第{HAN_NUMERALS}])0{{0,3}}{name.number}号?{kind}(?!\d){_NOT_INHABITANTS}"
        )
        return f"{base}{number}|{number_first}"
    if len(name.base) < 2 or _COMMON_WORDS.fullmatch(name.base):
        return _NEVER
    return rf"{base}(?!村(?!民)|社区)"


def _alone(name: Name) -> str:
    common = _COMMON_WORDS.fullmatch(name.base) and not name.digits
    return rf"(?<![{HAN}]){re.escape(name.base)}(?![{HAN}])" if common else _NEVER


def _number(name: Name) -> str:
    """The digits as printed, or without their zeros if nothing else counts with them (6人)."""
    if not name.digits:
        return ""
    said = f"0{{0,3}}{name.number}|[零〇]?{in_han(int(name.digits))}"
    return (
        rf"(?:{name.digits}(?!\d)|(?:{said})(?![\d{HAN_NUMERALS}人名位份点时号月日个.:/%户起件]))"
    )


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without the blanks inside names (后 塘 村, 示例村 06), and where each letter was."""
    at = [
        i
        for i, sign in enumerate(text)
        if sign != " " or (text[i - 1 : i].isascii() and text[i - 1 : i].isalnum())
    ]
    return "".join(text[i] for i in at), at
