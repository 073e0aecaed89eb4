"""Every question a unit can be asked: each public method of each repository, with values made up
by what it says it takes. A repository of tomorrow is asked without a word here."""

import inspect
import types
import typing
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from itertools import chain
from typing import Any

from pydantic import BaseModel

from domain.months import Month
from domain.shortfalls import Subject
from storage.erasing import ROWS_OF
from storage.repository import Repository
from storage.unit import Of, Unit

ONE = 1
"""Every number said; rows of this id are there."""
PLAIN: dict[Any, Any] = {
    int: ONE,
    float: 1.0,
    str: "1",
    bytes: b"1",
    date: date(2026, 11, 20),
    datetime: datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
    Any: ONE,
    Month: Month(2026, 11),
}
SAID: dict[str, list[Any]] = {
    "subject": [*ROWS_OF, *Subject],
    "values": [{"state": "1"}],
}
"""What an argument of this name is given, whatever it says it takes."""
Given = tuple[list[Any], dict[str, Any]]
Question = Callable[[Unit], Awaitable[object]]


def every_question() -> Iterator[tuple[str, Question]]:
    """Its name, and how to put it to a unit; several times where a value decides what is asked."""
    for name, of in vars(Unit).items():
        if not isinstance(of, Of):
            continue
        for method, function in inspect.getmembers(of._kind, inspect.iscoroutinefunction):
            if not method.startswith("_") and not hasattr(Repository, method):
                for given in _calls(function):
                    yield f"{name}.{method}", _question(name, method, given)


def _question(name: str, method: str, given: Given) -> Question:
    return lambda unit: getattr(getattr(unit, name), method)(*given[0], **given[1])


def _calls(function: Any) -> Iterator[Given]:
    """As many as it takes for every value of every argument to be given once, and once nothing."""
    hints = typing.get_type_hints(function)
    asked = list(inspect.signature(function).parameters.values())[1:]
    values = {each: SAID.get(each.name) or _values(hints[each.name]) for each in asked}
    for n in range(max((len(each) for each in values.values()), default=1)):
        now = {each: its[n % len(its)] for each, its in values.items()}
        yield (
            [now[each] for each in asked if each.kind not in (each.KEYWORD_ONLY, each.VAR_KEYWORD)],
            {
                **{each.name: now[each] for each in asked if each.kind is each.KEYWORD_ONLY},
                **next((now[each] for each in asked if each.kind is each.VAR_KEYWORD), {}),
            },
        )


def _values(hint: Any) -> list[Any]:
    """What may be said for it, the usual first."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return [PLAIN[hint]]
    if hint is bool:
        return [True, False]
    if hint is type(None):
        return [None]
    if origin in (types.UnionType, typing.Union):
        return list(chain.from_iterable(map(_values, inner)))
    if origin is typing.Annotated:
        return _values(inner[0])
    if origin is typing.Literal:
        return list(inner)
    if origin is tuple:
        return [tuple(_values(each)[0] for each in inner if each is not ...)]
    if origin and issubclass(origin, Mapping):
        return [{_values(inner[0])[0]: _values(inner[1])[0]}]
    if origin:
        return [[_values(inner[0])[0]]]
    if issubclass(hint, Enum):
        return list(hint)
    return [_made(hint)]


def _made(kind: Any) -> Any:
    """An object of ours with all that it must be given, and nothing else."""
    if issubclass(kind, BaseModel):
        wanted = {
            name: field.annotation
            for name, field in kind.model_fields.items()
            if field.is_required()
        }
        return kind.model_construct(**{name: _values(hint)[0] for name, hint in wanted.items()})
    asked = inspect.signature(kind).parameters
    hints = typing.get_type_hints(kind) | typing.get_type_hints(kind.__init__)
    return kind(**{name: _values(hints[name])[0] for name in asked})
