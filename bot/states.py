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


class Answering(StatesGroup):
    """The office was asked for what its answer to a case still lacks."""

    day = State()
    words = State()
    waiver = State()


class Inviting(StatesGroup):
    """An invitation is being made; the data says for which role and place."""

    asking = State()


class Replacing(StatesGroup):
    """An adviser is being replaced."""

    asking = State()
    confirming = State()


class Reopening(StatesGroup):
    """A leader was asked why a month is reopened."""

    reason = State()
