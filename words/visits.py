"""A visit in running text, and where the month stands after it."""

from domain.hours import Progress
from domain.months import Month
from domain.visits import Confirmation, Visit
from words.labels import ACTIVITY_LABELS, SOURCE_LABELS
from words.numbers import hours_number, hours_text
from words.times import day_words, visit_span


def visit_line(visit: Visit, village: str) -> str:
    """When, where and what: in a list, on a button, in a sentence."""
    span = visit_span(visit.started_at, visit.ended_at)
    return f"{day_words(visit.day)} {span} {village} {ACTIVITY_LABELS[visit.activity]}"


def progress_words(village: str, month: Month, progress: Progress, *, over: bool = False) -> str:
    """Where the month stands, in words (规则 3.11)."""
    words = f"{month.month}月{village}累计 {_of_quota(progress)}"
    if not progress.missing:
        return f"{words}，已达标。"
    words += f"，还差 {hours_text(progress.missing)}"
    if over:
        return f"{words}；这个月已经过完，月结前还可以补记。"
    if progress.projected is None:
        return f"{words}。"
    words += f"；还有 {progress.working_days_left} 个工作日"
    if not progress.counted:
        return f"{words}。"
    return f"{words}；按目前进度月底约 {hours_number(progress.projected)}小时。"


def bar_note(counted: int, quota: int) -> str:
    """Beside a bar: 还差5.5小时, 超0.5小时; nothing where it is exactly reached."""
    if counted < quota:
        return f"还差{hours_text(quota - counted)}"
    return f"超{hours_text(counted - quota)}" if counted > quota else ""


def _of_quota(progress: Progress) -> str:
    if progress.counted % 6 or progress.quota % 6:  # one decimal would lie
        return f"{hours_text(progress.counted)}/{hours_text(progress.quota)}"
    return f"{hours_number(progress.counted)}/{hours_number(progress.quota)} 小时"


def evidence_words(visit: Visit) -> str:
    """How the visit is known (规则 3.10) and what the village said (规则 3.8)."""
    words = SOURCE_LABELS[visit.source]
    if visit.confirmation is Confirmation.SENT_BACK:
        return f"{words} · 村里退回：{visit.sent_back_reason or '未写原因'}"
    if visit.confirmation is Confirmation.CONFIRMED:
        fewer = visit.confirmed_minutes is not None and visit.confirmed_minutes < visit.minutes
        less = f"{visit.confirmed_minutes}分钟（登记{visit.minutes}分钟）" if fewer else ""
        return f"{words} · 村确认{less}"
    return f"{words} · 村里未确认"


def all_villages(street: str = "") -> str:
    """Of an adviser's hours in all their villages; by the rules of one street of several."""
    return f"各村合计（按{street}的口径）" if street else "各村合计"


def recorded_words(visits: int, counted: int, *, over: bool = False) -> str:
    """`over`: of a month that is past, which is named before."""
    return f"{'' if over else '本月'}共登记 {visits} 次，计入时长 {hours_text(counted)}。"
