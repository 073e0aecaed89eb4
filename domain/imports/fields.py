"""A field is stated once, on the row that holds it: `born: Annotated[BirthMonth | None, Told(…)]`.

From that come the headings it is known by, its column of the template, how its cells are read, and
its name in a preview. What all fields of one type share, reading first of all, the type tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, reduce
from operator import or_
from types import NoneType
from typing import Any, get_args, get_type_hints

from domain.imports.sheet import Value

WHOLE_ROW = "本行"


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a field, in one or several parts: its type's come first.

    `label` names it in a preview, `heading` in the template where that is another; `also` are its
    other headings, with spaces between. No table is taken without a `needed` column; a value is a
    `must` where the type has no None. `costs` is what is left out with a cell that can't be read.
    A number in a `day` may be Excel's count of days. Without `read` it takes more than the cell:
    whoever takes the row reads it.
    """

    label: str = ""
    also: str = ""
    hint: str = ""
    examples: tuple[str, str] = ("", "")
    heading: str = ""
    needed: bool = False
    must: bool = False
    costs: str = WHOLE_ROW
    width: int = 12
    choices: tuple[str, ...] = ()
    day: bool = False
    read: Callable[[Value], Any] | None = None
    show: Callable[[Any], str] = str

    def __or__(self, more: "Told") -> "Told":
        """What `more` says goes before what this says; headings add up."""
        said = {f.name: new for f in fields(more) if (new := getattr(more, f.name)) != f.default}
        return replace(self, **said | {"also": f"{self.also} {more.also}"})


@dataclass(frozen=True, slots=True)
class Table:
    """`word` tells it by the name or title of a sheet. `owner`, a pattern, is whom its `person`, a
    field, is called, and may stand before a heading: 网格员电话. `faint` headings yield to others
    of the same field: 网格长 is the 网格员 only where nobody else is."""

    name: str
    row: type
    word: str
    owner: str
    person: str = ""
    faint: frozenset[str] = frozenset()

    @property
    def columns(self) -> Mapping[str, Told]:
        return columns_of(self.row)


@cache
def columns_of(row: type) -> Mapping[str, Told]:
    """The told fields of a row by name, in the order they are stated."""
    hints = get_type_hints(row, include_extras=True)
    found = {name: _leaves(hint) for name, hint in hints.items()}
    return {name: _column(leaves) for name, leaves in found.items() if Told in map(type, leaves)}


def labelled(row: type, **values: Any) -> dict[str, str]:
    """Values of these fields as a person reads them, by label."""
    columns = {name: columns_of(row)[name] for name in values}
    return {told.label: told.show(values[name]) for name, told in columns.items()}


def _column(leaves: list[Any]) -> Told:
    told = reduce(or_, (leaf for leaf in leaves if isinstance(leaf, Told)))
    return replace(told, heading=told.heading or told.label, must=NoneType not in leaves)


def _leaves(hint: Any) -> list[Any]:
    parts = get_args(hint)
    return [leaf for part in parts for leaf in _leaves(part)] if parts else [hint]
