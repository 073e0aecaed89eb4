"""Nothing anybody can type makes the reading fail or take long."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.months import SHANGHAI
from domain.understanding import (
    match_village,
    read_activity,
    read_date,
    read_minutes,
    read_number,
    read_span,
    read_time,
    understand,
    understand_mingbairen,
)

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "示例村06", "村", "", "6", "(", "社区")
GRIDS = ((1, "第一网格"), (2, ""), (3, "东片"))
PIECES = (
    *"一十百万两半点时分刻号日月年周上下人名份本村到至-~.:/，、《》“”()讲发的了在差12共约 ",
    *("社区", "30", "11.12", "2026", "昨天", "下午", "小时", "民法典", "讲座", "法律服务", "调解"),
    *(
        "关于",
        "主题",
        "其中",
        "咨询",
        "资料",
        "网格",
        "明白人",
        "线上",
        "h",
        "pm",
        "发放",
        "《民法典》",
    ),
)


def read_everything(text: str) -> None:
    understood = understand(text, NOW, VILLAGES)
    understood.as_json_dict()
    understand(text, NOW)
    understand_mingbairen(text, GRIDS)
    match_village(text, VILLAGES)
    read_activity(text)
    read_date(text, NOW)
    for read in (read_minutes, read_number, read_span, read_time):
        read(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_everything(text)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_heap_of_the_words_we_know_is_read(text: str) -> None:
    read_everything(text)


@pytest.mark.parametrize(
    "piece", ["一", "1", " ", "法律服务", "来了来", "2点到", "十人", "3号", "11.12-",
    "发放宣传资料", "后塘村", "关于", "，约"]
)  # fmt: skip
def test_twenty_thousand_letters_are_read_at_once(piece: str) -> None:
    began = time.perf_counter()
    understand((piece * 20_000)[:20_000], NOW, VILLAGES)
    assert time.perf_counter() - began < 3, (
        "measured far below a second; a loaded machine is slower"
    )
