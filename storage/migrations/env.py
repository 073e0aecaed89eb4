"""Alembic's way in: runs on the connection and in the transaction storage.schema hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import metadata
from storage.tables.base import Moment


def _plain_types(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A migration is history: it names the column type, not a class that may change."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain_types,
)
context.run_migrations()
