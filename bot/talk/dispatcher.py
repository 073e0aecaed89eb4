"""One dispatcher for every messenger: measure ▸ show ▸ explain ▸ transaction ▸ handler."""

from collections.abc import Sequence

from aiogram import Dispatcher, Router

from bot.clock import Clock
from bot.talk.handlers import routers
from bot.talk.middlewares.explain import Explain
from bot.talk.middlewares.measure import Measure, Measured
from bot.talk.middlewares.show import Show
from bot.talk.middlewares.transaction import Transaction
from bot.talk.routes import Routes
from storage.engine import Storage


def make_dispatcher(
    storage: Storage,
    clock: Clock,
    routes: Sequence[Router] | None = None,
    measured: Measured | None = None,
) -> Dispatcher:
    """`routes` in place of all the bot can do: for tests of the way to them. `measured` hears of
    every update that was handled."""
    dispatcher = Dispatcher(disable_fsm=True)
    if measured:
        dispatcher.update.outer_middleware(Measure(measured))
    dispatcher.update.outer_middleware(Show(storage, clock))
    dispatcher.update.outer_middleware(Explain(storage, clock))
    dispatcher.update.outer_middleware(Transaction(storage, clock))
    dispatcher.include_router(Routes(routers() if routes is None else routes))
    return dispatcher
