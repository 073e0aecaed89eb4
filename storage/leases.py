"""Who works at what: a claim with its holder and its end, so that nobody's death keeps it.

Processes share a database and know nothing of each other. Whoever claims a row is alone with it
until the claim ends; who lives renews it in time, and what the dead held becomes free by itself.
"""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, or_

SECONDS = 30.0
"""How long a claim lasts unless it is renewed."""
LONGEST = 600.0


class Claim(NamedTuple):
    holder: str
    at: datetime
    seconds: float

    @property
    def until(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)


class Holder(NamedTuple):
    """One process, or one part of it, by a name that is never used again."""

    name: str
    seconds: float = SECONDS

    def claim(self, now: datetime) -> Claim:
        return Claim(self.name, now, self.seconds)


def new_holder(seconds: float = SECONDS) -> Holder:
    return Holder(secrets.token_hex(8), seconds)


def free(table: FromClause, claim: Claim) -> ColumnElement[bool]:
    """Held by nobody who lives. An end that no claim made now could have was set by a clock that
    has been put back since."""
    ends = table.c.held_until
    latest = claim.at + timedelta(seconds=2 * claim.seconds)
    return or_(table.c.holder.is_(None), ends <= claim.at, ends > latest)
