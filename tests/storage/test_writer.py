"""Units that share a commit: durable before they are over, each undone by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from storage.engine import Storage, open_storage
from storage.lines import Line, line_of
from storage.unavailable import StorageUnavailable
from tests.databases import PostgresServer, SqliteFiles

Step = Callable[[], Awaitable[None]]


async def names(storage: Storage) -> list[str]:
    async with storage.reading() as unit:
        return [district.name for district in await unit.districts.all()]


async def line(storage: Storage) -> Line:
    """The one the writer goes on with."""
    async with storage.unit() as unit:
        return await line_of(unit.connection, storage._shelf)


async def add(storage: Storage, name: str, step: Step | None = None, **how: Any) -> None:
    async with storage.unit(**how) as unit:
        await unit.districts.add(name, name)
        if step:
            await step()


async def fail() -> None:
    raise RuntimeError


class Commits:
    """Counts the commits of a line, or lets them fail."""

    def __init__(self, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
        self._commit, self.count, self.fails = line.commit, 0, False
        monkeypatch.setattr(line, "commit", self.commit)

    async def commit(self) -> None:
        self.count += 1
        if self.fails:
            raise OSError("the disk is gone")
        await self._commit()


@pytest.fixture
async def commits(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Commits:
    monkeypatch.setattr("storage.writer.LONGEST", 60)
    return Commits(await line(storage), monkeypatch)


async def test_units_that_wait_for_each_other_share_a_commit(storage: Storage, commits: Commits):
    await asyncio.gather(*(add(storage, str(n)) for n in range(5)))
    assert commits.count == 1
    assert await names(storage) == ["0", "1", "2", "3", "4"]


async def test_none_is_over_before_its_commit(storage: Storage, commits: Commits):
    go_on = asyncio.Event()
    first = asyncio.ensure_future(add(storage, "一"))
    second = asyncio.ensure_future(add(storage, "二", go_on.wait))  # type: ignore[arg-type]
    await asyncio.sleep(0.2)
    assert not first.done() and await names(storage) == []
    go_on.set()
    await asyncio.gather(first, second)
    assert await names(storage) == ["一", "二"]


@pytest.mark.parametrize("failing", [0, 1, 2])
async def test_one_that_fails_takes_back_only_itself(
    storage: Storage, commits: Commits, failing: int
):
    steps = [fail if n == failing else None for n in range(3)]
    ends = await asyncio.gather(
        *(add(storage, str(n), step) for n, step in enumerate(steps)), return_exceptions=True
    )
    assert [isinstance(end, RuntimeError) for end in ends] == [n == failing for n in range(3)]
    assert await names(storage) == [str(n) for n in range(3) if n != failing]


async def test_a_commit_that_fails_fails_all_of_them(storage: Storage, commits: Commits):
    commits.fails = True
    ends = await asyncio.gather(*(add(storage, str(n)) for n in range(3)), return_exceptions=True)
    assert all(isinstance(end, StorageUnavailable) for end in ends), ends
    assert commits.count == 1
    assert await names(storage) == []
    await add(storage, "之后")
    assert await names(storage) == ["之后"]


async def test_one_that_takes_its_time_shares_with_nobody(storage: Storage, commits: Commits):
    """Those before it are over before it begins, those after it begin when it is over."""
    go_on = asyncio.Event()
    before = asyncio.ensure_future(add(storage, "一"))
    long = asyncio.ensure_future(add(storage, "二", go_on.wait, alone=True))  # type: ignore[arg-type]
    after = asyncio.ensure_future(add(storage, "三"))
    async with asyncio.timeout(10):
        await before
    assert not long.done() and await names(storage) == ["一"]
    go_on.set()
    await asyncio.gather(long, after)
    assert await names(storage) == ["一", "二", "三"] and commits.count == 3


async def test_one_cancelled_in_its_work_takes_back_only_itself(storage: Storage, commits: Commits):
    first = asyncio.ensure_future(add(storage, "一"))
    second = asyncio.ensure_future(add(storage, "二", asyncio.Event().wait))  # type: ignore[arg-type]
    await asyncio.sleep(0.2)
    second.cancel()
    async with asyncio.timeout(10):
        await first
    assert second.cancelled() or isinstance(second.exception(), asyncio.CancelledError)
    assert await names(storage) == ["一"]


@pytest.mark.parametrize("turns", range(12))
async def test_whoever_is_cancelled_wherever_the_others_go_on(
    storage: Storage, commits: Commits, turns: int
):
    """The last of the queue is cancelled after so many turns of the loop: waiting, entering, at
    work, leaving, or waiting for the commit."""
    others = [asyncio.ensure_future(add(storage, str(n))) for n in range(2)]
    last = asyncio.ensure_future(add(storage, "末"))
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    last.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(*others)
        await asyncio.gather(last, return_exceptions=True)
        await add(storage, "之后")
    found = await names(storage)
    assert [name for name in found if name != "末"] == ["0", "1", "之后"]


async def test_a_file_locked_by_another_process_does_not_stop_the_loop(sqlite_files: SqliteFiles):
    url = await sqlite_files.fresh()
    one, other = open_storage(url), open_storage(url)
    async with one.unit() as unit:
        await unit.districts.add("一", "一")
        waiting = asyncio.ensure_future(add(other, "二"))
        began = asyncio.get_running_loop().time()
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert asyncio.get_running_loop().time() - began < 5
        assert not waiting.done()
    await waiting
    assert await names(one) == ["一", "二"]
    for storage in (one, other):
        await storage.close()
    await sqlite_files.drop(url)


async def test_a_server_that_hangs_up_fails_the_whole_group(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("storage.writer.LONGEST", 60)
    url = await postgres_server.fresh()
    storage = open_storage(url)
    raw: Any = (await line(storage))._connection  # type: ignore[union-attr]

    async def cut() -> None:
        raw.terminate()

    ends = await asyncio.gather(
        add(storage, "一"), add(storage, "二", cut), add(storage, "三"), return_exceptions=True
    )
    assert isinstance(ends[0], StorageUnavailable)
    kept = await names(storage)
    assert kept == [name for name, end in zip("一二三", ends, strict=True) if end is None]
    await storage.close()
    await postgres_server.drop(url)


async def test_what_sqlite_undid_by_itself_is_not_taken_for_done(sqlite_storage: Storage):
    """After a full disk SQLite may have ended the transaction, whoever caught the error."""
    with pytest.raises(StorageUnavailable):
        async with sqlite_storage.unit() as unit:
            await unit.districts.add("一", "一")
            await unit.connection.exec_driver_sql("ROLLBACK")
    assert await names(sqlite_storage) == []
    await add(sqlite_storage, "之后")
    assert await names(sqlite_storage) == ["之后"]
