"""The way out to Telegram."""

from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)

from bot.messengers.limits import Limits
from bot.messengers.telegram.cards import LARGEST_FILE, fits_a_caption, keyboard_of, pages_of
from bot.messengers.telegram.refusals import understood
from bot.talk.arrivals import NotDelivered, Screen
from bot.talk.cards import NEXT, PREVIOUS, STANDING, Card
from storage.engine import Storage
from words.delivery import FILE_GONE
from words.telegram import FILE_TOO_LARGE, ROSTER_HELD_BACK

HTML: dict[str, Any] = {"parse_mode": "HTML"}
NO_PREVIEW: dict[str, Any] = {"link_preview_options": LinkPreviewOptions(is_disabled=True)}


class Telegram:
    """With `mask` names are shown as 王** and rosters held back: its servers are abroad."""

    name = "telegram"
    deduplicates = False

    def __init__(self, bot: Bot, storage: Storage, limits: Limits, *, mask: bool) -> None:
        self.bot, self.limits = bot, limits
        self._storage, self._mask = storage, mask

    async def deliver(self, address: str, card: Card, key: int) -> None:
        """Telegram has no key by which it would know a message sent before."""
        await self._send(address, card)

    def screen_for(self, update: Update) -> Screen:
        """Shows the answer to an update of a private chat."""
        query = update.callback_query
        address = address_of(update)

        async def show(card: Card) -> None:
            self.limits.spend(address)
            try:
                await self._answer(address, card, query)
            except NotDelivered as error:
                if error.retry_after:
                    self.limits.pause(address, error.retry_after)
                raise

        return show

    async def _answer(self, address: str, card: Card, query: CallbackQuery | None) -> None:
        pressed = query.message if query else None
        if not isinstance(pressed, Message) or not _takes_its_place(card, pressed, query):
            await self._send(address, card)
        elif not await self._edited(pressed, card):
            await self._send(address, card)
            await self._without_buttons(pressed)

    async def _edited(self, pressed: Message, card: Card) -> bool:
        """The pressed card became this one. A card without buttons is news, not the next step."""
        pages = pages_of(card, mask=self._mask)
        if len(pages) != 1 or card.attachment or not card.rows:
            return False
        edit = EditMessageText(
            chat_id=pressed.chat.id,
            message_id=pressed.message_id,
            text=pages[0],
            reply_markup=self._keyboard(card),
            **HTML,
            **NO_PREVIEW,
        )
        with understood():
            try:
                await self.bot(edit)
            except TelegramBadRequest as error:
                return "not modified" in error.message
        return True

    async def _without_buttons(self, pressed: Message) -> None:
        """What was pressed is done; that its buttons stay when this fails does no harm."""
        edit = EditMessageReplyMarkup(chat_id=pressed.chat.id, message_id=pressed.message_id)
        try:
            with understood():
                await self.bot(edit)
        except NotDelivered:
            return

    async def _send(self, address: str, card: Card) -> None:
        """The pages of a card one after the other, the keyboard below the last."""
        for number, message in enumerate(await self._messages(address, card)):
            if number:
                await self.limits.wait(address)
            try:
                with understood():
                    await self.bot(message)
            except NotDelivered as error:
                error.uncertain = error.uncertain or number > 0
                raise

    async def _messages(self, address: str, card: Card) -> list[TelegramMethod[Message]]:
        card, document = await self._with_file(card)
        pages = pages_of(card, mask=self._mask)
        as_caption = document is not None and fits_a_caption(card, mask=self._mask)
        texts = [] if as_caption else pages
        messages: list[SendMessage | SendDocument] = [
            SendMessage(chat_id=address, text=page, **HTML, **NO_PREVIEW) for page in texts
        ]
        if document:
            caption = pages[0] if as_caption and pages else None
            messages.append(
                SendDocument(chat_id=address, document=document, caption=caption, **HTML)
            )
        last = messages[-1].model_copy(update={"reply_markup": self._keyboard(card)})
        return [*messages[:-1], last]

    async def _with_file(self, card: Card) -> tuple[Card, BufferedInputFile | None]:
        """The card and its file; or, in place of a file that can't be sent, a sentence."""
        if card.attachment is None:
            return card, None
        if card.attachment.roster and self._mask:
            return _instead_of_file(card, ROSTER_HELD_BACK), None
        async with self._storage.reading() as unit:
            file = await unit.files.get(card.attachment.file_id)
        if file is None:
            return _instead_of_file(card, FILE_GONE), None
        if len(file.content) > LARGEST_FILE:
            return _instead_of_file(card, FILE_TOO_LARGE), None
        return card, BufferedInputFile(file.content, card.attachment.name)

    def _keyboard(self, card: Card) -> InlineKeyboardMarkup | None:
        return keyboard_of(card, mask=self._mask)


def address_of(update: Update) -> str:
    """A private chat has the id of its person; a query from a vanished message has no chat."""
    if update.callback_query:
        return str(update.callback_query.from_user.id)
    message = update.message or update.edited_message
    assert message
    return str(message.chat.id)


def _instead_of_file(card: Card, sentence: str) -> Card:
    text = f"{card.text}\n{sentence}".strip()
    return card.model_copy(update={"text": text, "attachment": None})


def _takes_its_place(card: Card, pressed: Message, query: CallbackQuery | None) -> bool:
    """The next step and the next page do; what stands, a digest say, stays to be used again."""
    data = (query.data if query else None) or ""
    if card.beside:
        return False
    if not data.startswith(f"{STANDING}|"):
        return True
    rows = pressed.reply_markup.inline_keyboard if pressed.reply_markup else []
    return any(b.callback_data == data and b.text in (PREVIOUS, NEXT) for row in rows for b in row)
