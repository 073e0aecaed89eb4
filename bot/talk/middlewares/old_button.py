"""Around reading a press: what is no longer, or never was, on a button."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import OldButton


@contextmanager
def offered() -> Iterator[None]:
    """Around reading what a press says: what can't be read was never on a button."""
    try:
        yield
    except ValueError:
        raise OldButton from None
