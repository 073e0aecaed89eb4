"""The welcome for who enters the chat for the first time in a day: one message, by role."""

from typing import Any

from bot.messengers.wecom.cards import face_of
from bot.messengers.wecom.outgoing import WeCom, new_task_id
from bot.messengers.wecom.texts import texts_of
from bot.talk.words.joining import STRANGER
from bot.talk.words.menu import menu_card
from domain.people import Actor


def welcome_body(actor: Actor | None, outgoing: WeCom, person: str) -> dict[str, Any]:
    """A card where one holds it all; else words, which can be sent as they are listed."""
    if actor is None:
        return _text(STRANGER)
    card = menu_card(actor).standing()
    task_id = new_task_id(person)
    face = face_of(card, task_id, outgoing.shape)
    if face.template and face.whole:
        outgoing.memory.remember(task_id, card, face.template)
        return {"msgtype": "template_card", "template_card": face.template}
    listed = card.model_copy(update={"title": "", "numbered": False})
    return _text(texts_of(listed, outgoing.shape)[0])


def _text(content: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": content}}
