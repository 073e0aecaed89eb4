"""The named cast at WeCom, each with a phone of their own."""

from dataclasses import dataclass

from bot.messengers.health import Health
from bot.messengers.notifier import Notifier
from bot.messengers.wecom.service import WeComService
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from tests.cast import Office
from tests.wecom_double import WeComDouble
from tests.wecom_phone import WeComPhone


@dataclass
class Street:
    office: Office
    double: WeComDouble
    door: WeComService

    def phone(self, name: str) -> WeComPhone:
        """Userids are opaque: these hold what no address should be split at."""
        return WeComPhone(self.double, self.door, f"wo/{name}=x")

    async def joins(self, name: str) -> WeComPhone:
        """Somebody of the cast whose account at WeCom is known, and who has pressed cards."""
        phone, now = self.phone(name), self.office.clock.now()
        person = self.office.players[name].person_id
        async with self.office.storage.unit() as unit:
            await unit.people.link_account(person, "wecom", phone.address, now)
        self.door.messenger.memory.note_sees_cards(phone.address, True)
        return phone

    async def tell(self) -> None:
        """Deliver what is due, through WeCom alone."""
        storage, clock, tasks = self.office.storage, self.office.clock, Tasks()
        health = Health(storage, clock)
        await Notifier(storage, clock, [self.door.messenger], card_for, tasks, health).deliver_due()
        await tasks.close()
