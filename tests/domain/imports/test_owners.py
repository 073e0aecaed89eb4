"""Whose phone it is: a heading that names its owner, else the nearest name to its left."""

import pytest

from tests.sheet_maker import (
    ADVISERS,
    Rows,
    advisers,
    advisers_of,
    grids_of,
    people,
    reasons,
    roll_of,
    workers,
)

CHEN, QIAN, GUO = "13900000011", "13500000001", "13300000001"
OF_CHEN = [("后塘村第一网格", "陈梅", CHEN)]
NO_PHONE = [("后塘村第一网格", "陈梅", None)]
PLACE = ("村（社区）", "网格名称")
HERE = ("后塘村", "第一网格")


@pytest.mark.parametrize(
    ("heads", "cells", "right"),
    [
        ("网格长 专职网格员 专职网格员电话", f"钱建国 陈梅 {CHEN}", OF_CHEN),
        ("网格员 网格长 网格长电话", f"陈梅 钱建国 {QIAN}", NO_PHONE),
        ("网格员 网格长 联系电话", f"陈梅 钱建国 {QIAN}", NO_PHONE),
        ("网格长 联系电话 网格员 联系电话", f"钱建国 {QIAN} 陈梅 {CHEN}", OF_CHEN),
        ("网格长 网格员 联系电话", f"钱建国 陈梅 {CHEN}", OF_CHEN),
        (
            "网格员 网格长 联系电话（网格长） 联系电话（网格员）",
            f"陈梅 钱建国 {QIAN} {CHEN}",
            OF_CHEN,
        ),
        ("网格员 网格长 网格长手机 网格员手机", f"陈梅 钱建国 {QIAN} {CHEN}", OF_CHEN),
        (
            "社区民警 联系电话 网格员 联系电话 包村干部 联系电话",
            f"郭勇 {GUO} 陈梅 {CHEN} 马超 {QIAN}",
            OF_CHEN,
        ),
        ("网格员 法律明白人 明白人电话", f"陈梅 王秀英 {QIAN}", NO_PHONE),
        ("网格员 手机号码 办公电话", f"陈梅 {CHEN} 0511-87654321", OF_CHEN),
        ("网格员及联系电话", f"陈梅{CHEN}", OF_CHEN),
        ("网格长 网格长电话", f"钱建国 {QIAN}", [("后塘村第一网格", "钱建国", QIAN)]),
        ("联系电话 网格员", f"{CHEN} 陈梅", OF_CHEN),
    ],
)
def test_a_grid_worker_has_no_neighbours_phone(heads: str, cells: str, right: object):
    tables = grids_of([(*PLACE, *heads.split()), (*HERE, *cells.split())])
    assert workers(tables) == right
    assert tables.problems == ()


@pytest.mark.parametrize(
    "heads",
    [
        "网格长 网格员 联系电话 手机号码",
        "联系电话 网格长 网格员",
        "网格长 网格员 网格长/网格员电话",
    ],
)
def test_what_stays_unclear_is_asked_and_not_guessed(heads: str):
    cells = {"网格长": "钱建国", "网格员": "陈梅"}
    row = (*HERE, *(cells.get(head, CHEN) for head in heads.split()))
    tables = grids_of([(*PLACE, *heads.split()), row])
    assert workers(tables) == NO_PHONE
    assert "分不清这一列是谁的电话" in reasons(tables)
    assert "网格员电话" in tables.problems[0].suggestion
    assert tables.problems[0].column


TWO_ROWS: Rows = (
    ("网格长、网格员一览表",),
    ("序号", "村（社区）", "网格名称", "网格长", None, "网格员", None, "户数"),
    (None, None, None, "姓名", "联系电话", "姓名", "联系电话", None),
    (1, "后塘村", "第一网格", "钱建国", QIAN, "陈梅", CHEN, 120),
)
THREE_ROWS: Rows = (
    ("序号", "基本情况", None, "网格力量", None, None, None),
    (None, "所属村居", "网格名称", "网格长", None, "专职网格员", None),
    (None, None, None, "姓名", "电话", "姓名", "电话"),
    (1, "后塘村", "第一网格", "钱建国", QIAN, "陈梅", CHEN),
)


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        (TWO_ROWS, "A1:H1 A2:A3 B2:B3 C2:C3 D2:E2 F2:G2 H2:H3"),
        (TWO_ROWS, "A1:H1"),
        (THREE_ROWS, "A1:A3 B1:C1 D1:G1 B2:B3 C2:C3 D2:E2 F2:G2"),
    ],
    ids=["two rows", "two rows, nothing merged", "three rows"],
)
def test_a_group_above_the_headings_names_the_owner(rows: Rows, merged: str):
    tables = grids_of(rows, merged)
    assert workers(tables) == OF_CHEN
    assert tables.problems == ()


@pytest.mark.parametrize(
    ("heads", "phones", "right"),
    [
        ("村联系人 联系电话 法律顾问 律师电话", (QIAN, "13800000011"), "13800000011"),
        ("村联系人 联系电话 法律顾问 联系电话", (QIAN, "13800000011"), "13800000011"),
        ("法律顾问 联系电话 村联系人 联系电话", ("13800000011", QIAN), "13800000011"),
        ("法律顾问 村联系人 联系人电话 律师手机号", (QIAN, "13800000011"), "13800000011"),
        ("法律顾问 村书记 联系电话", (QIAN,), None),
    ],
)
def test_an_adviser_has_no_phone_of_the_village(
    heads: str, phones: tuple[str, ...], right: str | None
):
    left = iter(phones)
    names = {"村联系人": "钱建国", "村书记": "钱建国", "法律顾问": "林晓"}
    cells = [names.get(head) or next(left) for head in heads.split()]
    head = ("村（社区）", *heads.split(), "执业类别", "聘任时间")
    tables = advisers_of([head, ("后塘村", *cells, "律师", "2025-02-03")])
    assert advisers(tables) == [("后塘村", "林晓", right)]
    assert tables.problems == ()


def test_a_neighbours_phone_that_is_left_aside_is_told():
    tables = advisers_of(
        [
            ("村（社区）", "村联系人", "联系电话", *ADVISERS[0][1:]),
            ("后塘村", "钱建国", QIAN, *ADVISERS[1][1:]),
        ]
    )
    assert ("C 列", "这是“村联系人”的电话，没有用到") in {(i.where, i.why) for i in tables.ignored}


def test_a_mingbairen_has_no_phone_of_the_grid_worker():
    head = ("村（社区）", "所在网格", "网格员", "联系电话", "法律明白人", "手机", "状态")
    tables = roll_of(
        ("后塘村", "第一网格", "陈梅", CHEN, "王秀英", "13700000011", "在册"), head=head
    )
    assert people(tables) == [("后塘村第一网格", "王秀英", "13700000011")]
    head = ("村（社区）", "所在网格", "法律明白人", "状态", "网格员", "网格员电话")
    tables = roll_of(("后塘村", "第一网格", "王秀英", "在册", "陈梅", CHEN), head=head)
    assert people(tables) == [("后塘村第一网格", "王秀英", None)]


def test_a_second_adviser_in_a_row_is_asked_and_not_lost():
    head = ("村（社区）", "法律顾问1", "联系电话", "法律顾问2", "联系电话", "执业类别", "聘任时间")
    tables = advisers_of(
        [head, ("后塘村", "林晓", "13800000011", "吴敏", "13800000013", "律师", "2025-02-03")]
    )
    assert advisers(tables) == [("后塘村", "林晓", "13800000011")]
    assert "有两列都是法律顾问姓名" in reasons(tables)
