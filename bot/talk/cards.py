"""Cards: what a handler returns. A messenger shows a card its own way."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Literal, TypeVar

from pydantic import field_validator

from domain.model import Model
from domain.paces import Pace
from words.names import shown_names

LONGEST_PRESS = 52
"""Bytes of a button's data: Telegram allows 64, and the stamp of the turn comes before it."""
STANDING = "~"


class Weight(StrEnum):
    """How loud a button is where buttons can look different: one primary a card."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(Model):
    """A standing button acts on what it names for ever; others only on the latest card.

    `short` says as much as it must where a messenger has little room.
    """

    text: str
    press: str
    standing: bool = False
    short: str = ""
    weight: Weight = Weight.PLAIN

    @field_validator("press")
    @classmethod
    def _fits(cls, value: str) -> str:
        if len(value.encode()) > LONGEST_PRESS:
            raise ValueError(f"button data over {LONGEST_PRESS} bytes: {value!r}")
        return value


class Fact(Model):
    """`change` is the press of the card's button that changes it: where a line can be pressed, it
    takes that button's place."""

    label: str
    value: str
    change: str = ""


class Bar(Model):
    """The hours of one village in minutes; `due` is where an even pace would be today. `figure` and
    `note` say the same in words."""

    label: str
    counted: int
    confirmed: int
    quota: int
    due: int | None
    pace: Pace
    figure: str
    note: str


class Attachment(Model):
    """A file kept in storage; a roster names people and may be held back by a messenger."""

    file_id: int
    name: str
    roster: bool = False


class Card(Model):
    """Names of people inside the texts are wrapped by `who`, so that a messenger can mask them.

    With `numbered` a number typed back means pressing that button. A card `beside` another does
    not take the place of the one whose button was pressed: its buttons are still of use. One that
    `settles` ends even a card that stands. A `private` card, and one with a roster, is not for a
    group to see. A messenger that draws shows `bars` with the text `drawn` in place of the text.
    `came` says of an answer whether something was done, or dropped.
    """

    title: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    numbered: bool = True
    beside: bool = False
    private: bool = False
    settles: bool = False
    bars: tuple[Bar, ...] = ()
    drawn: str = ""
    came: Literal["", "ok", "off"] = ""

    @property
    def for_one(self) -> bool:
        return self.private or (self.attachment is not None and self.attachment.roster)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    def stamped(self, turn: int) -> "Card":
        """The card with every press marked by the turn it belongs to, or as standing."""
        stamps = {b.press: f"{STANDING if b.standing else turn}|{b.press}" for b in self.buttons}
        rows = tuple(
            tuple(button.model_copy(update={"press": stamps[button.press]}) for button in row)
            for row in self.rows
        )
        facts = tuple(
            fact.model_copy(update={"change": stamps.get(fact.change, "")}) if fact.change else fact
            for fact in self.facts
        )
        return self.model_copy(update={"rows": rows, "facts": facts})

    def standing(self) -> "Card":
        """The card as it is told unasked: its buttons belong to no turn."""
        rows = tuple(
            tuple(button.model_copy(update={"standing": True}) for button in row)
            for row in self.rows
        )
        return self.model_copy(update={"rows": rows}).stamped(0)

    def plain(self, *, mask: bool = False) -> str:
        """The card as text: for logs of tests, for clients that show no cards."""
        lines = [self.title, self.text, *(f"{f.label}：{f.value}" for f in self.facts)]
        return shown_names("\n".join(line for line in lines if line), mask=mask)


def say(text: str, *buttons: Button) -> Card:
    """A card of one paragraph, its buttons one below the other."""
    return Card(text=text, rows=tuple((button,) for button in buttons))


def in_rows(buttons: Iterable[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons side by side, `width` to a row."""
    row = list(buttons)
    return tuple(tuple(row[i : i + width]) for i in range(0, len(row), width))


T = TypeVar("T")

PREVIOUS, NEXT = "上一页", "下一页"

PAGE = 8
"""Entries on one page of a list."""


def page_of(entries: Sequence[T], page: int, size: int = PAGE) -> tuple[Sequence[T], int, int]:
    """The entries of a page (from 0, brought into range), that page, and how many there are."""
    pages = max(1, -(-len(entries) // size))
    page = min(max(page, 0), pages - 1)
    return entries[page * size : (page + 1) * size], page, pages


def pager(
    pages: int, page: int, press: str, *, standing: bool = True
) -> tuple[tuple[Button, ...], ...]:
    """The row that turns pages; `press` gets `:page` appended. Empty for a single page."""
    if pages < 2:
        return ()
    turns = []
    if page > 0:
        turns.append(Button(text=PREVIOUS, press=f"{press}:{page - 1}", standing=standing))
    if page < pages - 1:
        turns.append(Button(text=NEXT, press=f"{press}:{page + 1}", standing=standing))
    return (tuple(turns),)
