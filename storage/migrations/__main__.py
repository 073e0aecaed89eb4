"""Write the next migration, from what storage/tables says beyond the last: `make migration`.

Those that exist are never written again: databases and backups out there have gone through them.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.engine import open_storage
from storage.schema import alembic_config, known_versions


def _write(connection: Connection, name: str) -> None:
    config = alembic_config()
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    number = f"{int(known_versions()[-1]) + 1:04d}"
    made = command.revision(config, name, autogenerate=True, rev_id=number)
    path = Path(made.path)  # type: ignore[union-attr]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")


async def _main(name: str) -> None:
    storage = open_storage("sqlite:///:memory:")
    async with storage.migrating() as connection:
        await connection.run_sync(_write, name)
    await storage.close()


if __name__ == "__main__":
    given = " ".join(sys.argv[1:]).strip()
    if not given:
        sys.exit('请写明改了什么，例如：make migration name="add the weather"')
    asyncio.run(_main(given))
