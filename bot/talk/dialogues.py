"""The dialogue of one update: a half-finished one survives a restart.

It is loaded with the update (`Events.arriving`), changed by the handlers as their `state`, and
written once, in the update's own transaction.
"""

import json
from typing import Any, NamedTuple

from aiogram.fsm.state import State

from storage.events import DialogueRow


class Offer(NamedTuple):
    """A button of the card shown last; `numbered`: typing its number means pressing it."""

    press: str
    words: str = ""
    numbered: bool = True


class Dialogue:
    """`step` is where the dialogue stands (`states.py`), None where none is under way; `data` is
    what the step needs, as plain JSON; `turn` counts cards shown, `buttons` are the last one's."""

    def __init__(self, loaded: DialogueRow) -> None:
        self.step = loaded.state
        self.data: dict[str, Any] = json.loads(loaded.data)
        self.turn = loaded.turn
        self.buttons = [Offer(*offer) for offer in json.loads(loaded.buttons)]

    def go(self, step: State, **data: Any) -> None:
        """Stand at this step, with this data and no other."""
        self.step, self.data = step.state, data

    def clear(self) -> None:
        self.step, self.data = None, {}

    def row(self) -> DialogueRow:
        return DialogueRow(self.step, _dumps(self.data), self.turn, _dumps(self.buttons))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
