"""Alembic's way in: runs on the connection and in the transaction storage.schema hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from storage.tables import metadata
from storage.tables.base import Moment


def _plain_types(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A migration is history, and of both databases: it names the plain column type, not a class
    that may change or that belongs to one of them."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.BigInteger()"
    return "sa.JSON()" if kind == "type" and isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain_types,
)
context.run_migrations()
