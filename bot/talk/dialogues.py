"""aiogram's FSM storage on our tables: a half-finished dialogue survives a restart.

The dialogue of the update being handled is loaded with the update (`Events.arriving`), changed
here in memory, and written once, in the update's own transaction.
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.events import Dialogue


class Offer(NamedTuple):
    """A button of the card shown last; `numbered`: typing its number means pressing it."""

    press: str
    words: str = ""
    numbered: bool = True


class LiveDialogue:
    """One dialogue while its update is handled."""

    def __init__(self, loaded: Dialogue) -> None:
        self.loaded = loaded
        self.state = loaded.state
        self.data: dict[str, Any] = json.loads(loaded.data)
        self.turn = loaded.turn
        self.buttons = [Offer(*offer) for offer in json.loads(loaded.buttons)]

    def frozen(self) -> Dialogue:
        return Dialogue(self.state, _dumps(self.data), self.turn, _dumps(self.buttons))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


current_dialogue: ContextVar[LiveDialogue] = ContextVar("current_dialogue")


class DialogueStorage(BaseStorage):
    """Speaks of the current dialogue only; the key is implied by the update being handled."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        current_dialogue.get().state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        return current_dialogue.get().state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        current_dialogue.get().data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(current_dialogue.get().data)

    async def close(self) -> None:
        """Nothing is held open."""
