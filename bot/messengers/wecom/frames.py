"""What WeCom sends, as typed values (documents 100719, 101027, 101463)."""

import hashlib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field, field_validator, model_validator

from bot.messengers.wecom.cards import CHOOSE

LONGEST_ID = 180


class Part(BaseModel):
    """A field without a value says what a missing one says."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: each for name, each in value.items() if each is not None}
        return value


class Sender(Part):
    userid: str = Field(min_length=1)
    """May be encrypted: an opaque string."""


class Said(Part):
    content: str = ""


class Stored(Part):
    """A file in WeCom's store; the address works for 5 minutes, the key is this file's alone."""

    url: str
    aeskey: str | None = None


class Item(Part):
    msgtype: str
    text: Said | None = None
    image: Stored | None = None


class Mixed(Part):
    msg_item: list[Item] = []


class OptionIds(Part):
    option_id: list[str] = []

    @field_validator("option_id", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class Selected(Part):
    question_key: str = ""
    option_ids: OptionIds = OptionIds()


class SelectedItems(Part):
    selected_item: list[Selected] = []


class Pressed(Part):
    event_key: str = ""
    task_id: str = ""
    selected_items: SelectedItems = SelectedItems()

    @property
    def press(self) -> str:
        """The data of the button: its own, or that of what was chosen from many; "" for none."""
        if self.event_key != CHOOSE:
            return self.event_key
        items = self.selected_items.selected_item
        return next((option for item in items for option in item.option_ids.option_id), "")


class Happened(Part):
    eventtype: str = ""
    template_card_event: Pressed | None = None


class Quoted(Part):
    """What somebody said before, quoted with a message."""

    text: Said | None = None
    voice: Said | None = None
    mixed: Mixed | None = None

    @property
    def words(self) -> str:
        items = self.mixed.msg_item if self.mixed else []
        said = [self.text, self.voice, *(item.text for item in items)]
        return "\n".join(each.content for each in said if each).strip()


class Callback(Part):
    msgid: str = Field(min_length=1, max_length=LONGEST_ID)
    msgtype: str
    chatid: str | None = None
    chattype: str = "single"
    sender: Sender = Field(alias="from")
    text: Said | None = None
    voice: Said | None = None
    image: Stored | None = None
    file: Stored | None = None
    mixed: Mixed | None = None
    event: Happened | None = None
    quote: Quoted | None = None

    @field_validator("msgid", mode="before")
    @classmethod
    def _as_a_key(cls, value: Any) -> Any:
        """Of any length and kind; ours are as wide as the column."""
        text = str(value) if isinstance(value, int) else value
        if isinstance(text, str) and len(text) > LONGEST_ID:
            return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        return text

    @property
    def user(self) -> str:
        return self.sender.userid

    @property
    def chat(self) -> str:
        """Where an answer goes: the group, or the person."""
        return self.chatid or self.user

    @property
    def in_group(self) -> bool:
        return self.chattype == "group"

    @property
    def words(self) -> str | None:
        """What was said, a voice message as WeCom heard it; None for what has no words."""
        if self.mixed:
            said = [item.text.content for item in self.mixed.msg_item if item.text]
            return "\n".join(said) or None
        found = self.text or self.voice
        return found.content if found else None

    def stored(self) -> Iterator[tuple[str, Stored]]:
        """The files of the message, each with its kind."""
        if self.file:
            yield "file", self.file
        if self.image:
            yield "image", self.image
        if self.mixed:
            yield from (("image", item.image) for item in self.mixed.msg_item if item.image)


def kind_of(frame: dict[str, Any]) -> str:
    """What happened: the type of the message, or of the event."""
    body = frame.get("body") or {}
    if body.get("msgtype") == "event":
        return str((body.get("event") or {}).get("eventtype", ""))
    return str(body.get("msgtype", ""))
