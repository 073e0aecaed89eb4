"""The error for a button of a card that is no longer the latest."""

from domain.errors import Stale


class OldButton(Stale):
    """Whatever it stood for, pressing it changed nothing."""
