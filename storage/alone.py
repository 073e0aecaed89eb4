"""One lasting process at an embedded database; commands may work beside it.

The lock is SQLite's own, on an empty file beside the database: it is held by the process and not
by the file, so that it ends with the process, however that ends, and works wherever SQLite does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.engine import file_of

SUFFIX = ".running"


class AlreadyRunning(Exception):
    """Another process runs on this database; `file` is where it lies."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the only one to run on this database as long as this lasts. Raises AlreadyRunning.

    A server takes as many processes as there are: they claim what they work at.
    """
    found = file_of(url)
    if found is None:
        yield
        return
    file = found.resolve()  # however it is called
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.with_name(file.name + SUFFIX)
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_BUSY":
                raise AlreadyRunning(file) from error
            raise
        yield
