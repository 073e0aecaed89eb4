"""Write a migration from what storage/tables says: `make migration`, see CONTRIBUTING.md.

Without a name 0001 is written anew, which is right only until the first release;
with a name the next one is made, from the difference to those that exist.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.engine import open_storage
from storage.schema import alembic_config, known_versions

VERSIONS = Path(__file__).parent / "versions"


def _write(connection: Connection, name: str) -> None:
    config = alembic_config()
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    if known_versions():
        command.upgrade(config, "head")
    number = f"{len(known_versions()) + 1:04d}"
    made = command.revision(config, name, autogenerate=True, rev_id=number)
    path = Path(made.path)  # type: ignore[union-attr]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")


async def _main(name: str | None) -> None:
    if name is None:
        for old in VERSIONS.glob("0001_*.py"):
            old.unlink()
    storage = open_storage("sqlite:///:memory:")
    async with storage.migrating() as connection:
        await connection.run_sync(_write, name or "the first tables")
    await storage.close()


if __name__ == "__main__":
    asyncio.run(_main(" ".join(sys.argv[1:]) or None))
