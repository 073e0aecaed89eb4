"""The tables of a database brought to the version this program knows, or back."""

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Storage
from storage.tables import metadata
from storage.unavailable import StorageUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"
"""The newest migration. Kept here so that a start with nothing to do need not import Alembic."""

_TURN = 7_112_026
"""PostgreSQL's advisory lock: of several processes starting at once, one migrates."""


class SchemaUnknown(Exception):
    """A newer release has migrated this database; `version` is what it left there."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


async def current(storage: Storage) -> str | None:
    """The version of the tables; None for a database without any."""
    try:
        async with storage.reading() as unit:
            found = await unit.connection.execute(text("SELECT version_num FROM alembic_version"))
            return found.scalar()
    except (DBAPIError, StorageUnavailable):
        async with storage.reading() as unit:
            if await unit.connection.run_sync(_has_version):
                raise
        return None


async def upgrade(storage: Storage, to: str = "head") -> None:
    """Migrate up; when there is nothing to do this is one SELECT. Raises SchemaUnknown."""
    at = await current(storage)
    if at == (HEAD if to == "head" else to):
        return
    if at is not None and at not in known_versions():
        raise SchemaUnknown(at)
    await _migrate(storage, "upgrade", to)


async def downgrade(storage: Storage, to: str = "base") -> None:
    """Migrate down; `base` drops every table."""
    await _migrate(storage, "downgrade", to)


def known_versions() -> list[str]:
    """Every version this program can migrate from, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(alembic_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def alembic_config() -> "Config":
    """Alembic's settings; made here because an installed program has no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _has_version(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")


async def _migrate(storage: Storage, direction: str, to: str) -> None:
    async with storage.migrating() as connection:
        await connection.run_sync(migrate, direction, to)


def migrate(connection: Connection, direction: str, to: str) -> None:
    """The same within a transaction of `Storage.migrating`."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    config = alembic_config()
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)
    check_parents(connection)


def make_anew(connection: Connection, at: str) -> set[str]:
    """Drop the tables of this program and make those of another version; returns their names."""
    metadata.drop_all(connection)
    connection.execute(text("DELETE FROM alembic_version"))
    others = set(inspect(connection).get_table_names())
    migrate(connection, "upgrade", at)
    return set(inspect(connection).get_table_names()) - others


def check_parents(connection: Connection) -> None:
    """SQLite's foreign keys are off while tables change; whether they hold is asked at the end."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"rows without their parents: {lost[:5]}")
