"""What a person leaves in the texts of others, and how it is taken out (规则 2.5).

Chinese leaves no space between a name and the next word, so a short name is found inside longer
ones: 王明 in 王明华. Longer names that are known are left alone; so is what looks like one.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

from domain.near_names import ALSO_WORDS, BEGINS_A_WORD, COMPOUND_SURNAMES, ENDS_A_NAME

GONE = "（已删除）"
MARKED = re.compile("\ue000([^\ue001]*)\ue001")
"""A name marked in a card: it is this one or another, never a part of one."""
SEPARATORS = r"[\s·•．・]"
PADDING = "\u3000*"
"""Names of two characters are set as 王　明 to be as wide as those of three."""
LONGEST_ID = 5
"""Digits from which on a number in JSON may be an address; shorter ones are counts and days."""


class Traces:
    """What somebody is known by: names, numbers of phone and certificate, addresses in messengers.

    `longer` are names of other people and of places in which one of the names is found.
    """

    def __init__(
        self,
        names: Collection[str],
        numbers: Collection[str] = (),
        addresses: Collection[str] = (),
        longer: Collection[str] = (),
    ) -> None:
        self.names, self.numbers, self.addresses = set(names), set(numbers), set(addresses)
        kept = [word for word in longer if word not in self.names]
        self._numbers = _either(_number(number) for number in self.numbers)
        self._names = _either([*_by_length(kept), *_by_length(self.names)])
        self._spelt = [re.compile(_name(name)) for name in self.names]

    @property
    def empty(self) -> bool:
        return not (self.names or self.numbers or self.addresses)

    def taken_out(self, text: str) -> str:
        """The text without them; the same text where there are none."""
        if self._numbers:
            text = self._numbers.sub(GONE, text)
        if not self._names:
            return text
        done, parts = 0, []
        for marked in MARKED.finditer(text):
            inner = marked[1]
            parts.append(self._unmarked(text[done : marked.start()]))
            parts.append(text[marked.start() : marked.end()].replace(inner, self._whole(inner)))
            done = marked.end()
        return "".join([*parts, self._unmarked(text[done:])])

    def taken_out_of(self, value: Any) -> Any:
        """The same of everything in a JSON value."""
        if isinstance(value, str):
            if value in self.addresses:
                return GONE
            whole = self._whole(value)
            return whole if whole != value else self.taken_out(value)
        if isinstance(value, dict):
            return {self.taken_out(k): self.taken_out_of(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.taken_out_of(each) for each in value]
        if isinstance(value, int) and not isinstance(value, bool):
            known = str(value) in self.addresses | self.numbers
            return GONE if known and len(str(value)) >= LONGEST_ID else value
        return value

    def addressed(self, value: Any) -> bool:
        """Whether one of the addresses stands in a JSON value: it came from this person."""
        without = Traces((), (), self.addresses)
        return bool(self.addresses) and without.taken_out_of(value) != value

    def _whole(self, text: str) -> str:
        """A text that is nothing but the name."""
        return GONE if any(name.fullmatch(text.strip()) for name in self._spelt) else text

    def _unmarked(self, text: str) -> str:
        assert self._names
        return self._names.sub(lambda found: self._instead(found, text), text)

    def _instead(self, found: re.Match[str], text: str) -> str:
        if not any(name.fullmatch(found[0]) for name in self._spelt):
            return found[0]  # a longer name
        before, after = text[: found.start()], text[found.end() :]
        return found[0] if _goes_on(found[0], before, after) else GONE


def _goes_on(name: str, before: str, after: str) -> bool:
    """Whether what looks like the name is part of something longer nobody told us of."""
    if name in ALSO_WORDS:
        return _han(before[-1:]) or _han(after[:1])
    if before[-1:] + name[0] in COMPOUND_SURNAMES:
        return True
    if len(name) > 2 or not _han(name[0]):
        return False
    return after[:1] in ENDS_A_NAME and after[:2] not in BEGINS_A_WORD if after else False


def _han(character: str) -> bool:
    return bool(character) and "\u3400" <= character <= "\u9fff"


def _by_length(names: Iterable[str]) -> list[str]:
    return [_name(name) for name in sorted(names, key=len, reverse=True)]


def _name(name: str) -> str:
    """The name however its parts are separated; a Latin one not inside a longer word."""
    parts = [part for part in re.split(f"{SEPARATORS}+", name.strip()) if part]
    if len(parts) > 1:
        spelt = f"{SEPARATORS}*".join(map(re.escape, parts))
    else:
        spelt = (PADDING if _han(name[:1]) else "").join(map(re.escape, name))
    latin = name.isascii()
    return rf"(?<![A-Za-z]){spelt}(?![A-Za-z])" if latin else spelt


def _number(number: str) -> str:
    """The number however it is grouped, masked ones as they stand; not part of a longer one."""
    spelt = r"[\s\-—]?".join(map(re.escape, number)) if "*" not in number else re.escape(number)
    abroad = r"(?:\+?86[\s\-—]?)?" if number.isdecimal() else ""
    return rf"(?<![0-9A-Za-z]){abroad}{spelt}(?![0-9A-Za-z])"


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return re.compile(joined) if joined else None
