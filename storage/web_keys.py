"""One-time links, and sessions of the web chat and the desk; only digests of them are kept."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update

from domain.model import Model
from storage.compiled import small
from storage.repository import Repository
from storage.tables import accounts, web_keys

_FIND = small(
    select(web_keys).where(
        web_keys.c.digest == bindparam("digest"),
        web_keys.c.kind == bindparam("kind"),
        web_keys.c.expires_at > bindparam("now"),
        web_keys.c.used_at.is_(None),
    )
)
_HOLDS = small(
    _FIND.with_only_columns(web_keys.c.digest)
    .join(accounts, accounts.c.person_id == web_keys.c.person_id)
    .where(
        accounts.c.messenger == bindparam("messenger"),
        accounts.c.address == bindparam("address"),
        web_keys.c.address == accounts.c.address,
    )
)


class WebKey(Model):
    kind: str
    person_id: int | None
    address: str
    expires_at: datetime
    used_at: datetime | None


class OpenSession(NamedTuple):
    """`handle` names a session without opening it."""

    handle: str
    kind: str
    made_at: datetime
    expires_at: datetime


HANDLE = 16
"""So many letters of a digest name a session among one person's."""


class WebKeys(Repository):
    async def make(
        self, kind: str, person_id: int | None, address: str, now: datetime, expires_at: datetime
    ) -> str:
        """A new secret (`link` or `session`); this is the only time it can be read."""
        secret = secrets.token_urlsafe(24)
        await self.run(
            insert(web_keys).values(
                digest=_digest(secret),
                kind=kind,
                person_id=person_id,
                address=address,
                made_at=now,
                expires_at=expires_at,
            )
        )
        return secret

    async def find(self, kind: str, secret: str, now: datetime) -> WebKey | None:
        """The living key behind a secret; used links and expired keys are not found."""
        row = await self.one_row(_FIND, kind=kind, digest=_digest(secret), now=now)
        return WebKey.model_validate(row) if row else None

    async def holds(
        self, kind: str, secret: str, now: datetime, messenger: str, address: str
    ) -> bool:
        """Whether the secret is living and still opens this address, which is its person's."""
        found = await self.one_row(
            _HOLDS,
            kind=kind,
            digest=_digest(secret),
            now=now,
            messenger=messenger,
            address=address,
        )
        return found is not None

    async def use(self, secret: str, now: datetime) -> bool:
        where = (web_keys.c.digest == _digest(secret)) & web_keys.c.used_at.is_(None)
        return await self.run(update(web_keys).where(where).values(used_at=now)) == 1

    async def sessions_of(
        self, person_id: int, kinds: Collection[str], now: datetime
    ) -> list[OpenSession]:
        rows = await self.all_rows(
            select(web_keys)
            .where(_living(person_id, kinds), web_keys.c.expires_at > now)
            .order_by(web_keys.c.made_at.desc())
        )
        return [OpenSession(r.digest[:HANDLE], r.kind, r.made_at, r.expires_at) for r in rows]

    async def end_sessions(
        self, person_id: int, kinds: Collection[str], now: datetime, handle: str | None
    ) -> None:
        """All of a person's, or the one with this handle."""
        these = _living(person_id, kinds)
        if handle is not None:
            these &= func.substr(web_keys.c.digest, 1, HANDLE) == handle
        await self.run(update(web_keys).where(these).values(used_at=now))


def _living(person_id: int, kinds: Collection[str]) -> ColumnElement[bool]:
    mine = web_keys.c.person_id == person_id
    return mine & web_keys.c.kind.in_(kinds) & web_keys.c.used_at.is_(None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
