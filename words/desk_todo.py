"""What the desk says about 待办."""

from collections.abc import Sequence
from datetime import date

from domain.cases import Age, Case, CaseState
from domain.notices import ShortLine
from domain.shortfalls import ShortfallKind
from words.digests import line_words
from words.labels import CASE_LABELS
from words.names import shown_names
from words.numbers import hours_of_quota, hours_text
from words.subjects import label_behind, subject_words
from words.times import day_words

AGE_WORDS = {
    Age.OVERDUE: "已满期限",
    Age.WAITING: "等待答复",
    Age.FRESH: "今天新到",
    Age.ANSWERED: "已答复",
}
AGE_NOTES = {
    Age.OVERDUE: "按规定报分管领导",
    Age.WAITING: "还在答复期限内",
    Age.FRESH: "",
    Age.ANSWERED: "补齐后自动办结",
}
UNANSWERED_WORDS = "未答复"
QUIET_ANSWER = "答复写入待办和留痕，不另发通知。"
HANDED_ANSWER = "所选同事会收到通知，每件一条。"
WAIVED_ANSWER = "这几件不再考核，待办随即办结；理由会写入留痕。"


def todo_lead(today: date, total: int, unanswered: int) -> str:
    return f"{day_words(today)}，{total}件，其中{unanswered}件未答复"


def group_note(age: Age, count: int) -> str:
    note = AGE_NOTES[age]
    return f"{count}件，{note}" if note else f"{count}件"


def case_subject(line: ShortLine) -> str:
    return shown_names(subject_words(line), mask=False)


def case_what(line: ShortLine) -> str:
    what = label_behind(line.kind)
    if line.kind is ShortfallKind.HOURS:
        return f"{what}，{hours_of_quota(line.figure, line.wanted)}"
    return what


def case_note(line: ShortLine, period: str) -> str:
    if line.kind is ShortfallKind.HOURS:
        return f"{period}，还差{hours_text(max(line.wanted - line.figure, 0))}"
    if line.kind in (ShortfallKind.GRID_UNCOVERED, ShortfallKind.VILLAGE_THIN):
        return f"{period}，在册{line.figure}人，应有{line.wanted}人"
    return period


def case_sentence(line: ShortLine) -> str:
    return shown_names(line_words(line), mask=False)


def answer_words(case: Case, holder: str | None) -> str:
    words = CASE_LABELS[case.state]
    if case.state is CaseState.ARRANGED and case.planned_on:
        return f"{words} {day_words(case.planned_on)}"
    if case.state is CaseState.HANDED_OVER and holder:
        return f"{words}{holder}"
    return words


def since_day(day: date) -> str:
    return f"{day_words(day)}起"


def answered_all(what: str, count: int) -> str:
    return f"已答复{count}件：{what}。"


def waived_all(count: int) -> str:
    return f"已豁免{count}件，理由已留存。"


def answering(what: str, count: int) -> str:
    return f"{what}：一并答复{count}件"


def told_words(names: Sequence[str]) -> str:
    return "、".join(names) if names else "尚未通知"
