"""A heading may stand in two or three rows: what a group says counts for the columns below it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.imports.cells import as_text
from domain.imports.sheet import Row

DEEPEST = 3
_LONGEST = 30
_NO_GROUP = re.compile(r".*[:：].*|.{16,}|.*\d{4}.*")


class Head(NamedTuple):
    """`groups` are what stands above `text`, the nearest first."""

    at: int
    text: str
    groups: tuple[str, ...] = ()


class Stack(NamedTuple):
    """A heading that ends in the row of this index; `first` is the index of its top row."""

    first: int
    last: int
    heads: tuple[Head, ...]


def stack_at(rows: Sequence[Row], last: int) -> Stack | None:
    """The heading that may end in this row, with the rows above that group it."""
    if rows[last].title:
        return None
    first = last
    while last - first < DEEPEST - 1 and first > 0 and not rows[first - 1].title:
        if not _groups(rows[first - 1], rows[first]):
            break
        first -= 1
    return Stack(first, last, tuple(_stacked(rows, first, last)))


def _stacked(rows: Sequence[Row], first: int, last: int) -> Iterator[Head]:
    above = [_spread(rows[i], rows[i + 1]) for i in range(last - 1, first - 1, -1)]
    width = max(len(rows[i].cells) for i in range(first, last + 1))
    for at in range(width):
        said = [
            as_text(rows[last].at(at)),
            *(texts[at] if at < len(texts) else "" for texts in above),
        ]
        parts = list(dict.fromkeys(text for text in said if text))
        if parts and len(parts[0]) <= _LONGEST:
            groups = tuple(text for text in parts[1:] if not _NO_GROUP.fullmatch(text))
            yield Head(at, parts[0], groups)


def _spread(row: Row, below: Row) -> list[str]:
    """The texts of a row of groups, each over its columns: as merged, or as far as nothing else
    stands beside it and something below."""
    texts = [as_text(row.at(at)) for at in range(max(len(row.cells), len(below.cells)))]
    for at in range(1, len(texts)):
        open_to_left = not texts[at] and not _NO_GROUP.fullmatch(texts[at - 1])
        if open_to_left and below.at(at) not in (None, "") and below.at(at - 1) not in (None, ""):
            texts[at] = texts[at - 1]
    return texts


def _groups(row: Row, below: Row) -> bool:
    """Whether a cell of the row spans several of the row below, each with words of its own. One
    alone at the left edge is a title."""
    if row.own() == below.own()[:1]:
        return False
    texts = _spread(row, below)
    own = [as_text(below.at(at)) for at in range(len(texts))]
    return any(
        left and left == right and a and b and left not in (a, b)
        for left, right, a, b in zip(texts, texts[1:], own, own[1:], strict=False)
    )
