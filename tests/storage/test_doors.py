"""The doors to people, on both databases."""

from datetime import datetime

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


async def test_a_person_chooses_what_comes_first(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin = await unit.people.add("林晓")
        assert await unit.doors.first_of(lin.id) is None
        await unit.doors.put_first(lin.id, "webchat")
    async with storage.reading() as unit:
        assert await unit.doors.first_of(lin.id) == "webchat"


async def test_who_sees_cards_is_kept(storage: Storage, now: datetime) -> None:
    async with storage.unit() as unit:
        lin = await unit.people.add("林晓")
        await unit.people.link_account(lin.id, "wecom", "wolin", now)
        assert not await unit.doors.sees_cards("wecom", "wolin")
        await unit.doors.note_sees_cards("wecom", "wolin", True)
    async with storage.reading() as unit:
        assert await unit.doors.sees_cards("wecom", "wolin")
        assert not await unit.doors.sees_cards("wecom", "nobody")
