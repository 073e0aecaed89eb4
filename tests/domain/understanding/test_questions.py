"""Questions in the words people use, and what is none."""

from datetime import datetime

import pytest

from domain.months import SHANGHAI, Month
from domain.understanding import About, asked_person, read_question

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        *(
            (said, About.OWN_MONTH)
            for said in ("本月还差多少", "我还差几个小时？", "这个月多少小时了", "够8小时了吗",
                         "还差多少小时啊", "达标了吗", "进度怎么样", "后塘村还差多少")
        ),
        *(
            (said, About.SHORT)
            for said in ("谁还没达标", "哪些村没达标？", "哪个村还没够", "有几个村没达标",
                         "还有哪些村没去", "没达标的有哪些", "哪些顾问落后")
        ),
        *((said, About.UNCOVERED) for said in ("哪些网格没有明白人", "网格没人的有几个")),
        *((said, About.RECORDS) for said in ("上个月我去了几次", "我登记了哪些")),
        *((said, About.WAITING) for said in ("有没有要我确认的", "有待确认的吗", "还有几次没确认")),
    ],
)  # fmt: skip
def test_a_question_is_known(said: str, about: About) -> None:
    question = read_question(said, NOW)
    assert question is not None and question.about is about


def test_the_month_it_names() -> None:
    for said, month in (("10月还差多少", 10), ("上个月谁没达标", 10), ("本月还差多少", 11)):
        question = read_question(said, NOW)
        assert question is not None and question.month == Month(2026, month)
    unnamed = read_question("谁还没达标", NOW)
    assert unnamed is not None and unnamed.month is None


@pytest.mark.parametrize(
    "said",
    ["", "你好", "后塘村", "下午2点", "民法典", "今天天气不错", "差一刻九点到十点半",
     "昨天讲座2小时30人", "昨天下午2点到4点 后塘村 走访，谁家没达标就上门"],
)  # fmt: skip
def test_what_asks_nothing(said: str) -> None:
    assert read_question(said, NOW) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王秀英", "王秀英"), ("查一下林晓", "林晓"), ("王秀英的情况", "王秀英"),
        ("司马 相如", "司马相如"), ("周航负责哪些村", "周航"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        *((said, None) for said in ("", "后塘村", "本月", "记录", "谢谢", "取消", "下午")),
    ],
)  # fmt: skip
def test_a_persons_name_alone(said: str, name: str | None) -> None:
    assert asked_person(said) == name


@pytest.mark.parametrize(
    ("said", "about"),
    [
        *(
            (said, About.OWN_MONTH)
            for said in (
                "我这个月怎么样",
                "这个月够了吗",
                "完成了多少",
                "目前累计多少小时",
                "我的进度",
            )
        ),
        *((said, About.SHORT) for said in ("还有谁没完成", "哪些顾问没去", "帮我看看哪个村还差")),
        ("我的进度", About.OWN_MONTH),
        ("网格覆盖怎么样", About.UNCOVERED),
        ("我上次什么时候去的", About.RECORDS),
    ],
)
def test_shorter_ways_to_ask(said: str, about: About) -> None:
    question = read_question(said, NOW)
    assert question is not None and (question.about, question.subject) == (about, "")
    assert question.own == ("我" in said.removeprefix("帮我"))


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("林晓这个月怎么样", "林晓"),
        ("林晓的情况", "林晓"),
        ("林律师还差多少", "林律师"),
        ("查一下周航的进度", "周航"),
        ("大卓社区10月怎么样", "大卓社区"),
    ],
)
def test_a_question_may_be_about_somebody(said: str, subject: str) -> None:
    question = read_question(said, NOW)
    assert question is not None and question.subject == subject


@pytest.mark.parametrize(
    "said",
    [
        *("昨天去后塘村讲座", "多少", "怎么样", "42人", "本月", "林晓", "不登记了", "还没有"),
        *("没有", "几点开始", "到村登记", "登记明白人怎么弄", "到村登记不了", "到村登记了吗"),
        *("结束登记了没有", "这个怎么填", "什么时候月结", "？" * 41, "保存了吗"),
    ],
)
def test_what_only_looks_like_a_question(said: str) -> None:
    assert read_question(said, NOW) is None
