"""Filters of the routes: what was said, and by whom."""

import unicodedata
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from domain.people import Actor, Role


class Says(Filter):
    """The text is one of these words, or begins with one and goes on after a space.

    The handler gets what follows as `rest`, empty when nothing does.
    """

    def __init__(self, *words: str) -> None:
        self.words = sorted(words, key=len, reverse=True)

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = tidy(message.text or "").lstrip("/")
        for word in self.words:
            if text == word:
                return {"rest": ""}
            if text.startswith((f"{word} ", f"{word},", f"{word}，", f"{word}:", f"{word}：")):
                return {"rest": text[len(word) + 1 :].strip()}
        return False


class Has(Filter):
    """The person holds one of these roles."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, event: TelegramObject, actor: Actor | None) -> bool:
        return actor is not None and any(actor.has(role) for role in self.roles)


class IsStranger(Filter):
    async def __call__(self, event: TelegramObject, actor: Actor | None) -> bool:
        return actor is None


def tidy(text: str) -> str:
    """Full-width forms made half-width, runs of spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
