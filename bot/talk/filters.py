"""Filters of the routes: what was said, and by whom."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from aiogram.filters import Filter
from aiogram.types import (
    CallbackQuery,
    Message,
    MessageOriginUnion,
    MessageOriginUser,
    TelegramObject,
)

from bot.talk.dialogues import Dialogue
from bot.talk.meant import command
from bot.talk.states import ONE_QUESTION, Recording
from bot.talk.words.buttons import CANCEL
from bot.talk.words.menu import ENTRIES, OTHER_WORDS
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.reasons import calls_off
from domain.understanding.months import read_month
from domain.understanding.quotes import takes_over

MENU_WORDS = frozenset([*OTHER_WORDS, *(word for words in ENTRIES.values() for word in words)])


class Carries(Filter):
    """The message carries this: `text`, `document`. aiogram's F asks the same in a thread."""

    def __init__(self, part: str) -> None:
        self.part = part

    async def __call__(self, message: Message) -> bool:
        return bool(getattr(message, self.part))


_POLITELY = r"(?:嗯+|请|麻烦|帮我|给我|我要|我想|查看|看一?下|看看|打开|[ ,])*"
_BREAK = r"[ ,:、。”’」』】\"']+"
_ASKS_ABOUT = (
    r"不|没|怎|如何|吗|呢|了|的|是|在哪|什么|为什么|错|失败|时[间候]|情况|后[,再能还]|完[了成]"
    r"|有问题|有误|能不能"
)
"""到村登记不了 and 登记明白人怎么弄 ask about a command; they don't give it."""


class Says(Filter):
    """The text is one of these words, or begins with one and goes on after a break.

    The handler gets what follows as `rest`, empty when nothing does. What is said may be `joined`
    to the words, as voice gives it: 到村登记后塘村.
    """

    def __init__(self, *words: str, joined: bool = False) -> None:
        longest_first = sorted(words, key=len, reverse=True)
        any_word = "|".join(" ?".join(map(re.escape, word)) for word in longest_first)
        follows = f"|(?!{_ASKS_ABOUT})" if joined else ""
        self._said = re.compile(rf"{_POLITELY}(?:{any_word})(?:$|{_BREAK}{follows})(?P<rest>.*)")

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = self._said.fullmatch(command(message.text or ""))
        return {"rest": found["rest"].strip()} if found else False


class Phrased(Filter):
    """A command in a sentence of its own, around what it is about: 更换后莘村顾问.

    The handler gets the groups of the pattern as `rest`, as if they stood behind the command.
    """

    def __init__(self, *patterns: str) -> None:
        self._said = [re.compile(f"{_POLITELY}{pattern}") for pattern in patterns]

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = command(message.text or "")
        found = next((m for said in self._said if (m := said.fullmatch(text))), None)
        return {"rest": " ".join(map(str.strip, found.groups()))} if found else False


class OfSomebodyElse(Filter):
    """A message that was forwarded, or one that only asks to take what it quotes.

    The handler gets the words of somebody else as `others`, and whether they are `quoted`.
    """

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text, origin = message.text or "", message.forward_origin
        if origin is not None and text and not _own(origin, message):
            return {"others": text, "quoted": False}
        replied = message.reply_to_message
        of_ours = replied is not None and replied.from_user is not None and replied.from_user.is_bot
        if message.quote is None or of_ours or not takes_over(text):
            return False
        return {"others": message.quote.text, "quoted": True}


def _own(origin: MessageOriginUnion, message: Message) -> bool:
    """One's own message, forwarded to the bot by oneself."""
    if not isinstance(origin, MessageOriginUser) or message.from_user is None:
        return False
    return origin.sender_user.id == message.from_user.id


class NoReasonAsked(Filter):
    """Nothing is under way, or something is being filled in; no reason is being given."""

    async def __call__(self, message: Message, state: Dialogue) -> bool:
        if state.data.get("asked") == "reason":
            return False
        return state.step is None or "entry" in state.data


class Amid(Filter):
    """Something of another subject than a visit is being filled in."""

    async def __call__(self, message: Message, state: Dialogue) -> bool:
        step = state.step or ""
        return "entry" in state.data and not step.startswith(Recording.__name__)


class SaysOfMonth(Filter):
    """The words with a month before or after them, or alone: 本月情况, 10月情况, 情况 2026-10.

    The handler gets the `month`, the running one where none is said.
    """

    def __init__(self, *words: str) -> None:
        self.words = sorted(words, key=len, reverse=True)

    async def __call__(self, message: Message, now: datetime) -> bool | dict[str, Any]:
        text, today = command(message.text or ""), local_day(now)
        for word in self.words:
            if text == word:
                return {"month": Month.of(today)}
            if text.startswith(word) or text.endswith(word):
                said = text.removeprefix(word).removesuffix(word).strip(" 的,，:：")
                month = read_month(said, today)
                if month:
                    return {"month": month}
        return False


class Prose(Filter):
    """An answer in words: not a word of the menu, with which a person leaves for something else.

    A `short` answer, a day or a name, does not begin like a command either, `but` like a part of
    what is filled in: `电话 19900000011`.
    """

    def __init__(self, *, short: bool = False, but: Collection[str] = ()) -> None:
        self.short, self.but = short, but

    async def __call__(self, message: Message) -> bool:
        text = command(message.text or "")
        begins = text.partition(" ")[0] if self.short else text
        return bool(message.text) and (begins not in MENU_WORDS or begins in self.but)


class CallsOff(Filter):
    """One question was asked, and the answer takes it back: 点错了, 没有."""

    async def __call__(self, message: Message, state: Dialogue) -> bool:
        return state.step in ONE_QUESTION and calls_off(command(message.text or ""))


class LooksElsewhere(Filter):
    """One question was asked, and instead of answering the person opens something else."""

    async def __call__(self, event: Message | CallbackQuery, state: Dialogue) -> bool:
        if state.step not in ONE_QUESTION:
            return False
        if isinstance(event, CallbackQuery):
            return event.data != CANCEL.press
        return command(event.text or "") in MENU_WORDS


class Idle(Filter):
    """No dialogue is under way: what is said is no answer to anything."""

    async def __call__(self, event: TelegramObject, state: Dialogue) -> bool:
        return state.step is None


class Has(Filter):
    """The person holds one of these roles."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, event: TelegramObject, actor: Actor | None) -> bool:
        return actor is not None and any(actor.has(role) for role in self.roles)


class IsStranger(Filter):
    async def __call__(self, event: TelegramObject, actor: Actor | None) -> bool:
        return actor is None
