"""Every column is personal or harmless, what is personal is forgotten, and machinery ends."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import JSON, LargeBinary, String, Text, func, insert, select, update

from domain.traces import GONE, Traces
from storage.engine import Storage
from storage.erasing import mentioned_in
from storage.personal import ENDS, HARMLESS, PERSONAL, How, columns_of
from storage.schema import upgrade
from storage.tables import dialogues, events, files, metadata, outbox, web_messages
from tests.kept_office import NOW, move_in, rows_in

COLUMNS = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}
WANG = Traces(["王明"], ["13800001111"], ["wxWang"], ["王明华"])
SAID = "王明华说，王明（138 0000 1111）没有来"
LEFT = f"王明华说，{GONE}（{GONE}）没有来"


def test_every_column_is_declared_and_none_twice() -> None:
    assert PERSONAL.keys() | HARMLESS == COLUMNS
    assert not PERSONAL.keys() & HARMLESS


def test_what_can_hold_words_is_not_waved_through() -> None:
    """A text as long as a sentence, JSON or bytes is harmless only where it is named here."""
    long = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text | JSON | LargeBinary)
        or (isinstance(column.type, String) and (column.type.length or 0) >= 300)
    }
    assert long & HARMLESS == {"months.policy", "policies.body"}


def test_what_only_keeps_the_program_running_ends() -> None:
    talk = {c.table.name for c in columns_of(How.FILE, How.ADDRESS)} - {"accounts"}
    assert talk | {"events", "inbox", "outbox", "shown_cards"} == ENDS.keys()


@pytest.fixture
async def everywhere(storage: Storage) -> Storage:
    """The office of 0.1.0, and in every text of it somebody is named."""
    await move_in(storage)
    await upgrade(storage)
    async with storage.unit() as unit:
        await unit.connection.execute(update(files).values(content=b"nobody"))
        for column in columns_of(How.WORDS, How.JSON):
            value = _as_kept(column.type, column.name)
            await unit.connection.execute(update(column.table).values({column: value}))
    return storage


def _as_kept(kind: object, name: str) -> Any:
    """As this column may be written: JSON, JSON in a text, also with Chinese in ASCII, words."""
    parts = {"about": "x", "words": [SAID, "王明"], "王明": 1, "from": {"userid": "wxWang"}}
    if isinstance(kind, JSON):
        return parts
    return json.dumps(parts, ensure_ascii=name == "frame") if name in IN_TEXT else SAID


IN_TEXT = {c.name for c in columns_of(How.JSON) if not isinstance(c.type, JSON)}


async def test_nothing_is_left_in_any_table_and_nobody_else_is_touched(everywhere: Storage) -> None:
    before = await rows_in(everywhere)
    async with everywhere.unit() as unit:
        await unit.erasing.take_out(WANG)
    after = await rows_in(everywhere)
    whole = json.dumps(after, ensure_ascii=False).replace("\\\\u", "\\u")
    for word in ("王明（", '"王明"', "0000 1111", "wxWang", "\\u738b"):
        assert word not in whole
    for column in columns_of(How.WORDS, How.JSON):
        rows = after[column.table.name]
        assert rows and all("王明华" in str(row[column.name]) for row in rows), column
        if column.name not in IN_TEXT and not isinstance(column.type, JSON):
            assert {row[column.name] for row in rows} == {LEFT}, column
    assert {n: len(rows) for n, rows in after.items()} == {n: len(r) for n, r in before.items()}
    untouched = HARMLESS | {name for name, how in PERSONAL.items() if how is not How.WORDS}
    for name in untouched - {f"{c.table.name}.{c.name}" for c in columns_of(How.JSON)}:
        table, column = name.split(".")
        assert [r[column] for r in after[table]] == [r[column] for r in before[table]]


async def test_what_stands_in_no_text_changes_no_row(everywhere: Storage) -> None:
    before = await rows_in(everywhere)
    async with everywhere.unit() as unit:
        await unit.erasing.take_out(Traces(["李红"], ["13800002222"], ["wxLi"]))
        await unit.erasing.take_out(Traces(()))
    assert await rows_in(everywhere) == before


def workbook(*words: str) -> bytes:
    made, out = Workbook(), BytesIO()
    for word in words:
        made.active.append([word])
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (workbook("后塘村", "王明"), True),
        (workbook("电话13800001111"), True),
        (workbook("后塘村", "李红"), False),
        ("村,姓名\n后塘村,王明".encode(), True),
        ("村,姓名\n后塘村,王明".encode("gbk"), True),
        ("村,姓名\n后塘村,李红".encode("gbk"), False),
        (workbook("王明")[:-40], True),
        (b"", False),
    ],
)
def test_files_are_looked_into(content: bytes, found: bool) -> None:
    assert mentioned_in(content, WANG) is found


async def count(unit: Any, table: Any) -> int:
    found = await unit.connection.execute(select(func.count()).select_from(table))
    return int(found.scalar_one())


async def test_machinery_ends_after_its_time_and_not_before(storage: Storage) -> None:
    await move_in(storage)
    await upgrade(storage)
    async with storage.unit() as unit:
        await unit.tidying.end(NOW)
        photos = await count(unit, metadata.tables["visit_photos"])
        before = {name: await count(unit, metadata.tables[name]) for name in ENDS}
        assert before["web_messages"] and before["events"] and before["outbox"]
        waiting = select(func.count()).where(outbox.c.state.in_(["waiting", "sending"]))
        left = (await unit.connection.execute(waiting)).scalar_one()
        assert not await unit.tidying.overdue(NOW)
        assert await unit.tidying.overdue(NOW + timedelta(days=40))
        await unit.tidying.end(NOW + timedelta(days=40))
        after = {name: await count(unit, metadata.tables[name]) for name in ENDS}
        assert after["web_messages"] == before["web_messages"]
        assert after["outbox"] == before["outbox"]
        assert {after[n] for n in ("events", "inbox", "shown_cards")} == {0}
        assert after["files"] == photos
        assert after["dialogues"] == before["dialogues"]
        kept = await unit.connection.execute(select(dialogues.c.data, dialogues.c.buttons))
        assert {tuple(row) for row in kept} == {("{}", "[]")}
        await unit.tidying.end(NOW + timedelta(days=400))
        assert await count(unit, web_messages) == 0 and await count(unit, outbox) == left
        assert not await unit.tidying.overdue(NOW + timedelta(days=400))


async def test_what_is_young_is_kept(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        for days, name in ((13, "新.xlsx"), (15, "旧.xlsx")):
            at = now - timedelta(days=days)
            await unit.connection.execute(insert(files).values(name=name, content=b"", made_at=at))
            await unit.events.note("test", name, at, None)
        await unit.tidying.end(now)
        names = (await unit.connection.execute(select(files.c.name))).scalars().all()
        noted = (await unit.connection.execute(select(events.c.event_id))).scalars().all()
    assert list(names) == list(noted) == ["新.xlsx"]
