"""People in the cells of offices: one spelling each, one person a cell, nobody doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports.cells import Unreadable
from domain.imports.names import name_and_phone, one_spelling, read_name
from domain.imports.phones import read_phone, same_phone
from domain.people import masked_phone
from tests.sheet_maker import ADVISERS, GRIDS, advisers_of, grids_of, people, reasons, roll_of
from tests.sheet_maker import advisers as advisers_in
from tests.sheet_maker import workers as workers_in

HERE = ("后塘村", "第一网格")
parts = st.text("阿依古丽买提热娜尔江", min_size=2, max_size=4)


@given(parts, parts, st.sampled_from("·•．・‧∙⋅"), st.sampled_from(["", " ", "　"]))
def test_the_parts_of_a_name_have_one_sign_between_them(one: str, two: str, dot: str, gap: str):
    assert read_name(f"{one}{gap}{dot}{gap}{two}") == f"{one}·{two}"
    assert one_spelling(f"{one} {two}") == f"{one}·{two}"


@pytest.mark.parametrize(
    "said",
    [
        "林晓\n周航",
        "林晓 周航",
        "林晓、周航",
        "林晓/周航",
        "林晓和周航",
        "林晓；周航",
        "欧阳娜娜 林晓",
    ],
)
def test_two_names_in_a_cell_are_asked_about(said: str):
    with pytest.raises(Unreadable, match="不止一个人") as asked:
        read_name(said)
    assert "各写一行" in asked.value.suggestion
    tables = advisers_of([ADVISERS[0], ("后塘村", said, *ADVISERS[1][2:])])
    assert advisers_in(tables) == []
    assert [row.village for row in tables.villages] == ["后塘村"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王 芳", "王芳"),
        ("林\n晓", "林晓"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("司马\n相如", "司马相如"),
        ("李和平", "李和平"),
        ("林晓、", "林晓"),
        ("林晓（兼）", "林晓"),
        ("林晓\n(兼任)", "林晓"),
        ("陈梅（女）", "陈梅"),
        ("林晓（甲所）", "林晓（甲所）"),
    ],
)
def test_one_name_in_many_spellings_is_one(said: str, name: str):
    assert read_name(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "未知",
        "待补",
        "待补充",
        "无",
        "暂缺",
        "—",
        "不详",
        "待定",
        "（空缺）",
        "暂无人员",
        "缺员",
        "某某",
        "XXX",
        "？",
        "待聘",
        "未落实",
    ],
)
def test_what_stands_for_a_name_is_nobody(said: str):
    assert read_name(said) is None
    assert workers_in(grids_of([GRIDS[0], (*HERE, said, None)])) == [("后塘村第一网格", None, None)]
    assert "没有写姓名" in reasons(roll_of((*HERE, said, None, None, None, "在册")))


def test_whoever_has_gone_is_asked_about():
    with pytest.raises(Unreadable, match="变动"):
        read_name("陈梅（已离职）")


@pytest.mark.parametrize(
    "said",
    [
        "陈梅 13900000011",
        "陈梅（13900000011）",
        "陈梅13900000011",
        "13900000011陈梅",
        "陈梅\n电话：139 0000 0011",
        "陈梅：139-0000-0011",
    ],
)
def test_a_phone_in_the_cell_of_the_name_is_that_persons(said: str):
    parted = name_and_phone(said)
    assert parted is not None and parted[0] == "陈梅"
    right = [("后塘村第一网格", "陈梅", "13900000011")]
    assert workers_in(grids_of([GRIDS[0][:3], (*HERE, said)])) == right
    assert workers_in(grids_of([GRIDS[0], (*HERE, said, "13900000011")])) == right


def test_two_phones_for_one_name_are_asked_about():
    tables = grids_of([GRIDS[0], (*HERE, "陈梅13900000011", "13900000012")])
    assert workers_in(tables) == [("后塘村第一网格", None, None)]
    assert "姓名里写着号码" in reasons(tables)


@pytest.mark.parametrize("said", ["1.39E+10", 1.39e10, 13900000000, "13900000000.0", "1.39001E+10"])
def test_a_phone_that_a_spreadsheet_rounded_is_refused(said: object):
    tables = grids_of([GRIDS[0], (*HERE, "陈梅", said)])
    assert workers_in(tables) == [("后塘村第一网格", None, None)]
    assert "丢失" in reasons(tables) and "文本" in tables.problems[0].suggestion


def test_a_phone_typed_as_text_may_end_in_zeros():
    assert read_phone("13900000000") == "13900000000"
    assert read_phone(13900000011.0) == read_phone("13900000011.0") == "13900000011"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_masked_phone_is_the_one_known_and_no_other(phone: str):
    said = read_phone(masked_phone(phone))
    assert said is not None and same_phone(said, phone)
    assert not same_phone(said, phone[:-1] + str((int(phone[-1]) + 1) % 10))


def test_one_person_in_three_spellings_is_one_row():
    names = ("阿依古丽·示例", "阿依古丽•示例", "阿依古丽．示例", "阿依古丽 示例")
    rows = [(*HERE, name, "13700000011", None, None, "在册") for name in names]
    tables = roll_of(*rows)
    assert people(tables) == [("后塘村第一网格", "阿依古丽·示例", "13700000011")]
    assert reasons(tables).count("是同一个人") == 3


def test_another_name_with_the_same_phone_or_certificate_is_asked_about():
    tables = roll_of(
        (*HERE, "王秀英", "13700000011", "证1", None, "在册"),
        (*HERE, "王秀瑛", "13700000011", "证2", None, "在册"),
        ("前湖村", "第一网格", "王秀芳", None, "证1", None, "在册"),
        ("前湖村", "第一网格", "张桂兰", "0511-87654321", None, None, "在册"),
        ("前湖村", "第一网格", "李建国", "0511-87654321", None, None, "在册"),
    )
    assert [name for _, name, _ in people(tables)] == ["王秀英", "张桂兰", "李建国"]
    assert [(p.row, p.reason) for p in tables.problems] == [
        (3, "与“法律明白人”表第 2 行的王秀英是同一个电话"),
        (4, "与“法律明白人”表第 2 行的王秀英是同一个证书编号"),
    ]


def test_namesakes_stay_two():
    tables = roll_of(
        (*HERE, "王秀英", "13700000011", None, "1963.2", "在册"),
        (*HERE, "王秀英", "13700000012", None, "1971.5", "在册"),
    )
    assert len(people(tables)) == 2 and tables.problems == ()
