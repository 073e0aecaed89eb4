"""The sentence as the readers see it: one spelling of signs, gaps for what is understood."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

GAP = "\x1f"
"""Stands for every character already understood; never part of a typed sentence after tidying."""

HAN = "\u3400-\u9fff"

_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−─━－﹣", "-")
    | dict.fromkeys("～〜∼˜", "~")
    | dict.fromkeys("∶︰", ":")
    | dict.fromkeys("•・‧∙⋅", "·")
    | {"○": "〇", "，": "，", "（": "（", "）": "）", "＂": '"'}
)
_OF_A_LIST = re.compile("[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
"""①, ⑴, ⒈, ❶, ➂, ㈠, ㊀ number the parts of a list; they count nothing."""
_KEPT_WIDE = frozenset("，；！？（）")
"""NFKC would turn them into ASCII; a wide comma is no thousands separator, and topics keep it."""


class Piece(NamedTuple, Generic[T]):
    """Something understood, and where in the sentence it was said."""

    value: T
    start: int
    end: int


class Claims:
    """Which letters a reader has already given a meaning; no letter gets two."""

    def __init__(self, text: str) -> None:
        self._taken = bytearray(len(text))

    def claim(self, start: int, end: int) -> bool:
        """Take these letters; False if one of them is taken."""
        if any(self._taken[start:end]):
            return False
        self._taken[start:end] = b"\1" * (end - start)
        return True


def tidied(text: str) -> str:
    """The text in one spelling, letter for letter; what nobody sees is gone."""
    seen = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(map(_tidied, seen)).translate(_SIGNS)


def _tidied(sign: str) -> str:
    if sign in _KEPT_WIDE or "\u4e00" <= sign <= "\u9fff":
        return sign
    if sign.isspace() or unicodedata.category(sign).startswith("C"):
        return " "
    if _OF_A_LIST.match(sign):
        return "；"
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans turned to gaps."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = GAP * (end - start)
    return "".join(letters)


def without(text: str, pieces: Iterable[Piece[T]]) -> str:
    return blanked(text, ((p.start, p.end) for p in pieces))


def erased(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match of the pattern turned to gaps."""
    return pattern.sub(lambda found: GAP * len(found[0]), text)
