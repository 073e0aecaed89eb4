"""Cards about 进村服务."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.talk.cards import Bar, Button, Card, Fact, pager, say
from bot.talk.entries.visit import VisitEntry
from bot.talk.presses.visits import VisitEdit, VisitList, VisitOpen, VisitWithdraw
from bot.talk.words.filling import asks, changes, whole
from bot.talk.words.visit_lines import visit_button
from domain.model import version_of
from domain.months import Month
from domain.policy import Policy
from domain.villages import Village
from domain.visits import Visit
from words.labels import ACTIVITY_LABELS
from words.names import who
from words.numbers import hours_text
from words.times import (
    day_words,
    leaflets_words,
    month_words,
    people_words,
    span_words,
    visit_span,
)
from words.visits import evidence_words


def visit_about(entry: VisitEntry, village: str) -> str:
    """What is known of an unfinished visit; "" when nothing is but the adviser."""
    known = [
        day_words(entry.date) if entry.date else "",
        f"{entry.start:%H:%M}" if entry.start else "",
        village or entry.said_village or "",
        ACTIVITY_LABELS[entry.activity] if entry.activity else "",
        entry.topic or "",
        people_words(entry.people) if entry.people is not None else "",
    ]
    known += [f"照片{len(entry.photos)}张"] if entry.photos else []
    told = " ".join(each for each in known if each)
    if not told:
        return ""
    return f"{'更正' if entry.visit_id else '进村服务'} {told[:60]}"


def confirm_card(
    entry: VisitEntry, village: Village, policy: Policy, problem: str = "", adviser: str = ""
) -> Card:
    """What will be saved. With a problem there is no button to save, only to mend."""
    assert entry.date and entry.start and entry.end is not None and entry.activity
    minutes = entry.draft().minutes
    counts = "计入时长" if entry.activity in policy.counting else "不计入8小时"
    facts = (
        *((Fact(label="法律顾问", value=who(adviser)),) if adviser else ()),
        Fact(label="村(社区)", value=village.name, change=asks("village")),
        Fact(label="日期", value=day_words(entry.date), change=asks("date")),
        Fact(
            label="时间",
            value=f"{span_words(entry.start, entry.end)}，{hours_text(max(minutes, 0))}",
            change=asks("start"),
        ),
        Fact(
            label="类型",
            value=f"{ACTIVITY_LABELS[entry.activity]}（{counts}）",
            change=asks("activity"),
        ),
        Fact(label="主题", value=entry.topic or "未填", change=asks("topic")),
        Fact(label="参加", value=people_words(entry.people), change=asks("people")),
        Fact(label="资料", value=leaflets_words(entry.leaflets), change=asks("leaflets")),
        *((Fact(label="照片", value=f"{len(entry.photos)}张"),) if entry.photos else ()),
    )
    mend = changes(
        ("改时间", "start"),
        ("改日期", "date"),
        ("改类型", "activity"),
        ("改村", "village"),
        ("填主题", "topic"),
        ("填人数", "people"),
        ("填资料", "leaflets"),
    )
    if problem:
        return whole("还不能保存", problem, facts, mend, save=None)
    title = "请确认更正" if entry.visit_id else "请确认进村服务"
    hint = "要改哪里，直接发送也可以，例如“42人”“3点到5点”。"
    return whole(title, hint, facts, mend)


def saved_card(
    visit: Visit,
    village: Village,
    policy: Policy,
    standing: str,
    bar: Bar | None = None,
    *,
    corrected: bool = False,
) -> Card:
    counted = "" if visit.activity in policy.counting else "（本次类型不计入8小时）"
    done = (
        f"{'已更正' if corrected else '已保存'}：{day_words(visit.day)} {village.name} "
        f"{ACTIVITY_LABELS[visit.activity]} {hours_text(visit.minutes)}{counted}。"
    )
    change = Button(text="更正", press=VisitEdit(visit_id=visit.id).pack(), standing=True)
    bars = (bar,) if bar else ()
    return Card(text=f"{done}\n{standing}", rows=((change,),), bars=bars, drawn=done, came="ok")


def visit_card(visit: Visit, village: Village, adviser: str, *, changeable: bool) -> Card:
    facts = (
        Fact(label="编号", value=str(visit.id)),
        Fact(label="村(社区)", value=village.name),
        Fact(label="法律顾问", value=who(adviser)),
        Fact(
            label="时间",
            value=f"{day_words(visit.day)} {visit_span(visit.started_at, visit.ended_at)}，"
            f"{hours_text(visit.minutes)}",
        ),
        Fact(label="类型", value=ACTIVITY_LABELS[visit.activity]),
        Fact(label="主题", value=visit.topic or "未填"),
        Fact(label="参加", value=people_words(visit.people)),
        Fact(label="资料", value=leaflets_words(visit.leaflets)),
        Fact(label="依据", value=evidence_words(visit)),
    )
    edit = Button(text="更正", press=VisitEdit(visit_id=visit.id).pack(), standing=True)
    undo = VisitWithdraw(visit_id=visit.id, shown=version_of(visit))
    withdraw = Button(text="撤回", press=undo.pack(), standing=True)
    rows = ((edit, withdraw),) if changeable else ()
    return Card(title="进村服务记录", facts=facts, rows=rows)


def history_card(
    visits: Sequence[tuple[Visit, str]], page: int, pages: int, title: str = "我的服务记录"
) -> Card:
    """Those of one page, each with the name of its village."""
    if not visits:
        return say("还没有服务记录。发送“到村登记”开始，或用一句话补记。")
    buttons = tuple(
        (visit_button(visit, village, VisitOpen(visit_id=visit.id)),) for visit, village in visits
    )
    return Card(
        title=title,
        text="点开一条可以查看、更正或撤回。",
        rows=(*buttons, *pager(pages, page, VisitList.__prefix__)),
    )


class MonthOf(NamedTuple):
    """The month of an adviser: a line and a bar for every village, their sum in words."""

    month: Month
    lines: Sequence[str]
    total: str
    bars: tuple[Bar, ...]


def adviser_month_card(found: MonthOf, adviser: str) -> Card:
    """The month of an adviser as the office sees it."""
    title = f"{who(adviser)}：{month_words(found.month)}进村服务"
    if not found.lines:
        return Card(title=title, text=f"{month_words(found.month)}没有聘任的村(社区)。")
    text = "\n".join([*found.lines, found.total])
    return Card(title=title, text=text, bars=found.bars, drawn=found.total)


def my_month_card(found: MonthOf) -> Card:
    title = f"{month_words(found.month)}进村服务"
    history = Button(text="服务记录", press=VisitList().pack(), standing=True)
    if not found.lines:
        return Card(title=title, text="您本月没有聘任的村(社区)。", rows=((history,),))
    total = f"您{found.total}"
    text = "\n".join([*found.lines, total])
    return Card(title=title, text=text, rows=((history,),), bars=found.bars, drawn=total)
