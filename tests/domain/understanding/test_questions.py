"""Questions as people ask them, and what is none."""

from datetime import date

import pytest

from domain.months import Month
from domain.understanding.questions import Asked, read_question

TODAY = date(2026, 11, 20)
NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        *(
            (said, Asked.STANDING)
            for said in (
                "本月还差多少",
                "还差多少小时",
                "这个月够了吗",
                "请问本月还差多少？",
                "这个月还要去几次",
                "进度怎么样",
                "完成了多少",
                "目前累计多少小时",
                "够8小时了吗",
                "达标了没有",
                "本月做了多少小时",
            )
        ),
        *(
            (said, Asked.WHO_IS_SHORT)
            for said in (
                "谁还没达标",
                "哪些村没达标",
                "哪个村还差",
                "还有谁没完成",
                "哪些顾问没去",
                "帮我看看哪几个村还没够",
                "谁没满8小时",
            )
        ),
        *((said, Asked.GRIDS) for said in ("哪些网格没有明白人", "网格覆盖怎么样")),
        ("还有几个网格没有明白人", Asked.GRIDS),
        *((said, Asked.VISITS) for said in ("我登记了哪些", "我去了几次", "我上次什么时候去的")),
    ],
)  # fmt: skip
def test_a_question_is_known_by_its_words(said: str, asked: Asked) -> None:
    question = read_question(said, TODAY)
    assert question and (question.asked, question.month, question.about) == (asked, NOVEMBER, "")


@pytest.mark.parametrize("said", ["我这个月怎么样", "我达标了吗", "我还差几个小时？", "我的进度"])
def test_who_asks_may_mean_themselves(said: str) -> None:
    question = read_question(said, TODAY)
    assert question and question.own and question.asked is Asked.STANDING


@pytest.mark.parametrize("said", ["上个月谁没达标", "10月份谁没达标", "2026年10月谁没达标"])
def test_a_month_may_be_named(said: str) -> None:
    question = read_question(said, TODAY)
    assert question and question.month == OCTOBER and question.asked is Asked.WHO_IS_SHORT


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("林晓这个月怎么样", "林晓"),
        ("林晓的情况", "林晓"),
        ("林律师还差多少", "林律师"),
        ("查一下周航的进度", "周航"),
        ("大卓社区10月怎么样", "大卓社区"),
    ],
)
def test_a_question_may_be_about_somebody(said: str, about: str) -> None:
    question = read_question(said, TODAY)
    assert question and question.about == about


@pytest.mark.parametrize(
    "said",
    [
        *(
            "今天天气不错",
            "昨天去后塘村讲座",
            "多少",
            "怎么样",
            "42人",
            "下午2点",
            "本月",
            "后塘村",
        ),
        *("到村登记不了", "到村登记了吗", "结束登记了没有"),
        *("林晓", "不登记了", "还没有", "没有", "几点开始", "到村登记", "登记明白人怎么弄"),
        *("昨天下午2点到4点半 后塘村 民法典讲座 42人", "这个怎么填", "什么时候月结"),
        *("", "？" * 40),
    ],
)
def test_what_is_no_question(said: str) -> None:
    assert read_question(said, TODAY) is None
