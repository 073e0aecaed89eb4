"""Fields of forms. What can't be read is an error at the field, and stays in it as it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.fields import BaseField

from words.desk import NOT_OFFERED, UNREADABLE_DAY, UNREADABLE_NUMBER, missing


class Unread(str):
    """What somebody typed that is no such value; `why` is what to write instead."""

    why: str

    def __new__(cls, typed: str, why: str) -> "Unread":
        made = super().__new__(cls, typed)
        made.why = why
        return made


@dataclass
class Field(BaseField):
    """One line of text. `kind` is the type of the input."""

    kind: str = "text"
    most: int = 200
    form_template: str = "fields/input.html"

    def read(self, typed: str) -> Any:
        """The value; raises ValueError with the sentence to show."""
        return typed

    async def parse_form_data(self, request: Request, form_data: FormData) -> Any:
        typed = str(form_data.get(self.id) or "").strip()
        if not typed:
            return None
        try:
            return self.read(typed)
        except ValueError as error:
            return Unread(typed, str(error))

    async def validate(self, request: Request, value: Any, form_values: dict[str, Any]) -> None:
        if isinstance(value, Unread):
            raise ValueError(value.why)
        if value is None and self.required:
            raise ValueError(missing(self.label or ""))

    async def serialize_value(self, request: Request, value: Any) -> Any:
        return value


@dataclass
class Words(Field):
    """Several lines."""

    most: int = 300
    form_template: str = "fields/words.html"


@dataclass
class Day(Field):
    kind: str = "date"

    def read(self, typed: str) -> date:
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise ValueError(UNREADABLE_DAY) from error


@dataclass
class Number(Field):
    kind: str = "number"

    def read(self, typed: str) -> int:
        try:
            return int(typed)
        except ValueError as error:
            raise ValueError(UNREADABLE_NUMBER) from error


@dataclass
class Choice(Field):
    """`choices`: value and label; a form that knows them only from its row sets `offered`."""

    choices: Sequence[tuple[str, str]] = ()
    form_template: str = "fields/choice.html"

    def read(self, typed: str) -> str:
        if self.choices and typed not in {value for value, _ in self.choices}:
            raise ValueError(NOT_OFFERED)
        return typed


@dataclass
class Several(Field):
    """Some of several, as a tuple of their values; what is offered depends on the row."""

    choices: Sequence[tuple[str, str]] = ()
    form_template: str = "fields/several.html"

    async def parse_form_data(self, request: Request, form_data: FormData) -> Any:
        return tuple(str(each) for each in form_data.getlist(self.id)) or None
