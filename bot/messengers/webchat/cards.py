"""A card, and what a person did, as the page of the web chat reads them."""

from typing import Any, NamedTuple

from bot.talk.cards import Attachment, Bar, Button, Card
from domain.model import Model
from domain.months import local
from storage.web_messages import WebMessage
from words.labels import PACE_LABELS
from words.names import shown_names
from words.times import full_day_words


class Deed(Model):
    """What a person did: said words, pressed a button of this text, or sent a file of this name."""

    text: str
    press: str | None = None
    file: bool = False


class Said(NamedTuple):
    """The person's side of one event."""

    event_id: str
    deed: Deed


def as_json(message: WebMessage) -> dict[str, Any]:
    """`event` is null for what was told unasked; day and time are those of Shanghai."""
    at = local(message.at)
    content = (
        _deed(message.body)
        if message.from_person
        else card_json(Card.model_validate_json(message.body))
    )
    return content | {
        "id": message.id,
        "mine": message.from_person,
        "event": message.event_id,
        "at": int(message.at.timestamp()),
        "day": full_day_words(at),
        "time": f"{at:%H:%M}",
    }


def attachment_of(message: WebMessage) -> Attachment | None:
    if message.from_person:
        return None
    return Card.model_validate_json(message.body).attachment


def _deed(body: str) -> dict[str, Any]:
    return Deed.model_validate_json(body).model_dump()


def card_json(card: Card) -> dict[str, Any]:
    return {
        "title": _named(card.title),
        "text": _named(card.text),
        "drawn": _named(card.drawn),
        "came": card.came,
        "facts": [[_named(f.label), _named(f.value), f.change] for f in card.facts],
        "bars": [_bar(bar) for bar in card.bars],
        "rows": [[_button(button) for button in row] for row in card.rows],
        "file": card.attachment.name if card.attachment else None,
        "numbered": card.numbered,
        "beside": card.beside,
    }


def _button(button: Button) -> dict[str, Any]:
    return {
        "text": _named(button.text),
        "press": button.press,
        "standing": button.standing,
        "weight": button.weight.value,
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return bar.model_dump(mode="json") | {"word": PACE_LABELS[bar.pace]}


def _named(text: str) -> str:
    """The web chat is the office's own server: names stay as they are."""
    return shown_names(text, mask=False)
