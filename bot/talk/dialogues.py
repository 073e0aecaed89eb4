"""The dialogue of one update: a half-finished one survives a restart.

It is loaded with the update (`Events.arriving`), changed by the handlers as their `state`, and
written once, in the update's own transaction.
"""

import json
from datetime import datetime
from typing import Any, NamedTuple

from aiogram.fsm.state import State

from domain.people import Actor
from storage.events import DialogueRow
from storage.unit import Unit


class Offer(NamedTuple):
    """A button of the card shown last; `numbered`: typing its number means pressing it."""

    press: str
    words: str = ""
    numbered: bool = True


class Aside(NamedTuple):
    """Something unfinished, as it stood."""

    step: str
    data: dict[str, Any]

    @property
    def about(self) -> str:
        """What it is, in words; "" when nothing has been said yet."""
        words: str = self.data.get("about", UNTOLD if "entry" in self.data else "")
        return words


UNTOLD = "上一条"
"""What 0.1.0 left unfinished does not say what it is."""
MOST_KEPT = 20


class Dialogue:
    """`step` is where the dialogue stands (`states.py`), None where none is under way; `data` is
    what the step needs, as plain JSON; `turn` counts cards shown, `buttons` are the last one's;
    `kept` is what was set aside, the latest last."""

    def __init__(self, loaded: DialogueRow) -> None:
        self.step = loaded.state
        self.data: dict[str, Any] = json.loads(loaded.data)
        self.kept = [Aside(*each) for each in self.data.pop("kept", [])]
        self.turn = loaded.turn
        self.buttons = [Offer(*offer) for offer in json.loads(loaded.buttons)]

    @property
    def unfinished(self) -> list[Aside]:
        """What is under way and would be lost; two while it is asked which comes first."""
        if "under" in self.data:
            both = [Aside(*self.data["new"]), Aside(*self.data["under"])]
            return [each for each in both if each.about]
        here = Aside(self.step or "", self.data)
        return [here] if self.step and here.about else []

    def stand(self, step: State, **data: Any) -> None:
        """Stand at this step, with this data and no other."""
        self.step, self.data = step.state, data

    def go(self, step: State, **data: Any) -> None:
        """Leave for another step; what was unfinished is kept."""
        self.clear()
        self.stand(step, **data)

    def clear(self) -> None:
        """Stand nowhere; what was unfinished is kept."""
        self.keep(*self.unfinished)
        self.end()

    def end(self) -> None:
        """It is done or given up."""
        self.step, self.data = None, {}

    def keep(self, *asides: Aside) -> None:
        self.kept = [*self.kept, *asides][-MOST_KEPT:]

    def take_up(self, aside: Aside) -> None:
        self.step, self.data = aside.step, aside.data

    def row(self) -> DialogueRow:
        data = self.data | ({"kept": self.kept} if self.kept else {})
        return DialogueRow(self.step, _dumps(data), self.turn, _dumps(self.buttons))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Talk(NamedTuple):
    """Somebody known who is talking: where their dialogue stands, and this update's transaction."""

    state: Dialogue
    unit: Unit
    actor: Actor
    now: datetime
