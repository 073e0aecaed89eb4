"""Small statements, compiled once: SQLAlchemy writes their SQL, the connection below it runs them.

To find a statement in SQLAlchemy's cache and to walk through its execution takes several times as
long as the database needs for a handful of rows (docs/decisions/0006).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect

FEW = 30
"""Parameters a small statement may have; with more it is about many rows after all."""
Values = Mapping[str, Any]
Process = Callable[[Any], Any] | None
S = TypeVar("S", bound=Executable)


def small(statement: S) -> S:
    """Mark a constant that touches a handful of rows found by an index. Its values have names."""
    return statement.execution_options(shaodian_small=True)


def is_small(statement: Executable, values: Values) -> bool:
    if not statement.get_execution_options().get("shaodian_small"):
        return False
    return sum(len(v) if isinstance(v, list) else 1 for v in values.values()) <= FEW


class Compiled:
    """A statement for values of these names, and for lists of this length."""

    def __init__(self, statement: Any, dialect: Dialect, values: Values) -> None:
        made = statement.compile(dialect=dialect, column_keys=list(values))
        whole = made.construct_expanded_state(dict(values))
        self.sql: str = whole.statement
        processes = dict(whole.processors) | {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in made.bind_names.items()
            if name not in whole.parameter_expansion
        }
        order = whole.positiontup or ()
        # which value stands there, or which of a list
        places: dict[str, tuple[str, int | None]] = {
            each: (name, place)
            for name, names in whole.parameter_expansion.items()
            for place, each in enumerate(names)
        }
        every = made.construct_params(dict(values))
        self._slots = [(*places.get(name, (name, None)), processes.get(name)) for name in order]
        self._fixed = {name: value for name, value in every.items() if name not in values}
        columns = getattr(statement, "exported_columns", None) or ()
        self._processes: list[Process] = [
            each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns
        ]
        self._make: Callable[[Iterable[Any]], Any] | None = None

    def bound(self, values: Values) -> list[Any]:
        """The values in the order of the SQL, as the driver takes them."""
        found = []
        if self._fixed:
            values = {**self._fixed, **values}
        for name, place, process in self._slots:
            value = values[name] if place is None else values[name][place]
            found.append(process(value) if process else value)
        return found

    def rows(self, names: Callable[[], Iterable[str]], rows: Sequence[Sequence[Any]]) -> list[Any]:
        """What the driver found, as Python knows it; `names` are asked for once."""
        if not rows:
            return []
        if self._make is None:
            self._make = _row_of(names())
        make, processes = self._make, self._processes
        return [
            make([p(value) if p else value for p, value in zip(processes, row, strict=True)])
            for row in rows
        ]


def _row_of(names: Iterable[str]) -> Callable[[Iterable[Any]], Any]:
    making: Any = namedtuple  # mypy wants to know the names beforehand
    make: Callable[[Iterable[Any]], Any] = making("Row", list(names), rename=True)._make
    return make


class Shelf:
    """What was compiled for one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[object, Compiled] = {}

    def compiled(self, statement: Executable, values: Values) -> Compiled:
        shape = [len(v) if isinstance(v, list) else k for k, v in values.items()]
        key = (statement, *shape)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Compiled(statement, self._dialect, values)
        return found
