"""The table of routes: what may answer an update, by its state, its roles and its press.

aiogram asks every router in turn, and each of them all its filters. What a dialogue's step, a role
or the beginning of a press rule out is looked up here instead; the filters that are left are asked
in the same order as aiogram would ask them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, TelegramObject

from bot.talk.filters import Has, Idle, IsStranger
from bot.talk.states import Step
from domain.people import Actor, Role

KINDS = ("message", "callback_query")


class Place(NamedTuple):
    """Where an update stands before anybody was asked; `roles` None is a stranger's."""

    kind: str
    step: str | None
    roles: frozenset[Role] | None
    press: str | None


class Route(NamedTuple):
    """`number` is its turn, `router` that of the router it belongs to; `asked` is what the table
    can't tell."""

    number: int
    router: int
    handler: HandlerObject
    known: Sequence[Any]
    asked: Sequence[FilterObject]

    def may_answer(self, at: Place) -> bool:
        return all(_fits(each, at) for each in self.known)

    async def passed(self, event: TelegramObject, data: dict[str, Any]) -> dict[str, Any] | None:
        """The data with what its filters found out; None where one of them says no."""
        for each in self.asked:
            answer = await each.call(event, **data)
            if not answer:
                return None
            if isinstance(answer, dict):
                data = data | answer
        return data


class Routes(Router):
    """The routers' handlers in one table, which is filled in as places are met."""

    def __init__(self, routers: Iterable[Router]) -> None:
        super().__init__(name="routes")
        self._routes: dict[str, list[Route]] = {kind: [] for kind in KINDS}
        for number, router in enumerate(routers):
            for kind in KINDS:
                self._routes[kind] += _routes_of(number, router, kind, len(self._routes[kind]))
        self._prefixes = {_prefix(f) for r in self._routes["callback_query"] for f in r.known}
        self._table: dict[Place, list[Route]] = {}

    async def propagate_event(self, update_type: str, event: TelegramObject, **data: Any) -> Any:
        """As aiogram: who skips lets the next one answer, who leaves it unhandled the next
        router's."""
        if update_type not in self._routes:  # aiogram also asks about errors
            return UNHANDLED
        after = passed_by = -1
        while route := self._next(update_type, event, data, after):
            after = route.number
            found = None if route.router == passed_by else await route.passed(event, data)
            if found is None:
                continue
            try:
                answer = await route.handler.call(event, **found)
            except SkipHandler:
                continue
            if answer is not UNHANDLED:
                return answer
            passed_by = route.router
        return UNHANDLED

    def _next(
        self, kind: str, event: TelegramObject, data: dict[str, Any], after: int
    ) -> Route | None:
        """Looked up anew each time: who skipped may have left the step where the dialogue stood."""
        return next((r for r in self._at(kind, event, data) if r.number > after), None)

    def _at(self, kind: str, event: TelegramObject, data: dict[str, Any]) -> list[Route]:
        actor: Actor | None = data["actor"]
        roles = frozenset(grant.role for grant in actor.grants) if actor else None
        press = None
        if isinstance(event, CallbackQuery):
            prefix = (event.data or "").partition(":")[0]
            press = prefix if prefix in self._prefixes else None
        at = Place(kind, data["state"].step, roles, press)
        if at not in self._table:
            fitting = [route for route in self._routes[kind] if route.may_answer(at)]
            self._table[at] = fitting
        return self._table[at]


def _routes_of(number: int, router: Router, kind: str, first: int) -> Iterable[Route]:
    observer = router.observers[kind]
    of_all = observer._handler.filters or []
    for turn, handler in enumerate(observer.handlers, first):
        filters = [*of_all, *(handler.filters or [])]
        known = [each.callback for each in filters if _is_known(each.callback)]
        asked = [each for each in filters if not _is_wholly_known(each.callback)]
        yield Route(turn, number, handler, known, asked)


def _is_wholly_known(asked: Any) -> bool:
    return isinstance(asked, Has | IsStranger | Idle | Step)


def _is_known(asked: Any) -> bool:
    return _is_wholly_known(asked) or isinstance(asked, CallbackQueryFilter)


def _prefix(asked: Any) -> str | None:
    is_press = isinstance(asked, CallbackQueryFilter)
    return asked.callback_data.__prefix__ if is_press else None


def _fits(asked: Any, at: Place) -> bool:
    match asked:
        case Has():
            return at.roles is not None and not at.roles.isdisjoint(asked.roles)
        case IsStranger():
            return at.roles is None
        case Idle():
            return at.step is None
        case Step():
            return asked.state == at.step
        case _:
            return _prefix(asked) == at.press
