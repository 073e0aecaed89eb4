"""Answers to several cases at once; each says what will change before it is given."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.month.cases import CaseEntry, arrange, explain, hand_over, receive
from actions.month.shortfalls import waive
from actions.month.todo import check_may_waive, chosen_cases, takers
from domain.cases import AnswerIncomplete, PlannedDayPast
from domain.errors import DomainError, NotFound
from domain.people import Actor
from domain.shortfalls import WaiverUnexplained
from web.desk.fields import Choice, Day, Field, Words
from web.desk.form import Form
from web.desk.rights import Asked, leader
from words.desk_todo import (
    HANDED_ANSWER,
    QUIET_ANSWER,
    WAIVED_ANSWER,
    answer_words,
    answered_all,
    answering,
    case_sentence,
    waived_all,
)


class Chosen(NamedTuple):
    """`takers` are offered where something is handed over."""

    entries: Sequence[CaseEntry]
    takers: Sequence[tuple[str, str]] = ()


class Answer(Form):
    entry = "todo"
    effect: ClassVar[str] = QUIET_ANSWER

    async def subject(self, asked: Asked, request: Request) -> Chosen:
        ids = _ids(request)
        return Chosen(await chosen_cases(asked.unit, asked.actor, ids))

    def heading(self, subject: Chosen) -> str:
        return answering(self.save, len(subject.entries))

    def facts(self, subject: Chosen) -> dict[str, str]:
        said = {case_sentence(e.line): answer_words(e.case, None) for e in subject.entries}
        return said | {"保存后": self.effect}

    def back(self, request: Request, subject: Chosen) -> str:
        return f"{request.scope['root_path']}/todo/list"

    async def do(self, asked: Asked, subject: Chosen, said: dict[str, Any]) -> str:
        for entry in subject.entries:
            await self.answer(asked, entry.shortfall.id, said)
        return answered_all(self.save, len(subject.entries))

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        raise NotImplementedError


class Receive(Answer):
    path = "/todo/receive"
    route_name = "todo_receive"
    save = "收到"

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        await receive(asked.unit, asked.actor, case_id, asked.now)


class Arrange(Answer):
    path = "/todo/arrange"
    route_name = "todo_arrange"
    save = "已安排"
    fields: ClassVar[Sequence[Field]] = (Day("day", "办到哪天", required=True),)
    blames: ClassVar[Mapping[type[DomainError], str]] = {PlannedDayPast: "day"}

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        await arrange(asked.unit, asked.actor, case_id, said["day"], asked.now)


class Explain(Answer):
    path = "/todo/explain"
    route_name = "todo_explain"
    save = "情况说明"
    fields: ClassVar[Sequence[Field]] = (Words("words", "情况说明", required=True, most=500),)
    blames: ClassVar[Mapping[type[DomainError], str]] = {AnswerIncomplete: "words"}

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        await explain(asked.unit, asked.actor, case_id, said["words"], asked.now)


class HandOver(Answer):
    path = "/todo/hand-over"
    route_name = "todo_hand_over"
    save = "转交"
    effect = HANDED_ANSWER
    fields: ClassVar[Sequence[Field]] = (
        Choice("person", "转交给", required=True),
        Words("note", "附言"),
    )

    async def subject(self, asked: Asked, request: Request) -> Chosen:
        people = await takers(asked.unit, asked.actor, _ids(request))
        found = await super().subject(asked, request)
        return found._replace(takers=[(str(each.id), each.name) for each in people])

    def offered(self, subject: Chosen) -> dict[str, Sequence[tuple[str, str]]]:
        return {"person": subject.takers}

    async def do(self, asked: Asked, subject: Chosen, said: dict[str, Any]) -> str:
        if said["person"] not in {value for value, _ in subject.takers}:
            raise NotFound
        return await super().do(asked, subject, said)

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        to, note = int(said["person"]), said["note"]
        await hand_over(asked.unit, asked.actor, case_id, to, asked.now, note)


class Waive(Answer):
    path = "/todo/waive"
    route_name = "todo_waive"
    save = "豁免"
    effect = WAIVED_ANSWER
    fields: ClassVar[Sequence[Field]] = (Words("reason", "理由", required=True),)
    blames: ClassVar[Mapping[type[DomainError], str]] = {WaiverUnexplained: "reason"}

    def open_to(self, actor: Actor) -> bool:
        return leader(actor)

    async def subject(self, asked: Asked, request: Request) -> Chosen:
        found = await super().subject(asked, request)
        await check_may_waive(asked.unit, asked.actor, found.entries)
        return found

    async def do(self, asked: Asked, subject: Chosen, said: dict[str, Any]) -> str:
        await super().do(asked, subject, said)
        return waived_all(len(subject.entries))

    async def answer(self, asked: Asked, case_id: int, said: dict[str, Any]) -> None:
        await waive(asked.unit, asked.actor, case_id, said["reason"], asked.now)


def _ids(request: Request) -> list[int]:
    """Raises NotFound where nothing was chosen."""
    given = dict.fromkeys(request.query_params.getlist("pk"))
    if not given or not all(each.isascii() and each.isdigit() for each in given):
        raise NotFound
    return [int(each) for each in given]
