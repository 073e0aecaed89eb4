"""Sentences of the desk that are no part of one page's template."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.hours import Counted
from domain.months import Month
from domain.visits import Confirmation, Visit
from words.labels import REASON_LABELS, SOURCE_LABELS
from words.numbers import hours_number, hours_of_quota, hours_text
from words.times import day_words, month_words

FORM_TOO_OLD = "这个页面打开得太久，或不是从工作台打开的，没有保存。请返回后刷新页面，再填写一次。"
NO_LINK = "请把收到的个人链接完整粘贴到这里。"
NOT_HERE = "没有找到这一页，或不在您负责的范围内。"
BUSY = "数据库暂时没有响应，请稍后再试。"
UNREADABLE_DAY = "请选择日期，例如 2026-11-25。"
UNREADABLE_NUMBER = "请填写整数，例如 12。"
NOT_OFFERED = "请从列出的各项中选一项。"


def missing(label: str) -> str:
    return f"请填写{label}。"


def changed_meanwhile(changes: Mapping[str, tuple[str, str]]) -> str:
    """`{"名称": ("后塘村", "后塘新村")}`: what another person has changed meanwhile."""
    told = "；".join(f"{label}由“{was}”改为“{now}”" for label, (was, now) in changes.items())
    return f"您打开以后，别人已经改过：{told}。您填的还在，请核对后再保存。"


def renamed(before: str, after: str) -> str:
    return f"{before}已改名为{after}，旧名称仍能识别，有关人员已收到通知。"


def chosen(names: Iterable[str]) -> str:
    return "、".join(names)


def bar_words(counted: int, confirmed: int, quota: int) -> str:
    """What a bar says to who does not see it."""
    if not quota:
        return "没有法律顾问"
    return f"本月累计{hours_of_quota(counted, quota)}，其中村里已确认{hours_text(confirmed)}"


def villages_lead(month: Month, today: date) -> str:
    return f"{month_words(month)}，截至{day_words(today)}，最差在前"


def advisers_words(names: Sequence[str]) -> str:
    return "、".join(names) if names else "没有法律顾问"


def left_words(missing: int, working_days: int, projected: int | None) -> str:
    """`还差2.5小时，还有3个工作日，按目前进度月底约6.6小时`."""
    if not missing:
        return "已达标"
    told = f"还差{hours_text(missing)}，还有{working_days}个工作日"
    return told + (f"，按目前进度月底约{hours_number(projected)}小时" if projected else "")


def counts_words(part: Counted) -> str:
    """Whether a visit counts, and why not."""
    return "计入" if part.reason is None else REASON_LABELS[part.reason]


def visit_note(visit: Visit) -> str:
    parts = [visit.topic or "", f"{visit.people}人次" if visit.people else ""]
    return " · ".join(part for part in parts if part)


def evidence_words(visit: Visit) -> str:
    if visit.confirmation is Confirmation.CONFIRMED:
        return "村确认"
    return SOURCE_LABELS[visit.source]


def grid_words(registered: int, training: Sequence[str], ends: date | None) -> str:
    told = f"在册{registered}人"
    if ends:
        told += f"，证书{ends.month}月{ends.day}日到期"
    return told + (f"，培育中{'、'.join(training)}" if training else "")


CHANGE_WORDS = {
    "rename_village": "改名",
    "retire_village": "撤销",
    "merge_village": "合并",
    "split_village": "划出新村(社区)",
    "begin_village": "由划分新设",
    "take_in_village": "并入了别的村",
    "replace_adviser": "聘任法律顾问",
    "end_appointment": "结束聘任",
    "remind": "提醒顾问",
}


def case_age_words(days: int) -> str:
    return "今天新到" if days <= 0 else f"{days}个工作日"


def since_words(day: date) -> str:
    return f"{day.year}年{day.month}月起"


def month_lead(today: date, working_days: int, closing: date) -> str:
    days = f"还有{working_days}个工作日，" if working_days else ""
    return f"截至{day_words(today)}，{days}{day_words(closing)}月结"
