"""What is short is named once, the village never twice, however offices write their grids."""

import pytest

from domain.notices import ShortLine
from domain.shortfalls import ShortfallKind
from words.digests import as_lines, line_words, made_up_words
from words.names import shown_names
from words.subjects import in_village, place_words, subject_words, title_words


def line(kind: ShortfallKind, village: str, subject: str, figure: int = 0) -> ShortLine:
    return ShortLine(kind=kind, village=village, subject=subject, figure=figure, wanted=1)


@pytest.mark.parametrize(
    ("village", "grid", "shown"),
    [
        ("后塘村", "第一网格", "后塘村第一网格"),
        ("后塘村", "后塘村第一网格", "后塘村第一网格"),
        ("后塘村", "后塘第一网格", "后塘村第一网格"),
        ("后塘村", "后塘村-第一网格", "后塘村第一网格"),
        ("后塘村", "后塘 3网格", "后塘村3网格"),
        ("后莘社区", "后莘社区第二网格", "后莘社区第二网格"),
        ("后莘社区", "后莘第二网格", "后莘社区第二网格"),
        ("大村", "大桥网格", "大村大桥网格"),
        ("南巷村", "南巷里网格", "南巷村南巷里网格"),
        ("后塘村", "后塘村", "后塘村"),
        ("后塘村", "东塘网格", "后塘村东塘网格"),
    ],
)
def test_a_grid_is_named_with_its_village_once(village: str, grid: str, shown: str) -> None:
    assert place_words(village, grid) == shown
    assert place_words(village, in_village(village, grid)) == shown


GRID = line(ShortfallKind.GRID_UNCOVERED, "后塘村", "后塘村第一网格")
THIN = line(ShortfallKind.VILLAGE_THIN, "后塘村", "后塘村")
HOURS = line(ShortfallKind.HOURS, "后塘村", "后塘村", 330).model_copy(update={"wanted": 480})


@pytest.mark.parametrize("kind", ShortfallKind)
@pytest.mark.parametrize("subject", ["后塘村", "后塘村第一网格", "第一网格", "后塘第一网格"])
def test_no_title_and_no_sentence_says_the_village_twice(kind: ShortfallKind, subject: str) -> None:
    for figure in (0, 1, 2):
        short = line(kind, "后塘村", subject, figure)
        for text in (
            title_words(short),
            line_words(short),
            as_lines([short]),
            made_up_words(short),
        ):
            assert text.count("后塘") == 1, text
            assert "村村" not in text and "网格网格" not in text and "网格 网格" not in text


def test_titles_of_the_kinds() -> None:
    assert title_words(GRID) == "后塘村第一网格 无法律明白人"
    assert title_words(THIN) == "后塘村 法律明白人偏少"
    assert title_words(HOURS) == "后塘村 进村时长不足"
    assert line_words(GRID) == "后塘村第一网格无在册明白人"


def test_an_adviser_is_named_alone() -> None:
    own = HOURS.model_copy(update={"village": "", "subject": "林晓"})
    assert shown_names(subject_words(own), mask=True) == "林**"
    assert shown_names(title_words(own), mask=False) == "林晓 进村时长不足"


def test_given_up_is_not_called_reached() -> None:
    assert made_up_words(HOURS) == "后塘村的进村时长不再考核"
    assert made_up_words(GRID) == "后塘村第一网格的法律明白人不再考核"
    reached = HOURS.model_copy(update={"figure": 480})
    assert made_up_words(reached) == "后塘村进村时长已达8/8小时"
