"""One line for a 法律明白人, in any order."""

from datetime import date

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


@pytest.mark.parametrize(
    ("said", "name"),
    [
        *((f"登记明白人{place}示例甲 第二网格", "示例甲") for place in (" 后塘村 ", " 后塘 ")),
        ("登记明白人后塘村张三丰", "张三丰"),
        ("登记明白人张三丰后塘村第二网格村妇联执委", "张三丰"),
        ("登记明白人 黄梅街道后塘村第二网格张三丰 党员", "张三丰"),
        ("登记明白人 前湖村 张三丰 一网格", "张三丰"),
        ("登记明白人前湖村张三丰", "张三丰"),
        ("登记明白人 庙前新村五组 李建国 村民小组长", "李建国"),
        ("登记明白人 5组李建国", "李建国"),
        ("登记明白人 后塘村民王秀英 第二网格", "王秀英"),
        ("登记明白人 后塘村第二网格的王秀英 她是村妇联执委", "王秀英"),
        ("登记明白人，王秀英同志，第二网格", "王秀英"),
        ("登记明白人 王秀英 女 45岁 初中文化 党员 推荐人李建国", "王秀英"),
        ("登记明白人 高中明 第二网格", "高中明"),
        ("登记明白人 诸葛明 党员 退役军人", "诸葛明"),
        ("登记明白人 司马 相如 第二网格", "司马相如"),
        ("登记明白人 姓名：欧阳 娜娜 网格：后塘村二网格", "欧阳娜娜"),
        ("登记明白人 张 三 第二网格", "张三"),
        ("登记明白人 王  秀英 第二网格", "王秀英"),
        ("登记明白人 阿依古丽•买买提 第二网格", "阿依古丽·买买提"),
        ("登记明白人 阿依古丽 买买提 第二网格", "阿依古丽·买买提"),
    ],
)
def test_the_name_is_the_persons_and_not_the_places(said: str, name: str) -> None:
    understood = understand_mingbairen(said, GRIDS)
    assert (understood.name, understood.names) == (name, ())


@pytest.mark.parametrize(
    "said",
    ["张三丰、李四光 第二网格", "张三丰和李四光", "张三丰 李四光", "后塘村张三丰，李四光",
     "张三丰 和 李四光 第二网格", "姓名：张三丰、李四光"],
)  # fmt: skip
def test_two_names_are_two_people(said: str) -> None:
    understood = understand_mingbairen(f"登记明白人 {said}", GRIDS)
    assert (understood.name, understood.names) == (None, ("张三丰", "李四光"))


@pytest.mark.parametrize(
    ("said", "number", "until"),
    [
        ("证书编号JS2026-0012，有效期至2028年12月31日", "JS2026-0012", date(2028, 12, 31)),
        ("证号：苏法明2026第0012号 2028-12-31到期", "苏法明2026第0012号", date(2028, 12, 31)),
        ("证书号 20260012 有效期2025.1.1-2027.12.31", "20260012", date(2027, 12, 31)),
        ("证书JS0012有效期到28年6月30日", "JS0012", date(2028, 6, 30)),
        ("持证 证书有效期到2028年底", None, date(2028, 12, 31)),
        ("证书2028年6月到期", None, date(2028, 6, 30)),
        ("证书编号：A-0012", "A-0012", None),
        ("证书有效期至2028年2月30日", None, None),
        ("已发证", None, None),
    ],
)
def test_the_certificate_and_its_end(said: str, number: str | None, until: date | None) -> None:
    understood = understand_mingbairen(f"登记明白人 王秀英 {said} 电话19900000001", GRIDS)
    assert (understood.certificate, understood.certificate_until) == (number, until)
    assert (understood.name, understood.phone) == ("王秀英", "19900000001")


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
    ("line", "grid_id"),
    [
        ("登记明白人 后莘村 示例甲 第一网格 在册", 3),
        ("登记明白人 第一网格 示例甲，后塘村，在册", 1),
        ("登记明白人 南巷村 示例甲 第二网格 在册", None),
        ("登记明白人 示例甲 村干部 第二网格 在册", 2),
    ],
)
def test_a_village_apart_from_its_grid_is_the_grids(line: str, grid_id: int | None) -> None:
    """Of a village that has no such grid none is taken: the 第二网格 of 南巷村 is not 后塘村's."""
    understood = understand_mingbairen(line, GRIDS)
    assert (understood.grid_id, understood.name) == (grid_id, "示例甲")


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("有效期三年到2029年6月30日", date(2029, 6, 30)),
        ("证书有效期为3年，至2029-05-01", date(2029, 5, 1)),
        ("有效期28年5月", date(2028, 5, 31)),
    ],
)
def test_a_term_before_the_end_of_a_certificate(said: str, until: date) -> None:
    assert understand_mingbairen(f"示例甲 第二网格 {said}", GRIDS).certificate_until == until


def test_where_two_people_both_are_is_nobody() -> None:
    found = understand_mingbairen("登记明白人 王芳和李娟 都在第二网格 均为 候选", GRIDS)
    assert found.names == ("王芳", "李娟")


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
