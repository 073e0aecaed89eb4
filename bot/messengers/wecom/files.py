"""Files people send: fetched from WeCom's store within their 5 minutes, and decrypted."""

import asyncio
import logging

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.messengers.wecom.frames import Stored
from words.wecom import FILE_NAMES, NOT_FETCHED, TOO_LARGE, UNREADABLE

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
"""Bytes of a file we take."""
PADDING = 32


class FileNotTaken(Exception):
    """The sentence for the person who sent it."""


async def fetch(kind: str, stored: Stored, proxy: str | None = None) -> tuple[str, bytes]:
    """The name and the content. Raises FileNotTaken."""
    for pause in (0, 1, 3):
        await asyncio.sleep(pause)
        try:
            name, raw = await _download(stored.url, proxy)
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            continue
        return name or FILE_NAMES[kind], await _open(raw, stored.aeskey)
    raise FileNotTaken(NOT_FETCHED)


async def _download(url: str, proxy: str | None) -> tuple[str, bytes]:
    timeout = ClientTimeout(total=120, sock_connect=10)
    async with ClientSession(timeout=timeout) as session, session.get(url, proxy=proxy) as answer:
        if 400 <= answer.status < 500:
            raise FileNotTaken(NOT_FETCHED)
        answer.raise_for_status()
        if (answer.content_length or 0) > LARGEST + PADDING:
            raise FileNotTaken(TOO_LARGE)
        found = answer.content_disposition
        return (found.filename or "") if found else "", await _within(answer)


async def _within(answer: ClientResponse) -> bytes:
    received = bytearray()
    async for part in answer.content.iter_chunked(64 * 1024):
        received += part
        if len(received) > LARGEST + PADDING:
            raise FileNotTaken(TOO_LARGE)
    return bytes(received)


async def _open(raw: bytes, key: str | None) -> bytes:
    if key is None:
        return raw
    from wecom_aibot_sdk import decrypt_file  # not above: see client.py

    try:
        return await asyncio.to_thread(decrypt_file, raw, key)
    except ValueError as error:
        raise FileNotTaken(UNREADABLE) from error
