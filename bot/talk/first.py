"""Which comes first: something is begun while another entry is unfinished, and neither is lost.

While it is asked, the dialogue holds both (`Choosing.first`); what does not come first is kept,
and taken up again by a button or a word.
"""

from collections.abc import Iterable

from aiogram.filters import Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery

from bot.talk.cards import Card
from bot.talk.dialogues import Aside, Dialogue
from bot.talk.meant import command
from bot.talk.presses.filling import First
from bot.talk.states import Choosing
from bot.talk.words.filling import CHOICES, GO_ON_WORDS, still_open, which_first

ON, NEW, DROP, SAVE, MERGE = "on", "new", "drop", "save", "merge"


def ask_first(state: Dialogue, under: Aside, *, mergeable: bool = False) -> Card:
    """What was just begun stands in `state`; `under` was there before."""
    new = Aside(state.step or "", state.data)
    ways = (SAVE, ON, NEW, DROP) if under.data.get("saves") else (ON, NEW, DROP)
    ways = (*ways, MERGE) if mergeable else ways
    state.stand(Choosing.first, under=under, new=new, ways=ways)
    return which_first(under.about, new.about, ways, whole=SAVE in ways)


def ask_again(state: Dialogue) -> Card:
    under, new = Aside(*state.data["under"]), Aside(*state.data["new"])
    ways = state.data["ways"]
    return which_first(under.about, new.about, ways, whole=SAVE in ways)


def asking(state: Dialogue) -> bool:
    return "under" in state.data


def coming(state: Dialogue, way: str) -> Aside | None:
    """What this way leads to; None where there is nothing of the kind."""
    if asking(state):
        if way not in state.data["ways"]:
            return None
        return Aside(*state.data["new" if way in (NEW, DROP) else "under"])
    return state.kept[-1] if state.kept and way == ON else None


def take_up(state: Dialogue, way: str) -> Aside:
    """Stand where this way leads; the other one is kept, unless it is given up. Returns the
    other one, or what was taken up."""
    aside = coming(state, way)
    assert aside is not None
    if not asking(state):
        state.kept.pop()
        state.clear()
        state.take_up(aside)
        return aside
    other = Aside(*state.data["under" if way in (NEW, DROP) else "new"])
    if way in (ON, NEW, SAVE) and other.about:
        state.keep(other)
    state.take_up(aside)
    return other


class LeadsTo(Filter):
    """The way chosen leads to one of these steps."""

    def __init__(self, steps: Iterable[State]) -> None:
        self.steps = {step.state for step in steps}

    async def __call__(self, query: CallbackQuery, callback_data: First, state: Dialogue) -> bool:
        aside = coming(state, callback_data.way)
        return aside is not None and aside.step in self.steps


def said_of_kept(text: str, state: Dialogue) -> str | None:
    """The press that words about something unfinished mean: 继续, 先办新的, 放弃上一条."""
    said = command(text)
    if asking(state):
        way = next((way for way in state.data["ways"] if said in CHOICES[way]), None)
    else:
        way = ON if state.kept and said in GO_ON_WORDS else None
    return f"{state.turn if asking(state) else '~'}|{First(way=way).pack()}" if way else None


def reminded(card: Card, state: Dialogue) -> Card:
    """The card, with a way back to what was set aside."""
    return still_open(card, state.kept[-1].about, len(state.kept))
