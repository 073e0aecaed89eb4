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
from domain.understanding.corrections import Correction, Which, read_correction
from domain.understanding.mingbairen import (
    UnderstoodMingbairen,
    match_grids,
    read_phone,
    understand_mingbairen,
)
from domain.understanding.numbered import Numbered, read_numbered
from domain.understanding.questions import About, Question, asked_person, is_called, read_question
from domain.understanding.roster_words import CATEGORY_WORDS, STAGE_WORDS
from domain.understanding.same_as import SameAs, same_as, taken_over
from domain.understanding.sentence import Understood, understand
from domain.understanding.several import Part, several
from domain.understanding.times import Span

__all__ = [
    "CATEGORY_WORDS",
    "STAGE_WORDS",
    "About",
    "Correction",
    "Numbered",
    "Part",
    "Question",
    "SameAs",
    "Span",
    "Understood",
    "UnderstoodMingbairen",
    "Which",
    "asked_person",
    "is_called",
    "match_grids",
    "match_village",
    "names_village",
    "read_activity",
    "read_correction",
    "read_date",
    "read_end",
    "read_minutes",
    "read_number",
    "read_numbered",
    "read_period",
    "read_phone",
    "read_question",
    "read_span",
    "read_time",
    "same_as",
    "several",
    "taken_over",
    "understand",
    "understand_mingbairen",
]
