"""Errors that a person can do something about; the words for them belong to the edge."""


class DomainError(Exception):
    """Something a person asked for can't be done. Nothing was changed."""


class Refused(DomainError):
    """A rule forbids it."""


class NotAllowed(DomainError):
    """The person has no right to it. The answer never tells whether the thing exists."""


class NotFound(DomainError):
    """What was named does not exist (any more) for this person."""


class Stale(DomainError):
    """It was already done, or has changed since the person last saw it."""


class OldButton(Stale):
    """Whatever it stood for, pressing it changed nothing."""
