"""Cards of every filling-in dialogue: one question, or the whole to confirm."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, Fact, in_rows
from bot.talk.presses.filling import Fill
from bot.talk.words.buttons import CANCEL

Rows = tuple[tuple[Button, ...], ...]


def fill(text: str, part: str, value: str = "") -> Button:
    return Button(text=text, press=Fill(part=part, value=value).pack())


def changes(*parts: tuple[str, str]) -> Rows:
    """Buttons that ask for a part again: (words, part)."""
    return in_rows([fill(words, "ask", part) for words, part in parts], 3)


def question(
    text: str,
    answers: Sequence[Button] = (),
    *,
    width: int = 2,
    turns: Rows = (),
    numbered: bool = True,
) -> Card:
    """`answers` are the likely ones; `numbered` is False where a number typed is an answer."""
    rows = (*in_rows(answers, width), *turns, (CANCEL,))
    return Card(text=text, rows=rows, numbered=numbered)


def whole(
    title: str, text: str, facts: Sequence[Fact], mend: Rows, *, save: str | None = "保存"
) -> Card:
    """What will be saved; without `save` only what can be mended."""
    # saving comes first, mending first where nothing can be saved: nobody who types 1 out of
    # habit shall lose what was entered
    rows = (*mend, (CANCEL,)) if save is None else ((fill(save, "save"), CANCEL), *mend)
    return Card(title=title, text=text, facts=tuple(facts), rows=rows)


def not_understood(said: str, again: Card) -> Card:
    return again.model_copy(update={"text": f"没有看懂“{said[:40]}”。{again.text}"})
