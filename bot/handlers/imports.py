"""导入: a base workbook sent in the chat, looked through first, written when confirmed."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from actions.import_requests import Preview, carry_out_import, preview_import, report_of
from bot.cards import Attachment, Card
from bot.filters import Carries, Has
from bot.presses import ImportFile
from bot.words.imports import VERB_LABELS, dropped_card, imported_card, not_received, preview_card
from domain.imports.changes import KIND_LABELS
from domain.months import Month
from domain.people import Actor, Role
from storage.unit import Unit

REPORT = "导入核对清单.xlsx"


async def received(
    message: Message,
    state: FSMContext,
    unit: Unit,
    actor: Actor,
    now: datetime,
    incoming: bytes | None = None,
) -> Card:
    """Anything but a workbook is refused with a sentence; the file is kept until decided."""
    await state.clear()
    if incoming is None or message.document is None:
        return not_received()
    preview = await preview_import(unit, actor, bytes(incoming), now)
    name = message.document.file_name or REPORT
    file_id = await unit.files.add(name[:200], bytes(incoming), now)
    return preview_card(preview, file_id, await _report(preview, unit, now))


async def decided(
    query: CallbackQuery, callback_data: ImportFile, unit: Unit, actor: Actor, now: datetime
) -> Card:
    if callback_data.how == "drop":
        return dropped_card()
    skip = callback_data.how == "skip"
    preview = await carry_out_import(unit, actor, callback_data.file_id, now, skip_bad_rows=skip)
    return imported_card(preview, Month.at(now))


async def _report(preview: Preview, unit: Unit, now: datetime) -> Attachment | None:
    if not preview.plan.changes and not preview.problems:
        return None
    content = report_of(preview, KIND_LABELS, VERB_LABELS)
    return Attachment(file_id=await unit.files.add(REPORT, content, now), name=REPORT, roster=True)


def router() -> Router:
    routes = Router(name="imports")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(received, Carries("document"))
    routes.callback_query.register(decided, ImportFile.filter())
    return routes
