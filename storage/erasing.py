"""Everything that tells of a person, found by the list in `storage/personal.py` and taken away."""

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, cast, delete, func, or_, select, update

from domain.audit import ERASE
from domain.people import masked_phone
from domain.traces import Traces
from storage.personal import How, columns_of
from storage.repository import Repository
from storage.tables import (
    accounts,
    audit,
    dialogues,
    files,
    grids,
    inbox,
    mingbairen,
    mingbairen_stages,
    outbox,
    people,
    villages,
    visit_photos,
    visits,
    web_messages,
)
from storage.tables.places import districts

NAMED = {column.name for column in columns_of(How.NAME)}
NUMBERED = {column.name for column in columns_of(How.NUMBER)}
ROWS_OF = {"person": people, "mingbairen": mingbairen}
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


class Erasing(Repository):
    async def same_as(self, subject: str, subject_id: int) -> list[tuple[str, int]]:
        """This person, and the rows of the same person: known by name and phone (规则 2.5)."""
        own = ROWS_OF[subject]
        row = await self.one_row(select(own.c.name, own.c.phone).where(own.c.id == subject_id))
        found = {(subject, subject_id)}
        if row is None or not row.phone:
            return sorted(found)
        for kind, table in ROWS_OF.items():
            where = (table.c.name == row.name) & (table.c.phone == row.phone)
            found |= {(kind, r.id) for r in await self.all_rows(select(table.c.id).where(where))}
        return sorted(found)

    async def known_by(self, subject: str, subject_id: int) -> tuple[set[str], set[str]]:
        """Names and numbers, of now and of before: the audit remembers what was corrected."""
        own = ROWS_OF[subject]
        row = await self.one_row(select(own).where(own.c.id == subject_id))
        noted = await self.all_rows(
            select(audit.c.before, audit.c.after).where(
                audit.c.subject == subject, audit.c.subject_id == subject_id
            )
        )
        told = [dict(row._mapping) if row else {}, *(part for both in noted for part in both)]
        parts = [part for part in told if isinstance(part, dict)]
        names = {str(part[key]) for part in parts for key in NAMED if part.get(key)}
        numbers = {str(part[key]) for part in parts for key in NUMBERED if part.get(key)}
        phones = {str(part["phone"]) for part in parts if part.get("phone")}
        return names, numbers | {masked_phone(phone) for phone in phones}

    async def addresses_of(self, person_id: int) -> set[str]:
        rows = await self.all_rows(
            select(accounts.c.address).where(accounts.c.person_id == person_id)
        )
        return {row.address for row in rows}

    async def longer_than(self, names: Collection[str]) -> set[str]:
        """Names of other people and of places that have one of these names in them."""
        found: set[str] = set()
        for table in (people, mingbairen, villages, grids, districts):
            for name in names:
                near = table.c.name.contains(name, autoescape=True)
                found |= {r.name for r in await self.all_rows(select(table.c.name).where(near))}
        return found - set(names)

    async def others_called(
        self, names: Collection[str], but: Collection[tuple[str, int]]
    ) -> list[tuple[str, int]]:
        """Whoever has one of these names besides: a text does not tell which of them is meant."""
        found = []
        for kind, table in ROWS_OF.items():
            rows = await self.all_rows(select(table.c.id).where(table.c.name.in_(names)))
            found += [(kind, row.id) for row in rows if (kind, row.id) not in but]
        return found

    async def drop_talk(self, person_id: int, addresses: Collection[str]) -> None:
        """What the person said and was told, sent and was sent."""
        told = select(outbox.c.id).where(outbox.c.person_id == person_id)
        here = web_messages.c.address.in_(addresses) | web_messages.c.outbox_id.in_(told)
        await self.run(delete(web_messages).where(here))
        await self.run(delete(outbox).where(outbox.c.person_id == person_id))
        await self.run(delete(dialogues).where(dialogues.c.address.in_(addresses)))
        mine = select(visits.c.id).where(visits.c.adviser_id == person_id)
        seen = visit_photos.c.visit_id.in_(mine) | (visit_photos.c.added_by == person_id)
        photos = [r.file_id for r in await self.all_rows(select(visit_photos).where(seen))]
        await self.run(delete(visit_photos).where(visit_photos.c.file_id.in_(photos)))
        theirs = files.c.id.in_(photos) | (files.c.person_id == person_id)
        await self.run(delete(files).where(theirs))
        for row in await self.all_rows(select(inbox)):
            if Traces((), (), addresses).addressed(_parsed(row.frame)):
                one = (inbox.c.messenger == row.messenger) & (inbox.c.event_id == row.event_id)
                await self.run(delete(inbox).where(one))

    async def drop_reasons(self, mingbairen_id: int) -> None:
        """Why somebody was suspended or left is about nobody else."""
        own = mingbairen_stages.c.mingbairen_id == mingbairen_id
        await self.run(update(mingbairen_stages).where(own).values(reason=None))

    async def take_out(self, traces: Traces) -> set[int]:
        """From every text there is. The rows of the audit in which it stood."""
        noted: set[int] = set()
        if traces.empty:
            return noted
        for column in columns_of(How.WORDS, How.JSON):
            changed = await self._take_out_of(column, traces)
            noted.update(id_ for (id_, *_) in changed if column.table is audit)
        evidence = select(visit_photos.c.file_id)
        kept = await self.all_rows(select(files.c.id).where(files.c.id.not_in(evidence)))
        for row in kept:
            file = await self.one_row(select(files.c.content).where(files.c.id == row.id))
            if file and mentioned_in(file.content, traces):
                await self.run(delete(files).where(files.c.id == row.id))
        return noted

    async def _take_out_of(self, column: Column[Any], traces: Traces) -> list[list[Any]]:
        """The keys of the rows it stood in. What an erasing noted is numbers, and stays."""
        table, found = column.table, []
        keys = list(table.primary_key.columns)
        likely = _likely(column, traces)
        if table is audit:
            likely &= audit.c.action != ERASE
        for row in await self.all_rows(select(*keys, column).where(likely)):
            values = list(row)
            value = values.pop()
            changed = _without(column, value, traces)
            if changed != value:
                one = [own == known for own, known in zip(keys, values, strict=True)]
                await self.run(update(table).where(*one).values({column: changed}))
                found.append(values)
        return found


def mentioned_in(content: bytes, traces: Traces) -> bool:
    """Whether a file has one of them in it; in doubt it has: it was made to be looked at once."""
    wanted = [*traces.names, *traces.numbers]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(n) for n in archive.namelist() if n.endswith((".xml", ".rels"))]
    except UNREADABLE:
        encodings = ("utf-8", "gb18030", "utf-16-le")
        said = [word.encode(encoding) for word in wanted for encoding in encodings]
        return content[:2] == b"PK" or any(word in content for word in said)
    texts = [
        html.unescape(re.sub("<[^>]*>", "", part.decode("utf-8", "replace"))) for part in parts
    ]
    return any(word in text for word in wanted for text in texts)


def _without(column: Column[Any], value: Any, traces: Traces) -> Any:
    if column.name == "failed" and any(address in value for address in traces.addresses):
        return ""  # the update as it came, with what the messenger says of its sender
    if not isinstance(value, str):
        return traces.taken_out_of(value)
    parsed = _parsed(value)
    if not isinstance(parsed, dict | list):
        return traces.taken_out_of(value)
    changed = traces.taken_out_of(parsed)
    return value if changed == parsed else json.dumps(changed, ensure_ascii=False)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _likely(column: Column[Any], traces: Traces) -> ColumnElement[bool]:
    """Narrows down, letting through more than there is: names set apart, numbers in groups, and
    Chinese as JSON writes it in ASCII."""
    words: Iterable[str] = (*traces.names, *traces.numbers, *traces.addresses)
    text = func.coalesce(cast(column, Text), "")
    patterns = {_apart(word) for word in words} | {_apart(json.dumps(w)[1:-1]) for w in words}
    return or_(*(text.like(pattern, escape="|") for pattern in sorted(patterns)))


def _apart(word: str) -> str:
    """`王%明`; of what JSON writes as an escape, each whole."""
    parts = re.findall(r"\\u[0-9a-f]{4}|[^\s·•．・]", word)
    escaped = [re.sub(r"([|%_])", r"|\1", part) for part in parts]
    return f"%{'%'.join(escaped)}%"
