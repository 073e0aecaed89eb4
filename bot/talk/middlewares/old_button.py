"""The error for a button of a card that is no longer the latest."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Stale


class OldButton(Stale):
    """Whatever it stood for, pressing it changed nothing."""


@contextmanager
def offered() -> Iterator[None]:
    """Around reading what a press says: what can't be read was never on a button."""
    try:
        yield
    except ValueError:
        raise OldButton from None
