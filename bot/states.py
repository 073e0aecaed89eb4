"""Where a dialogue can stand. The names are kept in the database: rename with a migration."""

from aiogram.fsm.state import State, StatesGroup


class Recording(StatesGroup):
    """A visit is being entered; the data holds the entry and the part asked for."""

    asking = State()
    confirming = State()


class Confirming(StatesGroup):
    """A village confirmer was asked for minutes or for a reason."""

    minutes = State()
    reason = State()


class Enrolling(StatesGroup):
    """A 明白人 is being registered."""

    asking = State()
    confirming = State()
    leaving = State()


class Office(StatesGroup):
    """The office was asked for a text."""

    asking = State()
