"""Any visit, in any spelling and order an adviser may choose, comes back as it was."""

from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.months import SHANGHAI
from domain.understanding import understand

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村", "姚徐村", "示例村06", "示例村07", "示例社区10")
TOPICS = ("民法典讲座", "反诈宣传", "土地纠纷调解", "劳动法讲座", "宪法宣讲", "婚姻家庭法律咨询")
DIGITS = "零一二三四五六七八九"


def han(value: int) -> str:
    """一百二十, 一百零五, 四十二, 十五, 七."""
    if value >= 100:
        rest = value % 100
        middle = "" if rest == 0 else "零" if rest < 10 else "一" if rest < 20 else ""
        return DIGITS[value // 100] + "百" + middle + (han(rest) if rest else "")
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones else "")


def day_spellings(day: date) -> list[str]:
    words = {0: "今天", 1: "昨天", 2: "前天", 3: "大前天"}
    back = (TODAY - day).days
    said = [
        f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", f"{day.month}.{day.day}",
        f"{day.month}/{day.day}", f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
        f"{han(day.month)}月{han(day.day)}日",
        f"{han(day.month)}月{han(day.day)}号", f"{day.month}-{day.day}", f"{day:%Y/%m/%d}",
    ]  # fmt: skip
    if back in words:
        said += [words[back], words[back].replace("天", "日") if back < 2 else words[back]]
    if back < 7:
        said += [f"{week}{'一二三四五六日'[day.weekday()]}" for week in ("周", "星期", "礼拜")]
    if back < 28:
        said += [f"{day.day}号", f"{han(day.day)}号", f"{day.day}日"]
    monday = TODAY - timedelta(days=TODAY.weekday())
    if monday - timedelta(days=7) <= day < monday:
        said += [f"上周{'一二三四五六日'[day.weekday()]}"]
    return said


def clock(at: time, numeral: str, period: bool) -> str:
    hour = at.hour
    word = ""
    if period:
        word = "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
        hour = hour - 12 if hour > 12 else hour
    number = han if numeral == "han" else str
    tail = {0: "点", 15: "点一刻", 30: "点半", 45: "点三刻"}.get(at.minute)
    if tail is None or numeral == "minutes":
        tail = f"点{number(at.minute)}分" if at.minute else "点"
    return f"{word}{number(hour)}{tail}"


@st.composite
def span_spellings(draw: st.DrawFn, start: time, end: time) -> str:
    between = draw(st.sampled_from(["到", "至", "-", "~", "—", "－", " - ", "～"]))
    style = draw(st.sampled_from(["colon", "wide", "both", "carried", "packed", "period_colon"]))
    numeral = draw(st.sampled_from(["arabic", "han", "minutes"]))
    if style == "colon":
        return f"{start:%H:%M}{between}{end:%H:%M}"
    if style == "wide":
        return f"{start.hour}：{start:%M}{between}{end.hour}：{end:%M}"
    if style == "packed":
        return f"{start:%H%M}-{end:%H%M}"
    if style == "both":
        return f"{clock(start, numeral, True)}{between}{clock(end, numeral, True)}"
    word = "上午" if start.hour < 12 else "中午" if start.hour == 12 else "下午"
    word = "晚上" if start.hour >= 18 else word
    first, last = (t.hour - 12 if t.hour > 12 else t.hour for t in (start, end))
    if style == "period_colon":
        return f"{word}{first}:{start:%M}{between}{last}:{end:%M}"
    last_word = clock(end.replace(hour=last), numeral, False)
    return f"{word}{clock(start.replace(hour=first), numeral, False)}{between}{last_word}"


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    day = TODAY - timedelta(days=draw(st.integers(0, 40)))
    first = draw(st.integers(8 * 4, 20 * 4)) * 15
    length = draw(st.sampled_from([30, 45, 60, 90, 105, 120, 150, 180]))
    length = min(length, 23 * 60 - first)
    start, end = (time(*divmod(m, 60)) for m in (first, first + length))
    village = draw(st.sampled_from(VILLAGES))
    topic = draw(st.sampled_from(TOPICS))
    people = draw(st.integers(2, 199))
    leaflets = draw(st.integers(2, 199))
    n = draw(st.sampled_from([str, han]))
    said_day, said_span = (
        draw(st.sampled_from(day_spellings(day))),
        draw(span_spellings(start, end)),
    )
    glued = not (said_day[-1].isascii() and said_span[0].isascii())
    when = said_day + draw(st.sampled_from(["", " "] if glued else [" "])) + said_span
    parts = [
        when,
        draw(st.sampled_from([village, "在" + village, village])),
        draw(st.sampled_from([topic, "开展" + topic, "举办了" + topic])),
        draw(st.sampled_from(["{}人", "{}人次", "{}名群众", "来了{}个人", "参加群众{}人", "{}余人",
        "受众{}人"])).format(n(people)),
        draw(st.sampled_from(["{}份", "发放宣传资料{}份", "宣传单{}张", "资料{}份", "发了{}份传单",
        "手册{}本"])).format(n(leaflets)),
    ]  # fmt: skip
    parts = draw(st.permutations(parts))
    text = draw(st.sampled_from([" ", "，", ", ", "、", "；", "  "])).join(parts)
    return text, {
        "date": day.isoformat(), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}",
        "minutes": length, "village": village, "topic": topic, "people": people,
        "leaflets": leaflets,
    }  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sentences(), st.booleans())
def test_what_is_said_comes_back_whatever_the_spelling_and_the_order(
    said: tuple[str, dict[str, object]], with_list: bool
) -> None:
    text, expected = said
    understood = understand(text, NOW, VILLAGES if with_list else ()).as_json_dict()
    assert {key: understood[key] for key in expected} == expected, text
