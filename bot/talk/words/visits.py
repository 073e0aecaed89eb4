"""Cards about 进村服务."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.talk.cards import Button, Card, Fact, pager, say
from bot.talk.entries.visit import VisitEntry
from bot.talk.presses.visits import VisitEdit, VisitList, VisitOpen, VisitWithdraw
from bot.talk.words.filling import changes, fill, question, whole
from bot.talk.words.visit_lines import visit_button
from domain.months import Month
from domain.policy import Policy
from domain.villages import Village
from domain.visits import Visit
from words.labels import ACTIVITY_LABELS
from words.names import who
from words.numbers import hours_text
from words.times import (
    clock_words,
    day_words,
    leaflets_words,
    month_words,
    people_words,
    span_words,
)
from words.visits import evidence_words

USUAL_STARTS = ("0900", "1000", "1400", "1500", "1900")
USUAL_LENGTHS = (60, 90, 120, 150, 180)


def ask_part(part: str, entry: VisitEntry, villages: Sequence[Village], today: date) -> Card:
    """The question for one missing part, with the likely answers as buttons."""
    if part == "village":
        return _ask_village(entry, villages)
    if part == "date":
        return _ask_date(today)
    if part == "start":
        return _ask_start()
    return _ask_end() if part == "end" else ask_activity()


def _ask_village(entry: VisitEntry, villages: Sequence[Village]) -> Card:
    near = [v for v in villages if v.id in entry.candidates]
    choices = near if len(near) > 1 else [*near, *(v for v in villages if v not in near)]
    text = "是哪个村(社区)？"
    if len(near) > 1:
        text = "可能是这几个村(社区)，这一次是哪个？去了几个村的，请分开登记。"
    elif near:
        text = f"在您服务的村(社区)里没有找到“{entry.said_village}”，是{near[0].name}吗？"
    elif entry.said_village:
        text = f"在您服务的村(社区)里没有找到“{entry.said_village}”，请选择："
    buttons = [fill(v.name, "village", str(v.id)) for v in choices[:20]]
    return question(text, buttons)


def _ask_date(today: date) -> Card:
    names = ("今天", "昨天", "前天", "大前天")
    days = [today - timedelta(days=n) for n in range(4)]
    buttons = [
        fill(f"{name} {day.month}月{day.day}日", "date", day.isoformat())
        for name, day in zip(names, days, strict=True)
    ]
    text = "是哪一天？可以直接发送，例如“上周五”“11月6日”。"
    return question(text, buttons)


def _ask_start() -> Card:
    buttons = [fill(f"{t[:2]}:{t[2:]}", "start", t) for t in USUAL_STARTS]
    text = "几点开始？可以直接发送起止时间，例如“下午2点到4点半”。"
    return question(text, buttons, width=3, numbered=False)


def _ask_end() -> Card:
    buttons = [fill(hours_text(n), "minutes", str(n)) for n in USUAL_LENGTHS]
    text = "做了多久？可以选时长，也可以直接发送结束时间，例如“4点半”。"
    return question(text, buttons, width=3, numbered=False)


def ask_activity() -> Card:
    buttons = [fill(label, "activity", code) for code, label in ACTIVITY_LABELS.items()]
    return question("是哪一类服务？", buttons)


DETAILS = ("topic", "people", "leaflets")
ASKED_WORDS = {
    "topic": "主题是什么？请直接发送，例如“民法典婚姻家庭编”。",
    "people": "有多少人参加？请直接发送数字，例如“42”。",
    "leaflets": "发放了多少份资料？请直接发送数字，例如“200”；没有就发“0”。",
}


def ask_detail(part: str) -> Card:
    return question(ASKED_WORDS[part], numbered=False)


PART_NAMES = {
    "village": ("村", "村名", "村子", "村庄", "社区", "地点", "地方"),
    "date": ("日期", "日子", "天"),
    "start": ("时间", "开始时间", "起止时间", "时段"),
    "end": ("结束时间", "时长"),
    "activity": ("类型", "服务类型", "活动类型", "类别"),
    "topic": ("主题", "内容", "题目"),
    "people": ("人数", "人次", "参加人数"),
    "leaflets": ("资料", "份数", "资料份数"),
}
"""How people name a part that is wrong, without saying what is right."""


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
        Fact(label="村(社区)", value=village.name),
        Fact(label="日期", value=day_words(entry.date)),
        Fact(
            label="时间",
            value=f"{span_words(entry.start, entry.end)}，{hours_text(max(minutes, 0))}",
        ),
        Fact(label="类型", value=f"{ACTIVITY_LABELS[entry.activity]}（{counts}）"),
        Fact(label="主题", value=entry.topic or "未填"),
        Fact(label="参加", value=people_words(entry.people)),
        Fact(label="资料", value=leaflets_words(entry.leaflets)),
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
    visit: Visit, village: Village, policy: Policy, standing: str, *, corrected: bool = False
) -> Card:
    counted = "" if visit.activity in policy.counting else "（本次类型不计入8小时）"
    text = (
        f"{'已更正' if corrected else '已保存'}：{day_words(visit.day)} {village.name} "
        f"{ACTIVITY_LABELS[visit.activity]} {hours_text(visit.minutes)}{counted}。\n{standing}"
    )
    change = Button(text="更正", press=VisitEdit(visit_id=visit.id).pack(), standing=True)
    return say(text, change)


def visit_card(visit: Visit, village: Village, adviser: str, *, changeable: bool) -> Card:
    facts = (
        Fact(label="编号", value=str(visit.id)),
        Fact(label="村(社区)", value=village.name),
        Fact(label="法律顾问", value=who(adviser)),
        Fact(
            label="时间",
            value=f"{day_words(visit.day)} {clock_words(visit.started_at)}–"
            f"{clock_words(visit.ended_at)}，{hours_text(visit.minutes)}",
        ),
        Fact(label="类型", value=ACTIVITY_LABELS[visit.activity]),
        Fact(label="主题", value=visit.topic or "未填"),
        Fact(label="参加", value=people_words(visit.people)),
        Fact(label="资料", value=leaflets_words(visit.leaflets)),
        Fact(label="依据", value=evidence_words(visit)),
    )
    edit = Button(text="更正", press=VisitEdit(visit_id=visit.id).pack(), standing=True)
    withdraw = Button(text="撤回", press=VisitWithdraw(visit_id=visit.id).pack(), standing=True)
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


def my_month_card(month: Month, lines: Sequence[str], total: str) -> Card:
    text = "\n".join([*lines, total]) if lines else "您本月没有聘任的村(社区)。"
    history = Button(text="服务记录", press=VisitList().pack(), standing=True)
    return Card(title=f"{month_words(month)}进村服务", text=text, rows=((history,),))


def which_card(entry: VisitEntry) -> Card:
    """A whole line came while another entry was waiting: it must not melt into that one."""
    if entry.visit_id:
        text = "这像是另一次服务。是登记新的一次，还是改正在更正的这一条？"
        first = fill("登记新的一次", "new")
    else:
        text = "上一条还没有保存，这又像是另一次服务。请选择："
        first = fill("先保存上一条", "new")
    return question(text, [first, fill("改上面这一条", "merge")], width=1)


def not_an_entry(said: str, again: Card) -> Card:
    words = f"没有看懂“{said[:40]}”；不登记请点取消。{again.text}"
    return again.model_copy(update={"text": words})
