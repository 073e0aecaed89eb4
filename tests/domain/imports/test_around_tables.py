"""What stands around the rows of a table: villages above them, seals below, other tables."""

from datetime import date, datetime

import pytest

from domain.advisers import AdviserKind
from domain.imports.places import Villages, grid_name, plain_name
from domain.mingbairen import Stage
from tests.sheet_maker import (
    ADVISERS,
    GRIDS,
    ROLL,
    advisers,
    advisers_of,
    grids_of,
    people,
    reasons,
    roll_of,
    understood,
    workers,
)

HEAD = ("序号", "所在网格", "姓名", "联系电话", "状态")
WANG = ("第一网格", "王秀英", "13700000011", "在册")
ZHANG = ("第一网格", "张桂兰", "13700000012", "在册")
BOTH = [
    ("后塘村第一网格", "王秀英", "13700000011"),
    ("前湖村第一网格", "张桂兰", "13700000012"),
]
BASE = {"法律顾问": ADVISERS, "网格": GRIDS}


def test_a_sheet_for_each_village():
    sheets = {
        v: ((f"{v}法律明白人花名册",), HEAD, (1, *who))
        for v, who in zip(("后塘村", "前湖村"), (WANG, ZHANG), strict=True)
    }
    tables = understood({**BASE, **sheets})
    assert (people(tables), tables.problems) == (BOTH, ())


@pytest.mark.parametrize("merged", ["A1:E1 A3:E3 A5:E5", ""])
def test_rows_that_name_the_village_of_those_below(merged: str):
    rows = (
        ("法律明白人花名册",),
        HEAD,
        ("一、后塘村（1人）",),
        (1, *WANG),
        ("（二）前湖村：1人",),
        (1, *ZHANG),
        ("合计", "2人"),
    )
    tables = understood({**BASE, "名单": rows}, {"名单": merged})
    assert (people(tables), tables.problems) == (BOTH, ())


def test_advisers_and_grids_below_their_village():
    rows = (
        ADVISERS[0][1:],
        ("一、后塘村（1人）",),
        ADVISERS[1][1:],
        ("二、柳堤社区",),
        ADVISERS[2][1:],
    )
    assert advisers(advisers_of(rows)) == [
        ("后塘村", "林晓", "13800000011"),
        ("柳堤社区", "周航", "13800000012"),
    ]
    rows = (GRIDS[0][1:], ("后塘村（1个）",), GRIDS[1][1:], ("前湖村",), GRIDS[2][1:])
    assert [name for name, *_ in workers(grids_of(rows))] == ["后塘村第一网格", "前湖村第一网格"]


def test_a_village_nobody_has_listed_is_told_once_a_row():
    tables = understood({**BASE, "明白人": (HEAD, ("三、西岭村",), (1, *WANG))})
    assert people(tables) == []
    assert "没有“西岭村”" in reasons(tables)


def test_several_tables_on_a_sheet():
    rows = (
        ("公共法律服务基础台账",),
        ("一、村（社区）法律顾问",),
        *ADVISERS,
        (),
        ("二、网格及网格员",),
        *GRIDS,
        ("合计", "2个"),
        ("三、法律明白人",),
        ("村（社区）", *HEAD[1:]),
        ("后塘村", *WANG),
    )
    tables = understood({"台账": rows}, {"台账": "A1:E1 A2:E2"})
    assert (len(tables.advisers), len(tables.grids), people(tables)) == (2, 2, BOTH[:1])
    assert tables.problems == ()


def test_tables_of_two_villages_one_below_the_other():
    rows = (("后塘村名册",), HEAD, (1, *WANG), (), ("前湖村名册",), HEAD, (1, *ZHANG))
    tables = understood({**BASE, "法律明白人": rows}, {"法律明白人": "A1:E1 A5:E5"})
    assert (people(tables), tables.problems) == (BOTH, ())


@pytest.mark.parametrize(
    "row",
    [
        (None, None, None, None, "（盖章）"),
        (None, None, "2026年11月20日"),
        (None, None, None, datetime(2026, 11, 20)),
        (None, None, "年   月   日"),
        (None, None, "二〇二六年十一月二十日"),
        ("填表人：孙丽", None, "审核人：钱建国", None, "填表日期：2026年11月20日"),
        (None, None, "审核人"),
        ("单位负责人（签字）：", None, None, "填表人："),
        (None, None, None, "后塘村村民委员会（盖章）"),
        ("", "", "黄梅街道司法所"),
        ("备注：本表一式两份。",),
        ("本表于每月二十五日前报送街道司法所，由街道司法所汇总后报送区司法局备案",),
        ("以上共1人",),
        ("以下空白",),
    ],
)
def test_seals_dates_and_signatures_below_a_table_are_remarks(row: tuple[object, ...]):
    tables = roll_of(("后塘村", *WANG[:3], None, None, "在册"), row)
    assert (people(tables), tables.problems) == (BOTH[:1], ())
    tables = advisers_of((*ADVISERS, row))
    assert (len(tables.villages), tables.problems) == (2, ())


@pytest.mark.parametrize(
    "said",
    [
        "后塘村村民委员会",
        "后塘行政村",
        "后塘村委会",
        "后塘村民委员会",
        "后塘村（行政村）",
        "黄梅街道后塘村",
        "后塘",
    ],
)
def test_a_village_by_its_official_names(said: str):
    assert Villages(["后塘村", "三里店社区"]).find(said) == "后塘村"
    assert said == "后塘" or plain_name(said) == "后塘村"


def test_an_official_name_makes_no_second_village():
    heads = ("村居名称", *ADVISERS[0][1:])
    rows = (
        heads,
        ("后塘村村民委员会", *ADVISERS[1][1:]),
        ("三里店社区居民委员会", *ADVISERS[2][1:]),
    )
    tables = advisers_of(rows)
    assert [row.village for row in tables.villages] == ["后塘村", "三里店社区"]


@pytest.mark.parametrize(
    "said",
    ["后塘村-第一网格", "后塘村—第1网格", "后塘村（第一网格）", "后塘村委会01网格", "后塘-一"],
)
def test_a_grid_with_its_village_in_front(said: str):
    assert grid_name("后塘村", said, Villages(["后塘村"])) == "后塘村第一网格"


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("2026年1月-2028年12月", date(2026, 1, 1), date(2028, 12, 31)),
        ("2026.1.1—2027.12.31", date(2026, 1, 1), date(2027, 12, 31)),
        ("2026-01-01至2028-12-31", date(2026, 1, 1), date(2028, 12, 31)),
        ("2026年1月1日起至2028年12月31日止", date(2026, 1, 1), date(2028, 12, 31)),
        ("2026年1月起，聘期三年", date(2026, 1, 1), date(2028, 12, 31)),
        ("2026年3月至12月", date(2026, 3, 1), date(2026, 12, 31)),
        ("2026年1月至今", date(2026, 1, 1), None),
    ],
)
def test_a_term_has_two_ends(said: str, since: date, until: date | None):
    tables = advisers_of(((*ADVISERS[0][:4], "聘期"), (*ADVISERS[1][:4], said)))
    assert [(row.since, row.until) for row in tables.advisers] == [(since, until)]


def test_a_term_in_two_columns():
    rows = (
        ("村居", "法律顾问信息", None, None, "聘期", None),
        (None, "姓名", "类别", "电话", "起", "止"),
        ("后塘村", "林晓", "律师", "13800000011", "2026年1月", "2028年12月"),
    )
    (row,) = advisers_of(rows, "A1:A2 B1:D1 E1:F1").advisers
    assert (row.since, row.until) == (date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("said", "why"), [("三年", "多久"), ("2023.1-2025.12", "已经结束"), ("2028年-2026年", "哪一天")]
)
def test_a_term_that_is_over_or_has_no_beginning_is_asked_about(said: str, why: str):
    tables = advisers_of(((*ADVISERS[0][:4], "聘任期限"), (*ADVISERS[1][:4], said)))
    assert (advisers(tables), len(tables.villages)) == ([], 1)
    assert why in reasons(tables)


def test_a_roll_without_a_state_says_what_to_add():
    tables = understood({**BASE, "法律明白人": (ROLL[:-1], ("后塘村", *WANG[:2]))})
    assert "缺少“状态”" in reasons(tables)
    assert "请加上“状态”列" in tables.problems[0].suggestion


@pytest.mark.parametrize("nobody", ["无", "暂无", "待定", "/"])
def test_a_row_that_says_there_is_nobody_is_no_fault(nobody: str):
    """A table of all grids has a row for one without a 明白人; a row that tells of somebody and
    only lacks the name is asked about."""
    head = ("村（社区）", *HEAD[1:])
    rows = (head, ("后塘村", *WANG), ("前湖村", "第一网格", nobody, "", ""))
    tables = understood({**BASE, "法律明白人": rows})
    assert (people(tables), tables.problems) == (BOTH[:1], ())
    assert "写明没有人" in {each.why for each in tables.ignored}

    rows = (head, ("前湖村", "第一网格", nobody, "13700000012", "在册"))
    assert "没有写姓名" in reasons(understood({**BASE, "法律明白人": rows}))


@pytest.mark.parametrize(
    ("since", "until", "kind"),
    [
        ("聘任起", "聘任止", "法律顾问类别"),
        ("聘任起始日期", "聘任截止日期", "律师执业类别"),
        ("聘用开始日期", "聘用到期日期", "目前执业类别"),
    ],
)
def test_headings_with_their_owner_or_another_word_for_day(since: str, until: str, kind: str):
    head = ("村（社区）", "法律顾问姓名", kind, since, until)
    tables = advisers_of((head, ("后塘村", "林晓", "律师", "2025-02-03", "2028-02-02")))
    (row,) = tables.advisers
    assert (row.since, row.until) == (date(2025, 2, 3), date(2028, 2, 2))
    assert (row.kind, tables.problems) == (AdviserKind.LAWYER, ())


def test_the_state_there_is_now_and_a_certificate_without_an_end():
    head = ("村（社区）", "所在网格", "姓名", "明白人目前状态", "证书有效期")
    rows = (head, ("后塘村", "第一网格", "王秀英", "在册", "长期有效"))
    tables = understood({**BASE, "法律明白人": rows})
    (row,) = tables.mingbairen
    assert (row.stage, row.certificate_until, tables.problems) == (Stage.REGISTERED, None, ())
