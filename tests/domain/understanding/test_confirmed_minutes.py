"""How much of a visit a village confirms, as village people say it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.confirmed_minutes import Confirmed, read_confirmed

AFTERNOON = (time(14), time(16), 120)
WHOLE_DAY = (time(9), time(17), 480)


def heard(text: str, visit: tuple[time, time, int] = AFTERNOON) -> Confirmed:
    found = read_confirmed(text, *visit)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(
            ("90分钟", 90),
            ("90", 90),
            ("九十", 90),
            ("一个半小时", 90),
            ("1.5小时", 90),
            ("1h", 60),
        ),
        *(("1小时30分", 90), ("1小时20", 80), ("实际只有1小时", 60), ("只讲了40分钟", 40)),
        *(
            ("一刻钟。", 15),
            ("两小时吧", 120),
            ("时长：100分钟", 100),
            ("25", 25),
            ("500分钟", 500),
        ),
    ],
)
def test_one_length_with_its_unit_is_sure(text: str, minutes: int) -> None:
    assert heard(text) == Confirmed((minutes,), sure=True)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("2", (120, 2)), ("二", (120, 2)), ("1", (60, 1)), ("1.5", (90,)), ("0.5", (30,))),
        *(("1个", (60,)), ("一个半", (90,)), ("半个", (30,)), ("一半", (60,)), ("0", (0,))),
        *(("1-2小时", (60, 120)), ("一两个小时", (60, 120)), ("60到90分钟", (60, 90))),
        *(("1小时左右", (60,)), ("大概1小时", (60,)), ("1小时多", (60,)), ("全部", (120,))),
        *(("个把钟头", (60,)), ("小半个小时", (30,))),
    ],
)
def test_what_can_be_meant_in_more_than_one_way_is_a_reading(
    text: str, minutes: tuple[int, ...]
) -> None:
    assert heard(text) == Confirmed(minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("少半小时", (90,)), ("少了20分钟", (100,)), ("减30分钟", (90,)), ("扣20", (100,))),
        *(("多报了半小时", (90,)), ("多登记了20分钟", (100,)), ("早走了20分钟", (100,))),
        *(("迟到半小时", (90,)), ("提前半小时走的", (90,)), ("少一个小时", (60,))),
        *(("-30", (90, 30)), ("-1小时", (60,)), ("少1", (60, 119))),
    ],
)
def test_less_than_was_recorded_is_worked_out(text: str, minutes: tuple[int, ...]) -> None:
    assert heard(text) == Confirmed(minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("11点就走了", (120,)), ("只待到4点", (420,)), ("下午四点走的", (420,))),
        *(("15:30走的", (390,)), ("3点半就散了", (390,)), ("到3:30", (390,))),
        *(("10点才到", (420,)), ("下午3点才来的", (120,)), ("9点开始", (480,))),
        *(("2点到3点半", (90,)), ("上午10点到11点", (60,)), ("1:30", (90, 270))),
        *(("11", (660, 11, 120)), ("16", (16, 420))),
    ],
)
def test_an_end_or_a_beginning_becomes_minutes(text: str, minutes: tuple[int, ...]) -> None:
    assert heard(text, WHOLE_DAY) == Confirmed(minutes)


def test_until_midnight() -> None:
    assert heard("晚上11点就走了", (time(21), time(0), 180)) == Confirmed((120,))


@pytest.mark.parametrize("text", ["1小时，不是2小时", "没有2小时，只有1小时", "不是两小时是一小时"])
def test_what_is_denied_is_not_meant(text: str) -> None:
    assert heard(text) == Confirmed((60,))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "没来",
            "没有来过",
            "不到2小时",
            "半天",
            "多半小时",
            "昨天",
            "好的",
            "20点",
            "11点就走了",
        ),
        *("点错了", "不知道", "很短", "见附件", "林律师"),
    ],
)
def test_what_says_nothing_of_this_visit_is_asked_again(text: str) -> None:
    assert read_confirmed(text, *AFTERNOON) is None


WORDS = "0123456789:.-点半小时分钟多少了不到走来才一二两十个刻早晚迟到提前，是没有约 "


@given(st.text(st.sampled_from(WORDS), max_size=20), st.integers(0, 22), st.integers(1, 720))
def test_any_text_is_read_and_only_plain_ones_are_sure(text: str, hour: int, recorded: int) -> None:
    found = read_confirmed(text, time(hour), time(hour + 1), recorded)
    if found and found.sure:
        assert len(found.minutes) == 1
        assert not any(word in text for word in ("多", "约", "少", "不到", "左右", "走", "-"))


@given(st.integers(0, 24))
def test_a_bare_small_number_is_never_sure(value: int) -> None:
    assert not heard(str(value), WHOLE_DAY).sure
