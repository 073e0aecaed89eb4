"""The answer to a pressed card: WeCom wants it within 5 seconds, whatever else runs."""

import asyncio

from bot.cards import NEXT, PREVIOUS, STANDING, Card
from bot.wecom.cards import DONE, Template, chosen_label, face_of, settled
from bot.wecom.frames import Callback
from bot.wecom.memory import Shown
from bot.wecom.outgoing import Frame, Place, WeCom

WORKING = "正在处理…"
PRESSED = "已选择"


class PressAnswer:
    """Changes the pressed card once: into the answer, or into what was pressed.

    `shown` is None for a card nobody remembers, which is answered more plainly.
    """

    def __init__(
        self, outgoing: WeCom, callback: Callback, frame: Frame, press: str, shown: Shown | None
    ) -> None:
        assert callback.event and callback.event.template_card_event
        self._out, self._frame, self._press = outgoing, frame, press
        self._shown = shown
        self._task_id = callback.event.template_card_event.task_id
        self._place = Place(callback.chat, callback.user)
        self._stands = press.startswith(f"{STANDING}|")
        self._changed = False

    async def hurry(self, after: float) -> None:
        """When there is no answer by then, say that it is being worked on."""
        await asyncio.sleep(after)
        if not self._changed:
            self._changed = True
            await (self.again() if self._stands else self._settle(WORKING))

    async def show(self, card: Card) -> None:
        """Raises NotDelivered."""
        if not self._changed:
            self._changed = True
            if await self._became(card):
                return
            await self._leave(card)
        await self._out.show(self._place, card)

    async def again(self) -> None:
        """The card stays as it is: it was a button that does nothing, or one to be used again."""
        template = self._shown.template if self._shown else self._settled(PRESSED)
        await self._out.update(self._frame, template)

    async def _became(self, card: Card) -> bool:
        """The pressed card is this one now. A card without buttons is news, not the next step."""
        if card.attachment or not card.rows or not self._takes_its_place(card):
            return False
        face = face_of(card, self._task_id, self._out.shape)
        if face.template is None or not face.whole:
            return False
        if not await self._out.update(self._frame, face.template):
            return False
        self._now_shows(card, face.template)
        return True

    async def _leave(self, card: Card) -> None:
        """What stands stays as it is, to be used again; else the card tells what was pressed."""
        if self._stands or (self._shown and card.beside):
            await self.again()
        else:
            words = chosen_label(self._shown.template if self._shown else None, self._press)
            await self._settle(f"已选：{words}" if words else PRESSED)

    async def _settle(self, words: str) -> None:
        template = self._settled(words)
        if await self._out.update(self._frame, template):
            self._now_shows(self._shown.card if self._shown else Card(), template)

    def _settled(self, words: str) -> Template:
        known = self._shown.template if self._shown else None
        return settled(known, words, self._task_id, self._out.shape)

    def _now_shows(self, card: Card, template: Template) -> None:
        self._shown = Shown(card, template)
        self._out.memory.remember(self._task_id, card, template)

    def _takes_its_place(self, card: Card) -> bool:
        """The next step and the next page do; what stands, a digest say, stays."""
        if card.beside:
            return False
        if not self._stands:
            return True
        buttons = self._shown.card.buttons if self._shown else []
        return any(b.press == self._press and b.text in (PREVIOUS, NEXT) for b in buttons)


def does_nothing(press: str) -> bool:
    return press in ("", DONE)
