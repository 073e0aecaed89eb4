"""One event of a page: what it does and both sides of it, in the one transaction of the update."""

from actions.people import links
from bot.messengers.webchat.cards import Said
from bot.messengers.webchat.outgoing import WebChat
from bot.talk.arrivals import Within
from bot.talk.cards import Card
from storage.unit import Unit
from storage.web_messages import WebMessage

MOST_KNOWN = 10_000


class SessionOver(Exception):
    """Nothing was done: the session has ended, or its address is no longer this person's."""


class Sessions:
    """The address behind each session that was asked for; whether it still is, the transaction
    finds out."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def address(self, session: str) -> str | None:
        return self._addresses.get(session)

    def remember(self, session: str, address: str) -> None:
        if len(self._addresses) >= MOST_KNOWN:
            self._addresses.clear()
        self._addresses[session] = address

    def forget(self, session: str) -> None:
        self._addresses.pop(session, None)


class Exchange:
    """`after` is the last message the page has seen."""

    def __init__(self, chat: WebChat, session: str, address: str, said: Said, after: int) -> None:
        self._chat, self._session, self._address = chat, session, address
        self._said, self._after = said, after
        self._let_in = False
        self._answer: Card | None = None
        self._messages: list[WebMessage] | None = None

    @property
    def within(self) -> Within:
        return Within(self._before, self._keep)

    async def newer(self, answer: Card | None) -> list[WebMessage]:
        """What the page has not seen, once the update is done. Raises SessionOver.

        Where the transaction was rolled back, the sentence that says why is kept in another.
        """
        if not self._let_in:
            raise SessionOver
        if self._messages is None or answer is not self._answer:
            async with self._chat.storage.unit() as unit:
                await self._keep(unit, answer)
        self._chat.bell.ring(self._address)
        assert self._messages is not None
        return self._messages

    async def _before(self, unit: Unit) -> bool:
        now = self._chat.clock.now()
        self._let_in = await links.still_there(unit, self._session, self._address, now)
        return self._let_in

    async def _keep(self, unit: Unit, answer: Card | None) -> None:
        await self._chat.keep(unit, self._address, self._said, answer)
        self._messages = await unit.web_messages.after(self._address, self._after)
        self._answer = answer
