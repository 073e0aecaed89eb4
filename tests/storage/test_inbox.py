"""What arrived is kept until it is handled."""

from datetime import UTC, datetime, timedelta

from storage.engine import Storage

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


async def test_an_event_waits_once_and_leaves(storage: Storage) -> None:
    async with storage.unit() as unit:
        await unit.inbox.keep("wecom", "m2", "second", NOW + timedelta(seconds=1))
        await unit.inbox.keep("wecom", "m1", "first", NOW)
        await unit.inbox.keep("wecom", "m1", "again", NOW)
        await unit.inbox.keep("other", "m1", "theirs", NOW)
    async with storage.reading() as unit:
        waiting = await unit.inbox.waiting("wecom")
        assert [kept.frame for kept in waiting] == ["first", "second"]
        assert waiting[0].at == NOW
    async with storage.unit() as unit:
        await unit.inbox.drop("wecom", ["m1", "never"])
    async with storage.reading() as unit:
        assert [kept.frame for kept in await unit.inbox.waiting("wecom")] == ["second"]
        assert [kept.frame for kept in await unit.inbox.waiting("other")] == ["theirs"]


async def test_those_of_one_second_stay_in_order(storage: Storage) -> None:
    async with storage.unit() as unit:
        for nth, event in ((1, "z"), (2, "a"), (3, "m")):
            await unit.inbox.keep("wecom", event, f"frame {nth}", NOW, nth)
    async with storage.reading() as unit:
        waiting = await unit.inbox.waiting("wecom")
    assert [kept.frame for kept in waiting] == ["frame 1", "frame 2", "frame 3"]
