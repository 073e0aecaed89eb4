"""What the product told people in the web chat by itself, for the demo to show."""

from collections.abc import Sequence

from actions.demo import DemoPerson, Told
from actions.links import address_of
from bot.cards import Card
from storage.engine import Storage


async def told_since(storage: Storage, message_id: int, people: Sequence[DemoPerson]) -> list[Told]:
    """Messages after this one to people of the demo, oldest first."""
    by_address = {address_of(person.person_id): person for person in people}
    async with storage.reading() as unit:
        messages = await unit.web_messages.told_after(message_id)
    return [
        Told(m.at, person.name, person.role, Card.model_validate_json(m.body).plain())
        for m in messages
        if (person := by_address.get(m.address))
    ]
