"""Cards about cases: what reached the office, and what it does about it."""

from collections.abc import Sequence
from datetime import date

from actions.month.cases import CaseEntry
from bot.talk.cards import Button, Card, Fact, in_rows, pager, say
from bot.talk.presses.cases import CaseAnswer, CaseColleagues, CaseList, CaseOpen, CaseWhy
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from domain.cases import STEPS, Case, CaseState
from domain.model import version_of
from domain.months import local_day
from domain.people import Person
from domain.shortfalls import STANDING, ShortfallKind, State
from words.digests import line_words
from words.labels import CASE_LABELS
from words.names import who
from words.subjects import subject_words, title_words
from words.times import day_words, month_words

WAIVE = "waive"
DONE = {
    CaseState.RECEIVED: "已记录：收到。",
    CaseState.EXPLAINED: "已记录情况说明。",
    CaseState.HANDED_OVER: "已转交，并通知了对方。",
    WAIVE: "已豁免，理由已留存。",
}
NOT_REACHED = "已转交。对方还没有开通，通知送不到，请当面告知，并邀请他开通。"
ANSWER_WORDS = {
    CaseState.RECEIVED: "收到",
    CaseState.ARRANGED: "已安排",
    CaseState.EXPLAINED: "情况说明",
    CaseState.HANDED_OVER: "转交",
}

SHORT = {
    ShortfallKind.HOURS: "时长不足",
    ShortfallKind.NO_ADVISER: "未配备顾问",
    ShortfallKind.NO_VISIT: "未进村",
    ShortfallKind.GRID_UNCOVERED: "无明白人",
    ShortfallKind.VILLAGE_THIN: "明白人偏少",
}
"""Where little fits; who has answered stands in the list above."""


def cases_card(entries: Sequence[CaseEntry], total: int, page: int, pages: int) -> Card:
    if not entries:
        return say("没有待办事项。")
    rows = [
        (button(entry_words(entry), CaseOpen(shortfall_id=entry.shortfall.id), _shortly(entry)),)
        for entry in entries
    ]
    return Card(
        title=f"待办事项 {total}项",
        text="未答复的在前。点开一项进行答复。",
        rows=(*rows, *pager(pages, page, CaseList.__prefix__)),
    )


def entry_words(entry: CaseEntry) -> str:
    return f"{title_words(entry.line)} · {CASE_LABELS[entry.case.state]}"


def _shortly(entry: CaseEntry) -> str:
    return f"{subject_words(entry.line)} {SHORT[entry.line.kind]}"


def case_card(entry: CaseEntry, holder: str | None, *, leader: bool, done: str = "") -> Card:
    """`done` says what has just been answered."""
    case, row = entry.case, entry.shortfall
    period = day_words(row.began_on) + "起" if row.kind in STANDING else month_words(row.period)
    facts = [
        Fact(label="事项", value=line_words(entry.line)),
        Fact(label="时间", value=period),
        Fact(label="状态", value=CASE_LABELS[case.state]),
        Fact(label="报送", value=day_words(local_day(case.opened_at))),
    ]
    if case.planned_on:
        facts.append(Fact(label="安排", value=day_words(case.planned_on)))
    if case.explanation:
        facts.append(Fact(label="说明", value=case.explanation))
    if holder:
        facts.append(Fact(label="转交给", value=who(holder)))
    if row.waived_reason and row.state is State.WAIVED:
        facts.append(Fact(label="豁免", value=row.waived_reason))
    return Card(title="待办事项", text=done, facts=tuple(facts), rows=_answers(entry, leader))


def _answers(entry: CaseEntry, leader: bool) -> tuple[tuple[Button, ...], ...]:
    case, id_ = entry.case, entry.shortfall.id
    shown = version_of(case)
    answers = [
        button(words, CaseAnswer(shortfall_id=id_, answer=state, shown=shown))
        for state, words in ANSWER_WORDS.items()
        if state in STEPS.after(case.state)
    ]
    if leader and case.state is not CaseState.CLOSED:
        answers.append(button("豁免", CaseAnswer(shortfall_id=id_, answer=WAIVE, shown=shown)))
    ways_on = (
        button("原因", CaseWhy(shortfall_id=id_)),
        button("全部待办", CaseList()),
    )
    return (*in_rows(answers, 3), ways_on)


def ask_day(asked: CaseAnswer, days: Sequence[date]) -> Card:
    def press(day: date) -> CaseAnswer:
        return asked.model_copy(update={"value": day.isoformat()})

    buttons = [button(day_words(day), press(day)) for day in days]
    text = "安排在哪一天？可以直接发送，例如“下周三”“11月25日”。"
    return Card(text=text, rows=(*in_rows(buttons, 2), (CANCEL,)))


def not_a_day(said: str) -> Card:
    return Card(
        text=f"没有看懂“{said[:20]}”是哪一天。请发送例如“下周三”“11月25日”，或点取消。",
        rows=((CANCEL,),),
    )


def ask_words() -> Card:
    text = "请用一段话说明情况，例如“顾问生病住院，已约好下月补上”。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def ask_waiver(entry: CaseEntry) -> Card:
    text = f"豁免：{line_words(entry.line)}。\n请写明理由，理由会留存备查。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def ask_colleague(case: Case, people: Sequence[Person], page: int, pages: int) -> Card:
    if not people:
        return say("没有可以转交的同事。请先邀请街道的其他工作人员加入。", CANCEL)
    rows = [
        (
            button(
                who(person.name),
                CaseAnswer(
                    shortfall_id=case.shortfall_id,
                    answer=CaseState.HANDED_OVER,
                    value=str(person.id),
                    shown=version_of(case),
                ),
            ),
        )
        for person in people
    ]
    press = CaseColleagues(shortfall_id=case.shortfall_id).pack().rpartition(":")[0]
    return Card(text="转交给哪位同事？", rows=(*rows, *pager(pages, page, press), (CANCEL,)))


CASE_CHANGED = "没有写入：这件事在那张卡片之后有了变动。请核对现在的情况，再答复。"


def arranged_words(day: date) -> str:
    return f"已记录：安排在{day_words(day)}。"
