"""A card as WeCom shows it: a template card, and a text that says the same.

Limits in characters are those of the documents (101032, 90236), which ask for no more because
clients cut what is longer; what does not fit is told in the text that goes before the card.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.messengers.wecom.texts import named, shortened
from bot.talk.cards import Button, Card, Fact
from bot.wecom_shape import Shape
from words.wecom import CONTINUED, MORE, NAME, SUBMIT, TAKE

Template = dict[str, Any]

CHOOSE, DONE = "choose", "done"
"""Keys of our own buttons: takes what was chosen in the selector; does nothing."""
QUESTION = "choice"


class Face(NamedTuple):
    """`template` is None where no template card can hold the buttons, or there are none.

    `whole`: it says and offers everything the card does, so no text need go before it.
    """

    template: Template | None
    whole: bool


def face_of(card: Card, task_id: str, shape: Shape) -> Face:
    buttons = list({button.press: button for button in card.buttons}.values())
    if not buttons or len(buttons) > shape.options:
        return Face(None, False)
    title, body = _headed(card, shape)
    facts, rest = _facts(card, shape)
    body = "\n".join(part for part in (body, *rest) if part)
    first, others = buttons[: len(card.rows[0])], buttons[len(card.rows[0]) :]
    if len(buttons) <= shape.buttons and _short(buttons, shape.button):
        asked = {"button_list": _buttons(buttons, shape)}
    elif facts and _selectable(first, others, shape):
        asked = _selector(first, others, shape)
    else:
        return _vote(card, title, body or _joined(facts), buttons, task_id, shape)
    whole = len(body) <= shape.text and len(named(card.title)) <= shape.title
    template = _template(title, body if whole else CONTINUED, facts, task_id)
    return Face(template | asked, whole)


def settled(template: Template | None, words: str, task_id: str, shape: Shape) -> Template:
    """A card after its press: what it said, and one button that does nothing but tell it."""
    known = template or {}
    kept = {k: v for k, v in known.items() if k in ("sub_title_text", "horizontal_content_list")}
    title = known.get("main_title") or {"title": shortened(words, shape.title)}
    button = {"text": shortened(words, shape.button), "style": 2, "key": DONE}
    made = {"card_type": "button_interaction", "main_title": title} | kept
    return made | {"button_list": [button], "task_id": task_id}


def chosen_label(template: Template | None, key: str) -> str:
    """The words of the button or option with this key; empty when it is not known."""
    known = template or {}
    question = known.get("checkbox") or known.get("button_selection") or {}
    options = question.get("option_list", [])
    entries = [(b["key"], b["text"]) for b in known.get("button_list", [])]
    entries += [(option["id"], option["text"]) for option in options]
    return str(dict(entries).get(key, ""))


def _headed(card: Card, shape: Shape) -> tuple[str, str]:
    """The title, which a template card must have, and the rest of the text."""
    title, text = named(card.title), named(card.text).strip()
    if title:
        return shortened(title, shape.title), text
    first, _, rest = text.partition("\n")
    if 0 < len(first) <= shape.title:
        return first, rest
    for ends in "[。？！?!]", "[：:]":
        if found := re.match(rf"(.{{1,{shape.title - 1}}}?)({ends})", first):
            head = found[0] if ends.startswith("[。") else found[1]
            return head, text[found.end() :].strip()
    return NAME, text


def _facts(card: Card, shape: Shape) -> tuple[list[Fact], list[str]]:
    """Those that fit beside their labels, and the others as lines of text."""
    facts = [Fact(label=named(f.label), value=named(f.value)) for f in card.facts]
    beside = [
        fact
        for fact in facts
        if len(fact.label) <= shape.label
        and 0 < len(fact.value) <= shape.value
        and "\n" not in fact.value
    ][: shape.facts]
    rest = [f"{fact.label}：{fact.value}" for fact in facts if fact not in beside]
    return beside, rest


def _joined(facts: Sequence[Fact]) -> str:
    return "\n".join(f"{fact.label}：{fact.value}" for fact in facts)


def _short(buttons: Sequence[Button], longest: int) -> bool:
    return all(len(named(button.text)) <= longest for button in buttons)


def _template(title: str, body: str, facts: Sequence[Fact], task_id: str) -> Template:
    template: Template = {"card_type": "button_interaction", "main_title": {"title": title}}
    if body:
        template["sub_title_text"] = body
    if facts:
        template["horizontal_content_list"] = [
            {"keyname": fact.label, "value": fact.value} for fact in facts
        ]
    return template | {"task_id": task_id}


def _buttons(buttons: Sequence[Button], shape: Shape) -> list[Template]:
    return [
        {
            "text": shortened(named(button.text), shape.button),
            "style": 2 if number else 1,
            "key": button.press,
        }
        for number, button in enumerate(buttons)
    ]


def _selectable(first: Sequence[Button], others: Sequence[Button], shape: Shape) -> bool:
    return (
        len(first) < shape.buttons
        and 0 < len(others) <= shape.selector
        and _short(first, shape.button)
        and _short(others, shape.selected)
    )


def _selector(first: Sequence[Button], others: Sequence[Button], shape: Shape) -> Template:
    """The first row as buttons; the others to choose from, and a button that takes the choice."""
    submit = {"text": TAKE, "style": 2, "key": CHOOSE}
    options = _options(others, shape.selected)
    question = {"question_key": QUESTION, "title": MORE, "option_list": options}
    return {"button_list": [*_buttons(first, shape), submit], "button_selection": question}


def _options(buttons: Sequence[Button], longest: int, *, numbered: bool = False) -> list[Template]:
    """With numbers, those of the list in the text, where words would be cut."""
    words = [_fitting(button, longest) for button in buttons]
    if numbered and any(len(each) > longest for each in words):
        words = [f"{n}. {each}" for n, each in enumerate(words, start=1)]
    return [
        {"id": button.press, "text": shortened(each, longest)}
        for button, each in zip(buttons, words, strict=True)
    ]


def _fitting(button: Button, longest: int) -> str:
    text = named(button.text)
    return named(button.short) if button.short and len(text) > longest else text


def _vote(
    card: Card, title: str, body: str, buttons: Sequence[Button], task_id: str, shape: Shape
) -> Face:
    """One of up to twenty; it has no room for facts."""
    whole = (
        len(body) <= shape.desc
        and "\n" not in body
        and not card.facts
        and len(named(card.title)) <= shape.title
        and _short(buttons, shape.option)
    )
    main = {"title": title, "desc": body if whole else CONTINUED}
    template = {
        "card_type": "vote_interaction",
        "main_title": {key: words for key, words in main.items() if words},
        "checkbox": {
            "question_key": QUESTION,
            "option_list": _options(buttons, shape.option, numbered=card.numbered),
            "mode": 0,
        },
        "submit_button": {"text": SUBMIT, "key": CHOOSE},
        "task_id": task_id,
    }
    return Face(template, whole)
