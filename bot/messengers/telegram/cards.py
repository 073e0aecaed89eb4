"""A card as Telegram shows it: pages of HTML within its limits, and a keyboard below the last.

Lengths are counted in UTF-16 units, the larger of the two ways in which Telegram's text is counted.
"""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.talk.cards import Card
from words.names import shown_names
from words.telegram import NOTHING_BUT_BUTTONS

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64
"""Bytes of a button's data."""
LARGEST_FILE = 50 * 1024 * 1024
"""Bytes of a file a bot may send."""


class Line(NamedTuple):
    """One line of a card, its beginning in bold."""

    bold: str
    rest: str

    @property
    def length(self) -> int:
        return units(self.bold) + units(self.rest)

    @property
    def html(self) -> str:
        bold = f"<b>{escape(self.bold, quote=False)}</b>" if self.bold else ""
        return bold + escape(self.rest, quote=False)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def pages_of(card: Card, *, mask: bool) -> list[str]:
    """The texts of a card as HTML, split between lines where one message is too short for them.

    Empty for a card that has no words at all and no buttons that need some.
    """
    pages: list[list[Line]] = []
    room = 0
    for line in (piece for whole in _lines(card, mask) for piece in _cut(whole)):
        if not pages or line.length + 1 > room:
            pages.append([])
            room = LONGEST_TEXT + 1
        pages[-1].append(line)
        room -= line.length + 1
    texts = ["\n".join(line.html for line in page).strip() for page in pages]
    written = [text for text in texts if text]
    if not written and card.rows and card.attachment is None:
        return [NOTHING_BUT_BUTTONS]
    return written


def fits_a_caption(card: Card, *, mask: bool) -> bool:
    lines = list(_lines(card, mask))
    return sum(line.length + 1 for line in lines) <= LONGEST_CAPTION + 1


def keyboard_of(card: Card, *, mask: bool) -> InlineKeyboardMarkup | None:
    """Raises ValueError for a button whose data Telegram would refuse."""
    if not card.rows:
        return None
    for button in card.buttons:
        if not 1 <= len(button.press.encode()) <= LONGEST_DATA:
            raise ValueError(f"button data of {len(button.press.encode())} bytes: {button.press!r}")
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=shown_names(b.text, mask=mask), callback_data=b.press)
                for b in row
            ]
            for row in card.rows
        ]
    )


def _lines(card: Card, mask: bool) -> Iterator[Line]:
    if card.title:
        yield Line(shown_names(card.title, mask=mask), "")
    if card.text:
        for line in shown_names(card.text, mask=mask).split("\n"):
            yield Line("", line)
    for fact in card.facts:
        label, value = (shown_names(text, mask=mask) for text in (fact.label, fact.value))
        first, *more = value.split("\n")
        yield Line(f"{label}：", first)
        for line in more:
            yield Line("", line)


def _cut(line: Line) -> Iterator[Line]:
    """The line, or where it is longer than a whole message, pieces of it."""
    if line.length <= LONGEST_TEXT:
        yield line
        return
    text = line.bold + line.rest
    size = LONGEST_TEXT if units(text) == len(text) else LONGEST_TEXT // 2
    for start in range(0, len(text), size):
        yield Line("", text[start : start + size])
