"""Cards of every filling-in dialogue: one question, or the whole to confirm."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, Fact, Weight, in_rows, say
from bot.talk.presses.filling import Fill, First
from bot.talk.words.buttons import CANCEL, MENU, standing

Rows = tuple[tuple[Button, ...], ...]


def fill(text: str, part: str, value: str = "", weight: Weight = Weight.PLAIN) -> Button:
    return Button(text=text, press=Fill(part=part, value=value).pack(), weight=weight)


def asks(part: str) -> str:
    """The press that asks for a part again, for the fact it changes."""
    return Fill(part="ask", value=part).pack()


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
    rows = (
        (*mend, (CANCEL,))
        if save is None
        else ((fill(save, "save", weight=Weight.PRIMARY), CANCEL), *mend)
    )
    return Card(title=title, text=text, facts=tuple(facts), rows=rows)


def _saving(words: str) -> Button:
    return fill(words, "save", weight=Weight.PRIMARY)


def saves(card: Card) -> bool:
    """Whether there is a button on it to save."""
    return any(button.press == Fill(part="save").pack() for button in card.buttons)


CHOICES = {
    "save": ("先保存上一条", "保存上一条"),
    "on": ("继续填上一条", "继续", "继续填", "接着填", "上一条"),
    "new": ("先办新的（上一条留着）", "先办新的", "新的", "留着"),
    "drop": ("放弃上一条", "放弃", "不要上一条"),
    "merge": ("改上面这一条", "是同一条", "同一次"),
}
"""The words of the button, and others that mean it."""
GO_ON_WORDS = (*CHOICES["on"], "继续登记", "接着登记", "没填完的", "填了一半的")


def begun_words(command: str, *told: str) -> str:
    """What is being filled in; "" when nothing of it has been said."""
    said = " ".join(each for each in told if each)
    return f"{command} {said}" if said else ""


def which_first(under: str, new: str, ways: Sequence[str], *, whole: bool) -> Card:
    """Two unfinished entries in words; which of them comes first."""
    state = "还没有保存" if whole else "还没有填完"
    begun = f"\n新的一条：{new}。" if new else ""
    text = f"上一条{state}：{under}。{begun}\n先办哪一个？没有选的会留着，不会丢。"
    rows = tuple((Button(text=CHOICES[way][0], press=First(way=way).pack()),) for way in ways)
    return Card(text=text, rows=rows)


def still_open(card: Card, about: str, count: int) -> Card:
    others = f"（另有{count - 1}条）" if count > 1 else ""
    text = f"{card.text}\n还留着一条没有填完：{about}{others}。".strip()
    drop = Button(text=CHOICES["drop"][0], press=First(way="drop").pack())
    row = (standing(CHOICES["on"][0], First(way="on")), drop)
    return card.model_copy(update={"text": text, "rows": (*card.rows, row)})


def dropped(about: str) -> Card:
    return say(f"已放弃：{about}。什么都没有保存。")


def none_kept() -> Card:
    return say("没有留着的、没填完的内容。", MENU)


def not_understood(said: str, again: Card) -> Card:
    listed = "\n" if again.text.startswith("·") else ""
    return again.model_copy(update={"text": f"没有看懂“{said[:40]}”。{listed}{again.text}"})
