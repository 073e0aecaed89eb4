"""The embedded file: readable by its owner alone, and the same file for as long as it is open.

SQLite goes on writing into a file that was deleted or renamed under it, and nobody finds again
what it wrote. Opening the file to look would take away SQLite's locks; asking for its number does
not, and costs some microseconds.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside the file gets its name with one of these behind it."""
HEADER = 100
"""Bytes a database has at least."""
_LOG = "shaodian_log"
Number = tuple[int, int]


class Disk(NamedTuple):
    """Where an embedded database lies, and how many bytes are free there."""

    folder: Path
    free: int


class DatabaseFile:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._log = log_of(self.path)
        self._number: Number | None = None

    def before_opening(self) -> bool:
        """Make the file if there is none yet. False when it is not the one opened first."""
        if self._number is None:
            self.path.parent.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
            for path in beside(self.path):
                with suppress(OSError):  # of somebody else: doctor says so
                    path.chmod(OWNER_ONLY)
            self._number = _number(self.path)
        return self._number is not None and self._number == _number(self.path)

    def is_still_there(self, known: dict[str, Any]) -> bool:
        """Whether what is written is found again under the file's name. `known` is kept with the
        connection: while it is open, the log it writes to stays."""
        try:
            found = self.path.stat()
        except OSError:
            return False
        same = (found.st_dev, found.st_ino) == self._number and found.st_size >= HEADER
        log = _number(self._log)
        known[_LOG] = known.get(_LOG) or log
        return same and known[_LOG] == log


def disk_of(file: Path | None) -> Disk | None:
    """None for a database that is no file, and for one that is not there yet."""
    if file is None or not file.parent.exists():
        return None
    return Disk(file.parent, shutil.disk_usage(file.parent).free)


def log_of(path: Path) -> Path:
    """SQLite follows a link and keeps its log where that leads."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal")


def beside(path: Path) -> Iterator[Path]:
    """The file and what lies beside it, as far as it is there."""
    real = path.resolve()
    each = (real.with_name(f"{real.name}{ending}") for ending in BESIDE)
    return (file for file in each if file.is_file())


def _number(path: Path) -> Number | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
