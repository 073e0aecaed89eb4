"""A name and its numbers taken out of what others wrote, and nothing else with them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.traces import GONE, Traces

WANG = Traces(
    ["王明"], ["13800001111", "138****1111", "法证2024-017"], ["wxWang"], ["王明华", "小王明村"]
)


@pytest.mark.parametrize(
    "text",
    [
        "王明说他下周来",
        "本村由王明、李红负责",
        "（王明）",
        "已经和王明联系",
        "王明建议改期",
        "王明平时不在村",
        "王明因病去世",
        "王　明",
        "找王明",
        "法律顾问王明2小时",
        "王明的电话是13800001111",
        "138 0000 1111",
        "138-0000-1111",
        "+86 13800001111",
        "8613800001111",
        "尾号见138****1111",
        "证号：法证2024-017。",
        "\ue000王明\ue001华东出差",
    ],
)
def test_the_person_is_found(text: str) -> None:
    cleaned = WANG.taken_out(text)
    assert GONE in cleaned
    assert not any(word in cleaned for word in ("王明", "王　明", "1111", "017"))


@pytest.mark.parametrize(
    "text",
    [
        "王明华说他下周来",
        "王明亮反映",
        "王明芳已搬走",
        "小王明村的讲座",
        "\ue000王明华\ue001",
        "\ue000王明海\ue001",
        "王某明",
        "1138000011112",
        "法证2024-0171",
        "没有此人",
        "",
    ],
)
def test_another_is_left_as_they_are(text: str) -> None:
    assert WANG.taken_out(text) == text


def test_both_in_one_sentence() -> None:
    said = "王明华替王明代班，王明和王明华都到了"
    assert WANG.taken_out(said) == f"王明华替{GONE}代班，{GONE}和王明华都到了"


@pytest.mark.parametrize(
    ("name", "kept", "gone"),
    [
        ("马超", "司马超来了", "马超来了"),
        ("马超", "司马超群来了", "请马超群众大会后来"),
        ("平安", "建设平安村，平安法治", "平安，请来"),
        ("古丽·巴努", "古丽", "古丽•巴努和古丽 巴努、古丽巴努"),
        ("王大姐", "王大哥", "王大姐华东"),
        ("Anna", "Annabel", "找Anna谈"),
    ],
)
def test_names_of_all_kinds(name: str, kept: str, gone: str) -> None:
    traces = Traces([name])
    assert traces.taken_out(kept) == kept
    cleaned = traces.taken_out(gone)
    assert cleaned != gone and name not in cleaned and "古丽" not in cleaned


def test_in_json_whatever_its_shape() -> None:
    value = {
        "name": "王明",
        "王明": 1,
        "card": [{"text": "\ue000王明\ue001未到"}, "wxWang", "wxWangWei", None, True, 2.5],
        "phone": 13800001111,
        "count": 42,
    }
    cleaned = WANG.taken_out_of(value)
    assert "王明" not in json.dumps(cleaned, ensure_ascii=False)
    assert cleaned["card"][1:] == [GONE, "wxWangWei", None, True, 2.5]
    assert (cleaned["count"], cleaned["phone"]) == (42, GONE)
    assert WANG.addressed({"from": {"userid": "wxWang"}}) and not WANG.addressed({"a": "王明"})


@given(st.text(alphabet="王明华说的在，。a1 亮\ue000\ue001", max_size=20))
def test_taking_out_twice_takes_out_no_more(text: str) -> None:
    once = WANG.taken_out(text)
    assert WANG.taken_out(once) == once
    assert text.count("王明华") == once.count("王明华")
