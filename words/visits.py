"""A visit in running text."""

from domain.visits import Visit
from words.labels import ACTIVITY_LABELS
from words.times import clock_words, day_words


def visit_line(visit: Visit, village: str) -> str:
    """When, where and what: in a list, on a button, in a sentence."""
    span = f"{clock_words(visit.started_at)}–{clock_words(visit.ended_at)}"
    return f"{day_words(visit.day)} {span} {village} {ACTIVITY_LABELS[visit.activity]}"
