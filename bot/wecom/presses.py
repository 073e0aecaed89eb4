"""The answer to a pressed card: WeCom wants it within 5 seconds, whatever else runs."""

import asyncio

from bot.cards import NEXT, PREVIOUS, STANDING, Card
from bot.wecom.cards import DONE, chosen_label, face_of, settled
from bot.wecom.frames import Callback
from bot.wecom.outgoing import Frame, Place, WeCom

WORKING = "正在处理…"
PRESSED = "已选择"


class PressAnswer:
    """Changes the pressed card once: into the answer, or into what was pressed."""

    def __init__(self, outgoing: WeCom, callback: Callback, frame: Frame, press: str) -> None:
        assert callback.event and callback.event.template_card_event
        self._out, self._frame, self._press = outgoing, frame, press
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
        shown = self._out.shown(self._task_id)
        if shown:
            await self._out.update(self._frame, shown.template)

    async def _became(self, card: Card) -> bool:
        """The pressed card is this one now. A card without buttons is news, not the next step."""
        if card.attachment or not card.rows or not self._takes_its_place(card):
            return False
        face = face_of(card, self._task_id, self._out.shape)
        if face.template is None or not face.whole:
            return False
        if not await self._out.update(self._frame, face.template):
            return False
        self._out.remember(self._task_id, card, face.template)
        return True

    async def _leave(self, card: Card) -> None:
        """What stands stays as it is, to be used again; else the card tells what was pressed."""
        shown = self._out.shown(self._task_id)
        if self._stands or (shown and card.beside):
            await self.again()
        else:
            words = chosen_label(shown.template if shown else None, self._press)
            await self._settle(f"已选：{words}" if words else PRESSED)

    async def _settle(self, words: str) -> None:
        shown = self._out.shown(self._task_id)
        template = settled(shown.template if shown else None, words, self._task_id, self._out.shape)
        if await self._out.update(self._frame, template):
            self._out.remember(self._task_id, shown.card if shown else Card(), template)

    def _takes_its_place(self, card: Card) -> bool:
        """The next step and the next page do; what stands, a digest say, stays."""
        if card.beside:
            return False
        if not self._stands:
            return True
        shown = self._out.shown(self._task_id)
        buttons = shown.card.buttons if shown else []
        return any(b.press == self._press and b.text in (PREVIOUS, NEXT) for b in buttons)


def does_nothing(press: str) -> bool:
    return press in ("", DONE)
