"""A message of Telegram in the parts that are handled one after the other."""

from collections.abc import Iterator
from typing import NamedTuple

from aiogram.types import Document, Message, Update

from words.telegram import PICTURE

_NO_MORE = dict.fromkeys(("caption", "photo", "document", "voice", "video", "audio"), None)
"""What a text beside a file is without."""


class Part(NamedTuple):
    """`suffix` keeps the keys of one message's events apart."""

    update: Update
    document: Document | None
    suffix: str


def parts_of(update: Update) -> Iterator[Part]:
    """What was written below a picture or a voice message is said first, then comes the file.

    What stands below any other file, a workbook say, is about the file.
    """
    message = update.message
    if message is None or not (_pictured(message) or _heard(message)):
        yield Part(update, message.document if message else None, "")
        return
    if message.caption:
        text = message.model_copy(update={**_NO_MORE, "text": message.caption})
        yield Part(update.model_copy(update={"message": text}), None, "")
    if document := _picture(message):
        sent = message.model_copy(update={**_NO_MORE, "document": document})
        suffix = "#1" if message.caption else ""
        yield Part(update.model_copy(update={"message": sent}), document, suffix)


def only_heard(update: Update) -> bool:
    """A voice message without a word in writing: nobody here can hear it."""
    message = update.message
    return message is not None and _heard(message) and not message.caption


def _heard(message: Message) -> bool:
    return bool(message.voice or message.audio or message.video_note)


def _pictured(message: Message) -> bool:
    return _picture(message) is not None


def _picture(message: Message) -> Document | None:
    """The picture as a file: the largest of the sizes Telegram offers."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Document(
            file_id=largest.file_id,
            file_unique_id=largest.file_unique_id,
            file_name=PICTURE,
            file_size=largest.file_size,
        )
    document = message.document
    pictured = document is not None and (document.mime_type or "").startswith("image/")
    return document if pictured else None
