"""The doors to people, on both databases."""

from datetime import datetime, timedelta

from storage.engine import Storage


async def test_closed_doors_are_named_with_what_is_left(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin, gone = await unit.people.add("林晓"), await unit.people.add("示例甲")
        shut = await unit.people.link_account(lin.id, "wecom", "wolin", now)
        await unit.people.link_account(lin.id, "webchat", "person:1", now)
        other = await unit.people.link_account(gone.id, "wecom", "wogone", now)
        await unit.people.close_account(shut.id, "请发一句“你好”", now)
        await unit.people.close_account(other.id, "已移除", now)
        await unit.people.erase(gone.id, "已删除", now)
    async with storage.reading() as unit:
        (door,) = await unit.doors.closed()
    assert (door.person_id, door.name, door.messenger, door.others) == (lin.id, "林晓", "wecom", 1)
    assert door.reason == "请发一句“你好”" and door.closed_at == now


async def test_doors_shut_for_one_reason_are_opened_together(
    storage: Storage, now: datetime
) -> None:
    async with storage.unit() as unit:
        lin, zhou = await unit.people.add("林晓"), await unit.people.add("周航")
        for person, address, why in ((lin, "1", "机器人已被移除（93000）"), (zhou, "2", "未写过")):
            account = await unit.people.link_account(person.id, "wecom", address, now)
            await unit.people.close_account(account.id, why, now)
        assert await unit.doors.open_again("wecom", "机器人已被移除") == [lin.id]
        assert [door.name for door in await unit.doors.closed()] == ["周航"]


async def test_a_person_chooses_what_comes_first(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin = await unit.people.add("林晓")
        assert await unit.doors.first_of(lin.id) is None
        await unit.doors.put_first(lin.id, "webchat")
    async with storage.reading() as unit:
        assert await unit.doors.first_of(lin.id) == "webchat"


async def test_who_was_heard_lately_is_known(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin, zhou = await unit.people.add("林晓"), await unit.people.add("周航")
        for person, address, minutes in ((lin, "wolin", 5), (zhou, "wozhou", 50)):
            await unit.people.link_account(person.id, "wecom", address, now)
            await unit.doors.note_heard("wecom", address, now - timedelta(minutes=minutes))
    async with storage.reading() as unit:
        assert await unit.doors.heard_since("wecom", now - timedelta(minutes=30)) == [lin.id]
        assert await unit.doors.heard_since("telegram", now - timedelta(minutes=30)) == []


async def test_when_a_messenger_was_there_last_is_known(storage: Storage, now: datetime) -> None:
    later = now + timedelta(minutes=5)
    async with storage.unit() as unit:
        assert await unit.doors.note_seen("wecom", now) is None
        assert await unit.doors.note_seen("wecom", later) == now
        await unit.outbox.note_health("telegram", "连不上", now)
        assert await unit.doors.note_seen("telegram", now) is None
        assert list(await unit.outbox.ill()) == ["telegram"]


async def test_who_sees_cards_is_kept(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin = await unit.people.add("林晓")
        await unit.people.link_account(lin.id, "wecom", "wolin", now)
        assert not await unit.doors.sees_cards("wecom", "wolin")
        await unit.doors.note_sees_cards("wecom", "wolin", True)
    async with storage.reading() as unit:
        assert await unit.doors.sees_cards("wecom", "wolin")
        assert not await unit.doors.sees_cards("wecom", "nobody")
