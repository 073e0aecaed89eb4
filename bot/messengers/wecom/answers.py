"""The answer to a message or a press: said in time, whatever else runs."""

import asyncio

from bot.messengers.wecom.cards import DONE, Template, chosen_label, face_of, settled
from bot.messengers.wecom.frames import Pressed
from bot.messengers.wecom.memory import Shown
from bot.messengers.wecom.outgoing import Frame, Place, WeCom
from bot.talk.cards import NEXT, PREVIOUS, STANDING, Card, say
from words.wecom import PRESSED, WAIT, WORKING, chosen_words


class Answer:
    """To a message: each card is a message of its own."""

    def __init__(self, outgoing: WeCom, place: Place) -> None:
        self._out, self._place = outgoing, place
        self._begun = False

    async def hurry(self, after: float) -> None:
        """When there is no answer by then, say that it is being worked on."""
        await asyncio.sleep(after)
        if not self._begun:
            self._begun = True
            await self._say_working()

    async def show(self, card: Card) -> None:
        """Raises NotDelivered."""
        first, self._begun = not self._begun, True
        await self._say(card, first=first)

    async def _say_working(self) -> None:
        await self._out.show(self._place, say(WAIT))

    async def _say(self, card: Card, *, first: bool) -> None:
        await self._out.show(self._place, card)


class PressAnswer(Answer):
    """Changes the pressed card once, which WeCom wants within 5 seconds: into the answer, or into
    what was pressed. A card nobody remembers is answered more plainly."""

    def __init__(self, outgoing: WeCom, place: Place, frame: Frame, pressed: Pressed) -> None:
        super().__init__(outgoing, place)
        self._frame, self._press, self._task_id = frame, pressed.press, pressed.task_id
        self._stands = self._press.startswith(f"{STANDING}|")
        self._known: Shown | None = None

    @property
    def does_nothing(self) -> bool:
        return self._press in ("", DONE)

    async def again(self) -> None:
        """The card stays as it is: it was a button that does nothing, or one to be used again."""
        self._begun = True
        shown = await self._shown()
        await self._out.update(self._frame, shown.template if shown else self._settled(PRESSED))

    async def _say_working(self) -> None:
        if self._stands:
            await self.again()
            await super()._say_working()
        else:
            await self._settle(WORKING)

    async def _say(self, card: Card, *, first: bool) -> None:
        if first:
            if await self._became(card):
                return
            await self._leave(card)
        await super()._say(card, first=first)

    async def _became(self, card: Card) -> bool:
        """The pressed card is this one now. A card without buttons is news, not the next step."""
        if card.attachment or not card.rows or not await self._takes_its_place(card):
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
        shown = await self._shown()
        if not card.settles and (self._stands or (shown and card.beside)):
            await self.again()
        else:
            words = chosen_label(shown.template if shown else None, self._press)
            await self._settle(chosen_words(words) if words else PRESSED)

    async def _settle(self, words: str) -> None:
        shown = await self._shown()
        template = self._settled(words)
        if await self._out.update(self._frame, template):
            self._now_shows(shown.card if shown else Card(), template)

    async def _shown(self) -> Shown | None:
        """The card as it stands, once looked up."""
        if self._known is None:
            self._known = await self._out.memory.shown(self._task_id)
        return self._known

    def _settled(self, words: str) -> Template:
        known = self._known.template if self._known else None
        return settled(known, words, self._task_id, self._out.shape)

    def _now_shows(self, card: Card, template: Template) -> None:
        self._known = Shown(card, template)
        self._out.memory.remember(self._task_id, card, template)

    async def _takes_its_place(self, card: Card) -> bool:
        """The next step does, the next page, and the same card as it is now: a case answered, a
        person moved on. What else stands, a digest say, stays."""
        if card.beside:
            return False
        if not self._stands:
            return True
        shown = await self._shown()
        if shown is None:
            return False
        if card.title and card.title == shown.card.title:
            return True
        buttons = shown.card.buttons
        return any(b.press == self._press and b.text in (PREVIOUS, NEXT) for b in buttons)
