"""What the web chat and the cards keep: one-time links, sessions, messages, files."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.notices import BulletinReady
from storage.engine import Storage
from storage.tables import web_keys
from tests.storage.conftest import Town


async def test_a_link_is_used_once(storage: Storage, town: Town, now: datetime):
    until = now + timedelta(minutes=10)
    async with storage.unit() as unit:
        secret = await unit.web_keys.make("link", town.lin.id, "lin", now, until)
        key = await unit.web_keys.find("link", secret, now)
        assert (key.person_id, key.address, key.expires_at) == (town.lin.id, "lin", until)
        assert await unit.web_keys.use(secret, now)
        assert not await unit.web_keys.use(secret, now)
        assert await unit.web_keys.find("link", secret, now) is None


async def test_a_key_is_found_only_by_its_kind_and_in_its_time(
    storage: Storage, town: Town, now: datetime
):
    until = now + timedelta(minutes=10)
    async with storage.unit() as unit:
        secret = await unit.web_keys.make("session", None, "guest", now, until)
        assert await unit.web_keys.find("link", secret, now) is None
        assert await unit.web_keys.find("session", secret + "x", now) is None
        assert await unit.web_keys.find("session", secret, until) is None
        assert (await unit.web_keys.find("session", secret, now)).person_id is None


async def test_secrets_are_not_in_the_database(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        secret = await unit.web_keys.make("link", town.lin.id, "lin", now, now)
        (row,) = (await unit.connection.execute(select(web_keys))).all()
    assert secret not in str(row)


async def test_the_chat_shows_what_is_newer_and_each_event_once(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        say = unit.web_messages.add
        assert await say("lin", '"到村登记"', now, from_person=True, event_id="e1")
        assert await say("lin", '{"text":"哪个村？"}', now, event_id="e1")
        assert not await say("lin", '"到村登记"', now, from_person=True, event_id="e1")
        assert await say("zhou", '"到村登记"', now, from_person=True, event_id="e1")
        seen = await unit.web_messages.after("lin", 0)
        assert [(m.from_person, m.body) for m in seen] == [
            (True, '"到村登记"'),
            (False, '{"text":"哪个村？"}'),
        ]
        assert seen[0].at == now
        assert await unit.web_messages.after("lin", seen[0].id) == seen[1:]
        assert await unit.web_messages.after("lin", 0, limit=1) == seen[1:]
        assert await unit.web_messages.get("lin", seen[0].id) == seen[0]
        assert await unit.web_messages.get("zhou", seen[0].id) is None


async def test_what_is_told_unasked_is_shown_once_however_often_delivered(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, BulletinReady(month="2026-10"), now)
        (row,) = await unit.outbox.due(now)
        assert await unit.web_messages.add("lin", "{}", now, outbox_id=row.id)
        assert not await unit.web_messages.add("lin", "{}", now, outbox_id=row.id)
        (shown,) = await unit.web_messages.after("lin", 0)
        assert shown.event_id is None


async def test_a_file_is_kept_a_while(storage: Storage, now: datetime):
    content = bytes(range(256))
    async with storage.unit() as unit:
        old = await unit.files.add("旧.xlsx", b"", now - timedelta(days=30))
        new = await unit.files.add("今日数据.xlsx", content, now)
        assert await unit.files.forget_before(now - timedelta(days=7)) == 1
        assert await unit.files.get(old) is None
        kept = await unit.files.get(new)
    assert (kept.name, kept.content) == ("今日数据.xlsx", content)
