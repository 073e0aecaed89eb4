"""Any visit comes back from a form or a numbered list, in any order, with blanks in its times."""

from datetime import date, datetime, time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.months import SHANGHAI
from domain.understanding import several, understand

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村", "姚徐村", "示例社区10")
LABELS = {
    "day": ("日期", "服务日期", "活动日期"),
    "span": ("时间", "服务时间", "起止时间", "活动时间"),
    "village": ("地点", "服务地点", "村", "服务村居"),
    "what": ("内容", "服务内容", "类型", "活动内容"),
    "people": ("人数", "人次", "参加人数", "服务人次", "到会"),
    "leaflets": ("资料", "资料份数", "发放资料", "份数"),
}
ACTIVITIES = {
    "法治讲座": "lecture",
    "现场法律咨询": "consultation",
    "入户走访": "door_to_door",
    "调解邻里纠纷": "mediation",
}
MARKS = ("①②③④⑤⑥", "⑴⑵⑶⑷⑸⑹", "❶❷❸❹❺❻")


@st.composite
def visits(draw: st.DrawFn) -> dict[str, object]:
    first = draw(st.integers(8 * 60, 20 * 60))
    start, end = (time(*divmod(m, 60)) for m in (first, first + draw(st.integers(15, 150))))
    activity = draw(st.sampled_from(list(ACTIVITIES)))
    return {
        "day": date(2026, 11, draw(st.integers(1, 20))), "start": start, "end": end,
        "village": draw(st.sampled_from(VILLAGES)), "what": activity,
        "people": draw(st.integers(2, 1999)), "leaflets": draw(st.integers(2, 1999)),
    }  # fmt: skip


@st.composite
def spans(draw: st.DrawFn, start: time, end: time) -> str:
    blank = draw(st.sampled_from(["", " "]))
    join = draw(st.sampled_from(["-", "—", "至", "~", " - ", "——"]))
    if draw(st.booleans()):
        colon = draw(st.sampled_from([":", "：", " : "]))
        return f"{start.hour}{colon}{start:%M}{join}{end.hour}{colon}{end:%M}"
    at, until = (f"{t.hour}{blank}时{blank}{t.minute}{blank}分" for t in (start, end))
    return f"{at}{join}{until}"


def expected(visit: dict[str, object]) -> dict[str, object]:
    start, end = visit["start"], visit["end"]
    assert isinstance(start, time) and isinstance(end, time)
    return {
        "date": str(visit["day"]), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}",
        "village": visit["village"], "activity": ACTIVITIES[str(visit["what"])],
        "people": visit["people"], "leaflets": visit["leaflets"],
    }  # fmt: skip


def parts_of(visit: dict[str, object], span: str) -> dict[str, str]:
    day = visit["day"]
    assert isinstance(day, date)
    return {
        "day": f"{day.month}月{day.day}日", "span": span, "village": str(visit["village"]),
        "what": str(visit["what"]), "people": str(visit["people"]),
        "leaflets": str(visit["leaflets"]),
    }  # fmt: skip


def check(text: str, visit: dict[str, object]) -> None:
    for villages in (VILLAGES, ()):
        said = understand(text, NOW, villages).as_json_dict()
        assert {part: said[part] for part in expected(visit)} == expected(visit), text


SLOWLY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(visits(), st.data())
def test_a_form_is_read_whatever_its_labels_and_their_order(
    visit: dict[str, object], data: st.DataObject
) -> None:
    start, end = visit["start"], visit["end"]
    assert isinstance(start, time) and isinstance(end, time)
    parts = parts_of(visit, data.draw(spans(start, end)))
    colon = data.draw(st.sampled_from(["：", ":", "】", "|"]))
    opening = "【" if colon == "】" else ""
    lines = [
        f"{opening}{data.draw(st.sampled_from(LABELS[name]))}{colon}{value}"
        for name, value in data.draw(st.permutations(list(parts.items())))
    ]
    text = data.draw(st.sampled_from([" ", "；", "\n", "，", "。"])).join(lines)
    check(text, visit)
    assert len(several(text, NOW, VILLAGES)) == 1


@SLOWLY
@given(visits(), st.data())
def test_a_numbered_list_is_read(visit: dict[str, object], data: st.DataObject) -> None:
    start, end = visit["start"], visit["end"]
    assert isinstance(start, time) and isinstance(end, time)
    parts = parts_of(visit, data.draw(spans(start, end)))
    values = [parts["village"], parts["day"], parts["span"], parts["what"]]
    values += [parts["people"] + "人", parts["leaflets"] + "份"]
    style = data.draw(st.sampled_from(["circled", "{}.", "{}、", "({})", "（{}）", "{}) "]))
    marks = (
        list(data.draw(st.sampled_from(MARKS)))
        if style == "circled"
        else [style.format(n) for n in range(1, 7)]
    )
    apart = " " if style[:2] == "{}" else ""  # 8:154. is nobody's list
    check(apart.join(mark + value for mark, value in zip(marks, values, strict=True)), visit)
