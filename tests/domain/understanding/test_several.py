"""Several visits in one message, and 同上: what each takes over is what was said once."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.months import SHANGHAI
from domain.understanding import SameAs, same_as, several, taken_over, understand
from tests.domain.understanding.test_any_text import PIECES

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村")


def told(text: str) -> list[str]:
    """Each visit as `day start-end village activity people`."""
    lines = []
    for part in several(text, NOW, VILLAGES):
        said = part.said.as_json_dict()
        parts = ("date", "start", "end", "village", "activity", "people")
        lines.append(" ".join(str(said[name]) for name in parts).replace("None", "-"))
    return lines


BOTH = [
    "2026-11-19 09:00 11:00 后塘村 lecture 30",
    "2026-11-19 14:00 16:00 后莘村 consultation 5",
]


@pytest.mark.parametrize(
    "text",
    [
        "昨天上午9点到11点后塘村讲座30人，下午2点到4点后莘村咨询5人",
        "昨天上午九点到十一点在后塘村讲课三十个人下午两点到四点在后莘村咨询五个人",
        "昨天 后塘村 9:00-11:00 讲座 30人；后莘村 14:00-16:00 咨询 5人",
        "昨天跑了两个村：后塘村9点到11点讲座30人，后莘村，2点到4点，咨询，5人",
        "昨天后塘村 9:00-11:00 讲座 30人\n昨天后莘村 14:00-16:00 咨询 5人",
        "①昨天9:00-11:00后塘村讲座30人②昨天14:00-16:00后莘村咨询5人",
        "1、昨天9:00-11:00后塘村讲座30人 2、昨天14:00-16:00后莘村咨询5人",
        "昨天上午9点到11点后塘村讲座30人，然后下午2点到4点去后莘村咨询5人",
        "时间：昨天9:00-11:00\n地点：后塘村\n内容：法治讲座\n人数：30\n"
        "时间：昨天14:00-16:00\n地点：后莘村\n内容：法律咨询\n人数：5",
    ],
)
def test_two_visits_are_two(text: str) -> None:
    assert told(text) == BOTH


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        (
            "11月12日上午9点至12点、下午2点至4点 后塘村 坐班",
            ["2026-11-12 09:00 12:00 后塘村 consultation -",
             "2026-11-12 14:00 16:00 后塘村 consultation -"],
        ),
        (
            "周三上午后塘村2小时，周四下午后莘村3小时，都是坐班",
            ["2026-11-18 - - 后塘村 consultation -", "2026-11-19 - - 后莘村 consultation -"],
        ),
        (
            "11.6 9:00-11:00 后塘村 讲座；11.7 同上；11.8 同上 35人",
            ["2026-11-06 09:00 11:00 后塘村 lecture -", "2026-11-07 09:00 11:00 后塘村 lecture -",
             "2026-11-08 09:00 11:00 后塘村 lecture 35"],
        ),
        (
            "11月6日 9点-11点 后塘村 讲座 30人\n11月7日 后莘村 同上",
            ["2026-11-06 09:00 11:00 后塘村 lecture 30",
             "2026-11-07 09:00 11:00 后莘村 lecture 30"],
        ),
        (
            "11月6日，后塘村，讲座，9:00-11:00，30人。11月7日，时间地点同上，咨询，8人",
            ["2026-11-06 09:00 11:00 后塘村 lecture 30",
             "2026-11-07 09:00 11:00 后塘村 consultation 8"],
        ),
        (
            "本周：周一后塘村坐班9点到11点，周二后莘村讲座2点到4点40人，周三南巷村入户9点到11点半",
            ["2026-11-16 09:00 11:00 后塘村 consultation -",
             "2026-11-17 14:00 16:00 后莘村 lecture 40",
             "2026-11-18 09:00 11:30 南巷村 door_to_door -"],
        ),
        (
            "昨天后塘村9:00-10:00讲座，10:00-11:00咨询",
            ["2026-11-19 09:00 10:00 后塘村 lecture -",
             "2026-11-19 10:00 11:00 后塘村 consultation -"],
        ),
    ],
)  # fmt: skip
def test_what_is_said_once_is_of_them_all(text: str, visits: list[str]) -> None:
    assert told(text) == visits


@pytest.mark.parametrize(
    "text",
    [
        "昨天下午2点到4点半 后塘村 民法典讲座 42人",
        "时间：11月6日9:00-10:30\n地点：后塘村\n内容：民法典讲座\n人数：30",
        "今天上午去后塘村，9点到，11点离开，主要是解答土地承包的问题，大概8个人",
        "12号下午去了后塘村，2点出发3点到，5点离村，给村两委讲合同法",
        "后塘村和后莘村联合开展宪法宣传 昨天9点到11点",
        "昨天 后塘村 9点半到11点半 法治讲座1小时，法律咨询1小时",
        "昨天9点到11点，后塘村，讲座，其中党员10人，群众30人，发放资料50份，解答咨询5人",
        "今天补记昨天下午2点到4点后塘村的法律咨询，6人",
        "你好",
        "",
    ],
)
def test_one_visit_is_one_however_long_its_sentence(text: str) -> None:
    (part,) = several(text, NOW, VILLAGES)
    assert part.said == understand(text, NOW, VILLAGES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, "后塘村", "同上", "\n", "9点到11点")), max_size=30))
def test_any_heap_of_words_is_cut_and_nothing_is_said_twice(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = several(text, NOW, VILLAGES)
    assert parts and sum(len(part.text) for part in parts) <= len(text)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("同上", SameAs()),
        ("其他同上", SameAs()),
        ("后塘村 同上", SameAs()),
        ("跟上次一样", SameAs()),
        ("还是老样子", SameAs()),
        ("跟昨天一样", SameAs(day=date(2026, 11, 19))),
        ("今天和昨天那次一样", SameAs(day=date(2026, 11, 19))),
        ("和11月6日那次相同，35人", SameAs(day=date(2026, 11, 6))),
        ("和周三的一样", SameAs(day=date(2026, 11, 18))),
        ("时间同上", SameAs(parts=("start", "end", "minutes"))),
        ("地点、内容同上，人数30", SameAs(parts=("village", "activity", "topic"))),
        *(
            (said, None)
            for said in ("跟王书记一起走访", "和平常不一样", "与村民一样", "同上班的人")
        ),
    ],
)
def test_what_was_said_before_is_meant_again(said: str, same: SameAs | None) -> None:
    assert same_as(said, NOW) == same


def test_what_is_said_anew_is_never_taken_over() -> None:
    before = understand("11月6日 9:00-11:00 后塘村 民法典讲座 30人 资料40份", NOW, VILLAGES)
    said = understand("昨天 同上 两小时 咨询", NOW, VILLAGES)
    taken = taken_over(said, before)
    assert (taken.date, taken.village, taken.people) == (date(2026, 11, 19), "后塘村", 30)
    assert (taken.start, taken.minutes, taken.topic) == (None, 120, None)
    assert taken_over(said, before, ("village",)).people is None
    assert taken_over(understand("昨天同上", NOW, VILLAGES), before).start == time(9)
