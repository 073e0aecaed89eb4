"""The chain of what was noted: each row carries the hash of the one before, so that a row that was
changed, removed or put in between is found (docs/decisions/0024).

What was before and after names people. It is hashed apart, with a salt of its own row, so that it
can be erased and the chain stays whole: the row of the erasing then says what is left.
"""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.model import Model

BEGINNING = ""
"""What the first row carries instead of a hash."""
LOST = "lost"
"""What a row carries that was noted when the one before it was gone."""
ERASE = "erase"
LEFT = "left"
"""Under this key the row of an erasing says by number what is left in others."""
_text = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Noted(Model):
    """One row as it lies in the table. Without `hash` it was not noted by this program."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    subject_id: int | None
    before: Any
    after: Any
    salt: str | None
    digest: str | None
    previous: str | None
    hash: str | None


class Flaw(StrEnum):
    """REMOVED: missing behind the row named. REWRITTEN: another than somebody wrote down."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REWRITTEN = "rewritten"


class Broken(Model):
    """The first row of which something is wrong."""

    flaw: Flaw
    id: int


class Known(Model):
    """A row and how its hash began, as somebody wrote it down."""

    id: int
    hash: str


class Verified(Model):
    """`last` and its `hash` say how far the chain goes; whoever wrote them down can compare."""

    rows: int
    last: int
    hash: str
    broken: Broken | None = None


def digest_of(salt: str | None, before: Any, after: Any) -> str | None:
    """Of the part that may name people; None where there is none."""
    if salt is None and before is None and after is None:
        return None
    kept = json.loads(json.dumps([before, after]))  # keys are texts in the table, so they are here
    return _hashed([salt, *kept])


def hash_of(row: Noted | dict[str, Any], previous: str) -> str:
    """Of the row and so of everything before it."""
    known = row if isinstance(row, dict) else row.__dict__
    parts = [known[name] for name in ("actor_id", "action", "subject", "subject_id", "digest")]
    return _hashed([previous, known["id"], int(known["at"].timestamp()), *parts])


def _hashed(parts: list[Any]) -> str:
    return hashlib.sha256(_text(parts).encode()).hexdigest()


class Walk:
    """Goes through all rows in the order of their numbers."""

    def __init__(self, known: Known | None = None) -> None:
        self._known, self._met = known, known is None
        self._rows = self._last = 0
        self._hash = self._before = BEGINNING
        self._broken: Broken | None = None
        self._differing: dict[int, str | None] = {}
        self._left: dict[int, str] = {}

    def take(self, row: Noted) -> None:
        self._broken = self._broken or self._flaw(row)
        if row.action == ERASE and isinstance(row.after, dict):
            self._left |= {int(id_): digest for id_, digest in row.after.get(LEFT, {}).items()}
        now_is = digest_of(row.salt, row.before, row.after)
        if now_is != row.digest:
            self._differing[row.id] = now_is
        if self._known and self._known.id == row.id:
            self._met = (row.hash or "").startswith(self._known.hash)
        self._rows, self._last = self._rows + 1, row.id
        self._before, self._hash = self._hash, row.hash or ""

    def end(self, tail: int | None) -> Verified:
        """`tail`: the number of the row noted last, kept apart."""
        found = [Broken(flaw=Flaw.CHANGED, id=id_) for id_ in self._unexplained()]
        found += [self._broken] if self._broken else self._at_the_end(tail)
        if not found and self._known and not self._met:
            found = [Broken(flaw=Flaw.REWRITTEN, id=self._known.id)]
        first = min(found, key=lambda broken: broken.id, default=None)
        return Verified(rows=self._rows, last=self._last, hash=self._hash, broken=first)

    def _flaw(self, row: Noted) -> Broken | None:
        if row.hash is None or row.previous is None:
            return Broken(flaw=Flaw.ADDED, id=row.id)
        if hash_of(row, row.previous) != row.hash:
            return Broken(flaw=Flaw.CHANGED, id=row.id)
        if row.previous == self._hash:
            return None
        if row.previous == self._before and self._rows:
            return Broken(flaw=Flaw.ADDED, id=self._last)
        if row.id == self._last + 1 and self._rows:
            return Broken(flaw=Flaw.CHANGED, id=self._last)  # and its hash with it
        return Broken(flaw=Flaw.REMOVED, id=self._last)

    def _unexplained(self) -> list[int]:
        """Rows that hold something else than what was noted or an erasing left of it."""
        return [id_ for id_, is_ in self._differing.items() if self._left.get(id_, "") != is_]

    def _at_the_end(self, tail: int | None) -> list[Broken]:
        if tail is not None and self._last > tail:
            return [Broken(flaw=Flaw.ADDED, id=self._last)]
        gone = self._last < tail if tail is not None else self._rows > 0
        return [Broken(flaw=Flaw.REMOVED, id=self._last)] if gone else []
