"""Where a dialogue can stand. The names are kept in the database: rename with a migration."""

from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import TelegramObject

from bot.talk.dialogues import Dialogue


class Step(State, Filter):
    """A State, asked where it stands: aiogram asks every other one in a thread of its own."""

    async def __call__(  # type: ignore[override]
        self, event: TelegramObject, state: Dialogue
    ) -> bool:
        return State.__call__(self, event, state.step)


class Recording(StatesGroup):
    """A visit is being entered; the data holds the entry and the part asked for."""

    asking = Step()
    confirming = Step()
    several = Step()
    whose = Step()
    correcting = Step()


class Withdrawing(StatesGroup):
    """The office was asked why it withdraws the visit of an adviser."""

    reason = Step()


class Confirming(StatesGroup):
    """A village confirmer was asked for minutes or for a reason."""

    minutes = Step()
    reason = Step()


class Enrolling(StatesGroup):
    """A 明白人 is being registered."""

    asking = Step()
    confirming = Step()
    leaving = Step()


class Answering(StatesGroup):
    """The office was asked for what its answer to a case still lacks."""

    day = Step()
    words = Step()
    waiver = Step()


class Inviting(StatesGroup):
    """An invitation is being made; the data says for which role and place."""

    asking = Step()


class Replacing(StatesGroup):
    """An adviser is being replaced."""

    asking = Step()
    confirming = Step()


class Changing(StatesGroup):
    """A village or grid is being renamed, merged, parted or retired."""

    asking = Step()
    confirming = Step()


class Ending(StatesGroup):
    """An appointment is being ended."""

    asking = Step()
    confirming = Step()


class Correcting(StatesGroup):
    """What is kept of a 明白人 is being corrected."""

    asking = Step()
    confirming = Step()


class Leaving(StatesGroup):
    """Somebody who left is being deactivated."""

    asking = Step()
    confirming = Step()


class Photographing(StatesGroup):
    """Photographs were sent; the data holds them until it is said of which visit they are."""

    choosing = Step()


class Reopening(StatesGroup):
    """A leader was asked why a month is reopened."""

    reason = Step()


class Choosing(StatesGroup):
    """Something was begun while another entry is unfinished; the data holds both."""

    first = Step()


ONE_QUESTION = frozenset(
    step.state
    for step in (
        Confirming.minutes,
        Confirming.reason,
        Withdrawing.reason,
        Enrolling.leaving,
        Answering.day,
        Answering.words,
        Answering.waiver,
        Reopening.reason,
    )
)
"""Where one free text is waited for, and written down as it comes. It is waited for no longer when
the person takes it back (点错了) or turns to something else: what they say then is not the answer.
"""
