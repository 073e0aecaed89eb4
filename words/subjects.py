"""Who or what is short, named once: the village is never said twice."""

import re

from domain.notices import ShortLine
from domain.shortfalls import ShortfallKind
from words.labels import KIND_LABELS
from words.names import who

_SUFFIX = re.compile(r"(?:村|社区|居|居委会|村委会)$")
_NUMBERED = re.compile(r"村?(?:第|[\d一二三四五六七八九十]|网格)")
_BETWEEN = " -—－·、"
_LEAST = 2
"""Letters of a village without 村: one alone may begin any name."""


def in_village(village: str, name: str) -> str:
    """`第一网格` of `后塘村第一网格`, however the office wrote it; empty for the village itself."""
    rest = name.removeprefix(village) if village else name
    stem = _SUFFIX.sub("", village)
    if rest == name and len(stem) >= _LEAST and name.startswith(stem):
        after = name.removeprefix(stem).lstrip(_BETWEEN)
        rest = after.removeprefix("村") if _NUMBERED.match(after) else name
    return rest if rest == name else rest.lstrip(_BETWEEN)


def place_words(village: str, name: str) -> str:
    """`后塘村第一网格`."""
    return f"{village}{in_village(village, name)}"


def subject_words(line: ShortLine) -> str:
    """In full; an adviser, whose line has no village, by a name that may be masked."""
    return place_words(line.village, line.subject) if line.village else who(line.subject)


def title_words(line: ShortLine) -> str:
    """`后塘村第一网格 无法律明白人`."""
    return f"{subject_words(line)} {label_behind(line.kind)}"


def label_behind(kind: ShortfallKind) -> str:
    """What is wrong, behind the name of what is short: 后塘村, not 后塘村村…."""
    return KIND_LABELS[kind].removeprefix("网格").removeprefix("村")
