"""The named cast: one small office, and everybody with a stated right in it.

林律师 serves 后塘村 and 后莘村, 周律师 南巷村; 大卓村 has no adviser. 网格员 王大姐 looks after
two grids of 后塘村, 李主任 confirms for 后塘村, 小陈 is the office, 赵所长 its leader.
The stranger has no right at all.
"""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from aiogram import Dispatcher

from bot.clock import StoppedClock
from bot.talk.cards import Card
from bot.talk.dispatcher import make_dispatcher
from bot.talk.visitor import Visitor
from domain.advisers import AdviserKind
from domain.people import Role
from domain.villages import Village, VillageKind
from storage.engine import Storage
from words.names import shown_names

FRIDAY_EVENING = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""2026-11-20 20:00 in Shanghai."""

_events = itertools.count(1)


class Player:
    """Somebody of the cast at a messenger: talks, presses buttons by their words."""

    def __init__(self, dispatcher: Dispatcher, person_id: int, address: str) -> None:
        self.person_id, self.address = person_id, address
        self._visitor = Visitor(dispatcher, "test", address)
        self.card = Card()

    async def says(self, text: str, event_id: str | None = None) -> Card:
        return self._seen(await self._visitor.says(text, event_id=event_id or _new_id()))

    async def presses(self, words: str, event_id: str | None = None) -> Card:
        """Press the button of the last card whose text is, or begins with, these words."""
        return await self.presses_data(self.button(words), event_id)

    async def presses_data(self, data: str, event_id: str | None = None) -> Card:
        return self._seen(await self._visitor.presses(data, event_id=event_id or _new_id()))

    async def sends_file(self, name: str, content: bytes) -> Card:
        return self._seen(await self._visitor.sends_file(name, content, event_id=_new_id()))

    def button(self, words: str) -> str:
        shown = [(shown_names(b.text, mask=False), b.press) for b in self.card.buttons]
        exact = [press for text, press in shown if text == words]
        near = exact or [press for text, press in shown if text.startswith(words)]
        assert near, f"no button {words!r} among {[text for text, _ in shown]}"
        return near[0]

    def _seen(self, card: Card | None) -> Card:
        assert card is not None, "nobody answered"
        self.card = card
        return card


def _new_id() -> str:
    return f"e{next(_events)}"


@dataclass
class Office:
    """The whole small office. Villages and players by name."""

    storage: Storage
    clock: StoppedClock
    dispatcher: Dispatcher
    district_id: int = 0
    villages: dict[str, Village] = field(default_factory=dict)
    grids: dict[str, int] = field(default_factory=dict)
    players: dict[str, Player] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Player:
        try:
            return self.__dict__["players"][name]
        except KeyError:
            raise AttributeError(name) from None


async def open_office(storage: Storage, at: datetime = FRIDAY_EVENING) -> Office:
    clock = StoppedClock(at)
    office = Office(storage, clock, make_dispatcher(storage, clock))
    office.dispatcher["chat_link"] = "http://localhost/chat#k={}".format
    office.dispatcher["desk_link"] = "http://localhost/desk/login#k={}".format
    since = date(2025, 1, 1)
    async with storage.unit() as unit:
        city = await unit.districts.add("321183000000", "句容市")
        street = await unit.districts.add("321183003000", "黄梅街道", city)
        office.district_id = street.id
        for name in ("后塘村", "后莘村", "南巷村", "大卓村"):
            office.villages[name] = await unit.villages.add(street.id, name, VillageKind.VILLAGE)
            for n, word in enumerate("一二三", start=1):
                code = f"{office.villages[name].id:03d}{n:03d}"
                grid = await unit.grids.add(
                    office.villages[name].id, f"{name}第{word}网格", code, 300
                )
                office.grids[grid.name] = grid.id
        people = {
            "lin": ("林晓", Role.ADVISER, None),
            "zhou": ("周航", Role.ADVISER, None),
            "wang": ("王大姐", Role.GRID_WORKER, office.grids["后塘村第一网格"]),
            "li": ("李主任", Role.VILLAGE_CONFIRMER, office.villages["后塘村"].id),
            "chen": ("小陈", Role.OFFICE, street.id),
            "zhao": ("赵所长", Role.LEADER, street.id),
        }
        ids: dict[str, int] = {}
        for key, (name, role, place) in people.items():
            person = await unit.people.add(name, "19900000001" if key == "lin" else None)
            ids[key] = person.id
            await unit.people.grant(person.id, role, place, at)
            await unit.people.link_account(person.id, "test", key, at)
            office.players[key] = Player(office.dispatcher, person.id, key)
        second = office.grids["后塘村第二网格"]
        await unit.people.grant(ids["wang"], Role.GRID_WORKER, second, at)
        for key, villages in (("lin", ("后塘村", "后莘村")), ("zhou", ("南巷村",))):
            await unit.advisers.add(ids[key], AdviserKind.LAWYER)
            for name in villages:
                await unit.advisers.assign(ids[key], office.villages[name].id, since)
    office.players["stranger"] = Player(office.dispatcher, 0, "stranger")
    return office
