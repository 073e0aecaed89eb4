"""Villages and grids under their several spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports.cells import Unreadable
from domain.imports.places import Villages, grid_name
from domain.imports.spelling import chinese_number, number_of

CAST = Villages(["东湾村", "东湾新村", "柳堤社区", "示例村1", "示例村12"])
spaces = st.sampled_from(["", " ", "　", "\u00a0"])


@given(st.integers(1, 99))
def test_a_number_in_chinese_reads_back(number: int):
    assert number_of(chinese_number(number)) == number
    assert number_of(str(number)) == number_of(f"{number:02}") == number


@given(
    st.integers(1, 40),
    st.sampled_from(["", "东湾村", "东湾"]),
    st.sampled_from(["第{}网格", "{}网格", "第{}号网格", "{}号网格", "第{}", "{}"]),
    st.booleans(),
    spaces,
)
def test_a_numbered_grid_has_one_name(
    number: int, village: str, form: str, chinese: bool, space: str
):
    said = form.format(f"{space}{chinese_number(number) if chinese else number}{space}")
    name = grid_name("东湾村", f"{village}{space}{said}", CAST)
    assert name == f"东湾村第{chinese_number(number)}网格"


def test_a_grid_may_go_by_a_name():
    assert grid_name("东湾村", "东片网格", CAST) == "东湾村东片网格"
    assert grid_name("东湾村", "东湾村东片网格", CAST) == "东湾村东片网格"


def test_a_grid_that_names_another_village_is_not_believed():
    with pytest.raises(Unreadable, match="柳堤社区"):
        grid_name("东湾村", "柳堤社区第一网格", CAST)
    with pytest.raises(Unreadable, match="示例村12"):
        grid_name("示例村1", "示例村12第一网格", CAST)
    assert grid_name("示例村12", "示例村12第一网格", CAST) == "示例村12第一网格"


def test_a_village_is_no_grid():
    with pytest.raises(Unreadable, match="只写了村名"):
        grid_name("东湾村", "东湾村", CAST)


@pytest.mark.parametrize("said", ["东湾村", " 东 湾 村", "东湾", "东湾村委会", "示例街道东湾村"])
def test_a_village_is_found_by_its_usual_names(said: str):
    assert CAST.find(said) == "东湾村"


def test_an_unknown_village_is_not_guessed_but_the_nearest_is_suggested():
    assert CAST.find("东弯村") is None
    assert CAST.nearest("东弯村") == "是不是“东湾村”？"
    assert CAST.nearest("毫不相干") == ""


def test_when_two_fit_it_is_for_a_person_to_say():
    twins = Villages(["东湾村", "东湾社区"])
    assert twins.find("东湾社区") == "东湾社区"
    with pytest.raises(Unreadable, match="都像"):
        twins.find("东湾")
