"""Half-finished dialogues, so that a restart loses none."""

from sqlalchemy.dialects import postgresql, sqlite

from storage.events import Dialogue
from storage.repository import Repository
from storage.tables import dialogues


class Dialogues(Repository):
    async def put(self, messenger: str, address: str, dialogue: Dialogue) -> None:
        dialect = self.connection.dialect.name
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        values = dialogue._asdict()
        statement = insert(dialogues).values(messenger=messenger, address=address, **values)
        await self.run(
            statement.on_conflict_do_update(index_elements=["messenger", "address"], set_=values)
        )
