"""Steps from state to state: one table says which state may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import Refused

S = TypeVar("S", bound=StrEnum)


class NotNext(Refused):
    """The state wanted does not follow the one it is in: `now` may have moved on meanwhile."""

    def __init__(self, now: StrEnum, wanted: StrEnum) -> None:
        super().__init__()
        self.now, self.wanted = now, wanted


class Steps(Generic[S]):
    def __init__(self, table: Mapping[S, tuple[S, ...]]) -> None:
        self._table = table

    def after(self, now: S) -> tuple[S, ...]:
        """The states that may follow, in the order people are offered them."""
        return self._table[now]

    def check(self, now: S, wanted: S) -> None:
        if wanted not in self._table[now]:
            raise NotNext(now, wanted)
