"""What the page sends, made into typed values at the door; refusals are sentences."""

from pathlib import PurePosixPath
from typing import Annotated, TypeVar

from fastapi import HTTPException, Request
from pydantic import BaseModel, StringConstraints, ValidationError

from words.webchat import EMPTY, FILE, TOO_LONG, UNREADABLE

LONGEST_TEXT = 20_000
LONGEST_BODY = 256 * 1024
LARGEST_FILE = 20 * 1024 * 1024


EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
M = TypeVar("M", bound=BaseModel)


class Key(BaseModel):
    key: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Said(BaseModel):
    event: EventId
    text: str


class Pressed(BaseModel):
    """`label` is the button's text, for the history."""

    event: EventId
    press: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    label: Annotated[str, StringConstraints(max_length=100)]


class SentFile(BaseModel):
    event: EventId
    name: str


async def body_within(request: Request, most: int, sentence: str) -> bytes:
    """The body, read no further than `most` bytes. Raises HTTPException 413."""
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > most:
            raise HTTPException(413, sentence)
    return bytes(received)


async def read(request: Request, model: type[M]) -> M:
    raw = await body_within(request, LONGEST_BODY, TOO_LONG)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise HTTPException(422, UNREADABLE) from error


def query(request: Request, model: type[M]) -> M:
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise HTTPException(422, UNREADABLE) from error


def clean(text: str) -> str:
    """Without what no database keeps. Raises HTTPException for empty or overlong text."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise HTTPException(422, EMPTY)
    if len(text) > LONGEST_TEXT:
        raise HTTPException(413, TOO_LONG)
    return text


def file_name(name: str) -> str:
    """The last part of what a browser calls the file, its ending kept when it is shortened."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    path = PurePosixPath("".join(c for c in last if c.isprintable()).strip(". "))
    return path.stem[:100] + path.suffix[:20] or FILE
