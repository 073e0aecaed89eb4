"""待办: what waits for an answer, the oldest first, and one case with why it is one."""

from collections import Counter
from datetime import date
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.month.todo import Todo, todo_page, todos
from domain.cases import STEPS, UNANSWERED, Age, CaseState
from domain.months import Month, local_day
from domain.shortfalls import STANDING
from web.desk.page import Page
from web.desk.rights import Asked, leader, may_open
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk_todo import (
    AGE_WORDS,
    UNANSWERED_WORDS,
    answer_words,
    case_note,
    case_subject,
    case_what,
    group_note,
    since_day,
    todo_lead,
    told_words,
)
from words.labels import KIND_LABELS, STATE_LABELS
from words.times import month_words

ANSWERS = (
    ("/todo/receive", "收到"),
    ("/todo/arrange", "已安排"),
    ("/todo/explain", "情况说明"),
    ("/todo/hand-over", "转交"),
)
WAIVER = ("/todo/waive", "豁免")
STATE_OF = {
    "/todo/receive": CaseState.RECEIVED,
    "/todo/arrange": CaseState.ARRANGED,
    "/todo/explain": CaseState.EXPLAINED,
    "/todo/hand-over": CaseState.HANDED_OVER,
}
MARKS = {Age.OVERDUE: "short", Age.WAITING: "behind", Age.FRESH: "new", Age.ANSWERED: "clock"}
UNANSWERED_CHIP = "unanswered"


class Group(NamedTuple):
    mark: str
    words: str
    note: str


class Matter(NamedTuple):
    subject: str
    what: str
    note: str


class Answer(NamedTuple):
    mark: str
    words: str


class Row(NamedTuple):
    id: int
    group: Group
    matter: Matter
    told: str
    opened: date
    answer: Answer


class TodoList(Table):
    entry = "todo"
    menu_label = "待办"
    search = "村、网格或人名"
    empty = "没有等待处理的事项。"
    grouped = True
    batches = (*ANSWERS, WAIVER)
    fields = (
        Column("matter", "事项", cell="matter", place="name"),
        Column("told", "已告知"),
        Column("opened", "报送日", cell="day", place="left"),
        Column("answer", "答复", cell="answer", place="badge"),
    )

    def offered(self, request: Request) -> tuple[tuple[str, str], ...]:
        return (*ANSWERS, WAIVER) if may_open(request, leader) else ANSWERS

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        every = await todos(asked.unit, asked.actor, asked.now)
        named = [each for each in every if _matches(each, wanted.words)]
        rows = [each for each in named if _chosen(each, wanted.chip)]
        ages = Counter(each.age for each in rows)
        page = rows[wanted.skip : wanted.skip + wanted.limit]
        unanswered = sum(each.entry.case.state in UNANSWERED for each in every)
        lead = todo_lead(local_day(asked.now), len(every), unanswered)
        return Found([_row(each, ages) for each in page], len(rows), _chips(named), lead)

    def row_url(self, row: dict[str, Any]) -> str:
        return f"/todo/{row['id']}"


class TodoPage(Page):
    entry = "todo"
    path = "/todo/{case_id:int}"
    route_name = "todo_case"
    template: ClassVar[str] = "todo.html"

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        case_id = request.path_params["case_id"]
        seen = await todo_page(asked.unit, asked.actor, case_id, asked.now)
        case = seen.todo.entry.case
        answers = [each for each in ANSWERS if STATE_OF[each[0]] in STEPS.after(case.state)]
        if leader(asked.actor) and case.state is not CaseState.CLOSED:
            answers.append(WAIVER)
        return {
            "heading": case_subject(seen.todo.entry.line),
            "matter": _matter(seen.todo),
            "answer": _answer(seen.todo),
            "told": told_words(seen.todo.told),
            "case": case,
            "answers": answers,
            "moves": [(STATE_LABELS[move.after], move) for move in reversed(seen.why.moves)],
        }


def _row(todo: Todo, ages: Counter[Age]) -> Row:
    group = Group(MARKS[todo.age], AGE_WORDS[todo.age], group_note(todo.age, ages[todo.age]))
    opened = local_day(todo.entry.case.opened_at)
    told = told_words(todo.told)
    return Row(todo.entry.shortfall.id, group, _matter(todo), told, opened, _answer(todo))


def _matter(todo: Todo) -> Matter:
    line, row = todo.entry.line, todo.entry.shortfall
    standing = row.kind in STANDING
    period = since_day(row.began_on) if standing else month_words(Month.parse(row.period))
    return Matter(case_subject(line), case_what(line), case_note(line, period))


def _answer(todo: Todo) -> Answer:
    case = todo.entry.case
    return Answer("ring" if case.state in UNANSWERED else "clock", answer_words(case, todo.holder))


def _matches(todo: Todo, words: str) -> bool:
    line = todo.entry.line
    return any(words in each for each in (line.village, line.subject, *todo.told))


def _chosen(todo: Todo, chip: str) -> bool:
    if chip == UNANSWERED_CHIP:
        return todo.entry.case.state in UNANSWERED
    return not chip or todo.entry.shortfall.kind.value == chip


def _chips(rows: list[Todo]) -> list[Chip]:
    kinds = Counter(each.entry.shortfall.kind for each in rows)
    waiting = sum(each.entry.case.state in UNANSWERED for each in rows)
    return [
        Chip("", "全部", len(rows)),
        Chip(UNANSWERED_CHIP, UNANSWERED_WORDS, waiting),
        *(Chip(kind.value, KIND_LABELS[kind], count) for kind, count in sorted(kinds.items())),
    ]
