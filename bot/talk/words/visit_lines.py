"""One visit as a button of a list."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.cards import Button
from domain.visits import Visit
from words.times import clock_words
from words.visits import visit_line

LONGEST = 40


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
