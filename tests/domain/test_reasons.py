"""A reason must be a reason, wherever one is asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reasons import calls_off, is_no_reason, takes_back

TAKEN_BACK = [
    *(
        "点错了",
        "我点错了。",
        "不好意思，点错了",
        "按错了",
        "选错人了",
        "点错按钮了",
        "手滑了",
        "误点",
    ),
    *("取消吧", "取消退回", "我要取消", "算了吧", "算了算了，不退了", "还是取消吧", "撤销"),
    *("不退了", "先不退回了", "不用了", "不要了", "不豁免了", "那就不重开了", "不写了", "别退了"),
    *("回头再说", "以后再说吧", "Cancel", "返回"),
]
DENIED = [
    "没有",
    "没有。",
    "没有了",
    "不是",
    "不是啊",
    "无",
    "没啥原因",
    "没什么",
    "没有理由",
    "否",
    "不",
]
NOTHING = [
    *(
        "",
        " ",
        "。",
        "？？",
        "1",
        "12",
        "ok",
        "👍",
        "……",
        "好",
        "好的",
        "嗯嗯",
        "是的",
        "收到",
        "知道了",
    ),
    *("退回", "豁免", "原因", "不知道", "同上", "哈哈哈", "不对", "等一下", "你好"),
]
QUESTIONS = [
    "为什么？",
    "什么意思",
    "怎么写？",
    "怎么写",
    "写什么",
    "要写什么？",
    "为什么要写原因",
    "必须写吗",
]
REASONS = [
    *(
        "当天没有来村",
        "没来",
        "没有来过",
        "不是当天",
        "不是我们村的",
        "时间不对",
        "还是不对",
        "登记错了",
    ),
    *(
        "活动取消了",
        "讲座临时取消，没有办",
        "只来了半小时",
        "人数不对，没有那么多人",
        "点错了村，是后莘村",
    ),
    *("外出务工", "搬迁", "去世", "不想干了", "身体不好", "生病住院", "考上公务员", "嫁到外地了"),
    *("整村拆迁", "防汛", "漏记一次", "漏报后塘村10月20日的讲座", "律师住院", "已约好下月补上"),
    *(
        "时间写错了，是3点到4点",
        "不是法治讲座，是调解",
        "退休",
        "再婚迁出",
        "duplicate",
        "无法联系本人",
    ),
    *("没有通知村里", "不在村里住了", "取消聘任", "他说不用来"),
]


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_what_is_taken_back_is_no_reason(text: str) -> None:
    assert takes_back(text) and calls_off(text) and is_no_reason(text)


@pytest.mark.parametrize("text", DENIED)
def test_a_no_takes_back_only_where_a_reason_was_asked_for(text: str) -> None:
    """没有 is an answer to how many leaflets there were."""
    assert calls_off(text) and is_no_reason(text) and not takes_back(text)


@pytest.mark.parametrize("text", [*NOTHING, *QUESTIONS])
def test_what_says_nothing_is_asked_again(text: str) -> None:
    assert is_no_reason(text) and not calls_off(text)


@pytest.mark.parametrize("text", REASONS)
def test_a_reason_is_a_reason(text: str) -> None:
    assert not is_no_reason(text)
    assert not is_no_reason(f" {text}。")


def test_nothing_given_is_none() -> None:
    assert is_no_reason(None)


@given(
    st.text(st.sampled_from("点错了不要退取消吧我先再说好啊没有为什么怎么写？ 123"), max_size=200)
)
@settings(deadline=500)
def test_any_text_is_judged_quickly_and_what_calls_off_is_no_reason(text: str) -> None:
    assert is_no_reason(text) or not calls_off(text)
