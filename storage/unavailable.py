"""When it is the database's own fault that nothing was stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

ITS_OWN_FAULT = ("08", "28", "3D", "53", "55P03", "57", "58")
"""How the SQLSTATEs of a server begin that is full, stopping, unreachable or turns us away."""


class StorageUnavailable(Exception):
    """The database did not take the work: locked, full, unreachable. Nothing was stored."""


class DatabaseReplaced(StorageUnavailable):
    """The file was deleted, or there is another one in its place: what is written is lost."""

    def __init__(self) -> None:
        super().__init__("the database file was deleted or replaced")


@contextmanager
def unavailable() -> Iterator[None]:
    """What is the database's own fault becomes StorageUnavailable."""
    try:
        yield
    except Exception as error:
        if _is_of_the_database(error):
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StorageUnavailable(str(reason)) from error
        raise


def _is_of_the_database(error: Exception) -> bool:
    """Not the fault of a statement: no database there, or none that can take the work."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        outage = error.connection_invalidated or state.startswith(ITS_OWN_FAULT)
        damaged = type(error) is DatabaseError  # the others of SQLite have classes of their own
        return outage or damaged or isinstance(error, OperationalError | InterfaceError)
    # with a name it is about some other file
    return isinstance(error, OSError) and error.filename is None


def hung_up(error: Exception) -> bool:
    """A server has ended a connection that was kept: another one may work."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, InterfaceError | ConnectionError) or state.startswith(("08", "57P"))
