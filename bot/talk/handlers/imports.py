"""导入: a base workbook sent in the chat, looked through first, written when confirmed."""

from datetime import datetime
from typing import NamedTuple

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.imports.requests import (
    Preview,
    carry_out_import,
    preview_import,
    preview_kept,
    report_of,
)
from bot.talk.beforehand import Beforehand
from bot.talk.cards import Attachment, Card
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Carries, Has
from bot.talk.presses.imports import ImportFile
from bot.talk.words.imports import dropped_card, imported_card, not_received, preview_card
from domain.imports.renamed import Renamed
from domain.months import Month
from domain.people import Actor, Role
from storage.unit import Unit
from words.imports import REPORT


class Found(NamedTuple):
    """What was found out before the file is kept; no report where there is nothing to report."""

    preview: Preview
    report: bytes | None


async def received(
    message: Message,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
    found: Found | None,
    incoming: bytes | None = None,
) -> Card:
    """Anything but a workbook is refused with a sentence; the file is kept until decided."""
    if incoming is None or message.document is None:
        state.clear()
        return not_received()
    content = bytes(incoming)
    if found is None:
        raise Beforehand(lambda reading: _look(reading, actor, content, now))
    state.clear()
    name = message.document.file_name or REPORT
    file_id = await unit.files.add(name[:200], content, now, actor.person_id)
    return preview_card(found.preview, file_id, await _report(found, unit, actor, now))


async def decided(
    query: CallbackQuery,
    callback_data: ImportFile,
    unit: Unit,
    actor: Actor,
    now: datetime,
    found: Found | None,
) -> Card:
    file_id, wish, renamed = callback_data.file_id, callback_data.wish, callback_data.renamed
    if wish == "drop":
        return dropped_card()
    if found is None:
        raise Beforehand(lambda reading: _look_again(reading, actor, file_id, now, wish, renamed))
    if wish == "look":
        return preview_card(found.preview, file_id, await _report(found, unit, actor, now))
    skip = wish == "skip"
    written = await carry_out_import(unit, actor, file_id, found.preview, now, skip_bad_rows=skip)
    return imported_card(written, Month.at(now))


async def _look_again(
    reading: Unit, actor: Actor, file_id: int, now: datetime, wish: str, renamed: Renamed
) -> Found:
    preview = await preview_kept(reading, actor, file_id, now, renamed)
    return await _found(preview) if wish == "look" else Found(preview, None)


async def _look(reading: Unit, actor: Actor, content: bytes, now: datetime) -> Found:
    return await _found(await preview_import(reading, actor, content, now))


async def _found(preview: Preview) -> Found:
    if not preview.plan.changes and not preview.problems:
        return Found(preview, None)
    return Found(preview, await report_of(preview))


async def _report(found: Found, unit: Unit, actor: Actor, now: datetime) -> Attachment | None:
    if found.report is None:
        return None
    file_id = await unit.files.add(REPORT, found.report, now, actor.person_id)
    return Attachment(file_id=file_id, name=REPORT, roster=True)


def router() -> Router:
    routes = Router(name="imports")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(received, Carries("document"))
    routes.callback_query.register(decided, ImportFile.filter())
    return routes
