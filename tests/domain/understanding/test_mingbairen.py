"""One line for a 法律明白人, in any order."""

import pytest

from domain.mingbairen import CATEGORY_LABELS, STAGE_LABELS, Category, Stage
from domain.understanding import match_grids, read_phone, understand_mingbairen
from domain.understanding.roster_words import category_in, stage_in

GRIDS = (
    (1, "后塘村第一网格"),
    (2, "后塘村第二网格"),
    (3, "后莘村第一网格"),
    (4, "后莘村第十二网格"),
)


@pytest.mark.parametrize(
    "line",
    [
        "登记明白人 示例甲 村妇联执委 19900000001 第二网格 培训中",
        "第二网格 培训中 示例甲 19900000001 妇女主任",
        "登记法律明白人：示例甲，妇联执委，2网格，在培，电话199 0000 0001",
        "姓名:示例甲 身份:村妇联执委 手机：199-0000-0001 网格:后塘村二网格 状态:培训中",
        "示例甲村妇联执委第二网格培训中19900000001",
        "帮我登记一个明白人 示例甲 后塘村第2网格 村妇联执委 正在培训 +86 19900000001",
    ],
)
def test_a_line_in_any_order(line: str) -> None:
    understood = understand_mingbairen(line, GRIDS)
    assert understood.name == "示例甲"
    assert understood.category is Category.WOMEN_FEDERATION
    assert understood.phone == "19900000001"
    assert understood.stage is Stage.TRAINING
    assert (understood.grid_id, understood.grid) == (2, "后塘村第二网格")


def test_what_is_not_said_is_null() -> None:
    understood = understand_mingbairen("登记明白人 示例乙", GRIDS)
    assert understood.name == "示例乙"
    assert (understood.category, understood.phone, understood.stage, understood.grid) == (None,) * 4
    assert understand_mingbairen("登记明白人", GRIDS).name is None


def test_a_grid_number_of_two_villages_is_asked_about() -> None:
    understood = understand_mingbairen("登记明白人 示例乙 第一网格", GRIDS)
    assert (understood.grid, understood.grids) == (None, (GRIDS[0], GRIDS[2]))


def test_a_name_like_those_of_the_sample_is_a_name() -> None:
    understood = understand_mingbairen("登记明白人 示例明白人125 网格员 后莘村12网格 在册", GRIDS)
    assert (understood.name, understood.category) == ("示例明白人125", Category.GRID_WORKER)
    assert (understood.stage, understood.grid_id) == (Stage.REGISTERED, 4)


@pytest.mark.parametrize(
    ("said", "ids"),
    [("一网格", (1, 3)), ("后莘第一网格", (1, 3)), ("后莘村1网格", (3,)), ("第九网格", ())],
)
def test_grids_by_their_short_names(said: str, ids: tuple[int, ...]) -> None:
    assert tuple(grid_id for grid_id, _ in match_grids(said, GRIDS)) == ids


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("19900000001", "19900000001"), ("199 0000 0001", "19900000001"),
        ("0511-87260000", "0511-87260000"),
        ("(0511)87260000", "0511-87260000"), ("87260000", "87260000"), ("12345", None),
        ("20261105", None),
    ],
)  # fmt: skip
def test_phones(said: str, phone: str | None) -> None:
    assert read_phone(said) == phone


@pytest.mark.parametrize(("category", "label"), CATEGORY_LABELS.items())
def test_every_printed_category_is_read_back(category: Category, label: str) -> None:
    found = category_in(label)
    assert found is not None
    assert found.value is category


@pytest.mark.parametrize(("stage", "label"), STAGE_LABELS.items())
def test_every_printed_stage_is_read_back(stage: Stage, label: str) -> None:
    found = stage_in(label)
    assert found is not None
    assert found.value is stage
