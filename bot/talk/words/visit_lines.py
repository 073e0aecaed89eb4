"""One visit in one line: in a list, on a button, in running text."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.cards import Button
from domain.visits import Visit
from words.labels import ACTIVITY_LABELS
from words.times import clock_words, day_words

LONGEST = 40


def visit_line(visit: Visit, village: str) -> str:
    span = f"{clock_words(visit.started_at)}–{clock_words(visit.ended_at)}"
    return f"{day_words(visit.day)} {span} {village} {ACTIVITY_LABELS[visit.activity]}"


def visit_button(
    visit: Visit, village: str, press: CallbackData, *, standing: bool = True
) -> Button:
    """Where little fits: where and when, by which a person knows a visit of theirs."""
    day = f"{visit.day.month}月{visit.day.day}日"
    return Button(
        text=visit_line(visit, village)[:LONGEST],
        short=f"{village} {day} {clock_words(visit.started_at)}",
        press=press.pack(),
        standing=standing,
    )
