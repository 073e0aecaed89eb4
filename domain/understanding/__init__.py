"""Understanding of what people type: one line about a visit or a 明白人, and single answers."""

from domain.understanding.answers import (
    match_village,
    names_village,
    read_activity,
    read_date,
    read_end,
    read_minutes,
    read_number,
    read_period,
    read_span,
    read_time,
)
from domain.understanding.mingbairen import (
    UnderstoodMingbairen,
    match_grids,
    read_phone,
    understand_mingbairen,
)
from domain.understanding.roster_words import CATEGORY_WORDS, STAGE_WORDS
from domain.understanding.sentence import Understood, understand
from domain.understanding.times import Span

__all__ = [
    "CATEGORY_WORDS",
    "STAGE_WORDS",
    "Span",
    "Understood",
    "UnderstoodMingbairen",
    "match_grids",
    "match_village",
    "names_village",
    "read_activity",
    "read_date",
    "read_end",
    "read_minutes",
    "read_number",
    "read_period",
    "read_phone",
    "read_span",
    "read_time",
    "understand",
    "understand_mingbairen",
]
