"""A shortfall's figures: hours, people, visits, or whether anybody is appointed at all."""

import pytest

from domain.shortfalls import ShortfallKind
from words.shortfalls import figure_words


@pytest.mark.parametrize(
    ("kind", "figure", "words"),
    [
        (ShortfallKind.HOURS, 0, "0小时"),
        (ShortfallKind.HOURS, 480, "8小时"),
        (ShortfallKind.NO_VISIT, 0, "0次"),
        (ShortfallKind.GRID_UNCOVERED, 1, "1人"),
        (ShortfallKind.VILLAGE_THIN, 2, "2人"),
        (ShortfallKind.NO_ADVISER, 0, "没有聘任"),
        (ShortfallKind.NO_ADVISER, 1, "有聘任"),
    ],
)
def test_a_figure_is_said_in_its_own_unit(kind: ShortfallKind, figure: int, words: str):
    assert figure_words(kind, figure) == words
