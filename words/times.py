"""Days, times and amounts as the office says them."""

from datetime import date, datetime, time

from domain.months import Month, local

WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """`11月19日(周四)`."""
    return f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def full_day_words(day: date) -> str:
    """`11月19日 星期四`."""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def clock_words(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def span_words(start: time, end: time) -> str:
    return f"{start:%H:%M}–{end:%H:%M}" if end != time(0) else f"{start:%H:%M}–24:00"


def visit_span(started_at: datetime, ended_at: datetime) -> str:
    return span_words(local(started_at).time(), local(ended_at).time())


def month_words(month: Month | str) -> str:
    """`2026年11月`."""
    found = Month.parse(month) if isinstance(month, str) else month
    return f"{found.year}年{found.month}月"


def people_words(people: int | None) -> str:
    return "未填" if people is None else f"{people}人次"


def leaflets_words(leaflets: int | None) -> str:
    return "未填" if leaflets is None else f"{leaflets}份"
