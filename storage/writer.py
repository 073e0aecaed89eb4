"""The one writer. Units follow each other on its connection; those that were waiting for each
other become durable together, by one commit (docs/decisions/0006).

Each unit that shares a commit is a savepoint: one that fails takes back only itself. None is over
before the commit: where that fails, all of them fail. What is begun here is brought to its end in
tasks of its own, so that a cancelled unit leaves neither the turn taken nor others uncommitted.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.lines import Line
from storage.unavailable import DatabaseReplaced, StorageUnavailable, hung_up

LONGEST = 0.02
"""Seconds after which units that are over no longer wait for others to share their commit."""
T = TypeVar("T")


class _Group:
    """Units of one commit: how many are over, and whether they are durable: None, or the error."""

    def __init__(self) -> None:
        self.since, self.over = time.monotonic(), 0
        self.durable: asyncio.Future[BaseException | None] = asyncio.Future()


class Writer:
    def __init__(
        self,
        connect: Callable[[], Awaitable[tuple[AsyncConnection, Line]]],
        check: Callable[[AsyncConnection], None],
    ) -> None:
        """`check` refuses a connection whose file is no longer there: before work, before its
        commit, and before it is said that it was done."""
        self._connect, self._check = connect, check
        self._turn, self._waiting = asyncio.Lock(), 0
        self._open: tuple[AsyncConnection, Line] | None = None
        self._group: _Group | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def unit(self, *, alone: bool) -> AsyncIterator[AsyncConnection]:
        """A turn to write; over when what was written is durable."""
        await self._take_turn()
        entering = self._start(self._enter(alone))
        try:
            group = await asyncio.shield(entering)
        except asyncio.CancelledError:
            self._start(self._leave_again(entering))
            raise
        try:
            yield self._here[0]
        except BaseException:
            await self._to_its_end(self._undo(group))
            raise
        await self._to_its_end(self._finish(group, alone))
        if error := await asyncio.shield(group.durable):
            replaced = isinstance(error, DatabaseReplaced)
            raise DatabaseReplaced if replaced else StorageUnavailable(str(error)) from error

    def check(self) -> None:
        """What this connection knows of its file is more than a new one could find out."""
        if self._open:
            self._check(self._open[0])

    @asynccontextmanager
    async def idle(self) -> AsyncIterator[None]:
        """A turn in which the writer's own connection is closed."""
        await self._take_turn()
        try:
            await self._commit()
            if self._open:
                (connection, _), self._open = self._open, None
                await connection.close()
            yield
        finally:
            self._turn.release()

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            self._start(self._commit_what_waited())
            raise
        finally:
            self._waiting -= 1

    async def _commit_what_waited(self) -> None:
        """For whoever was the last in the queue and has left it."""
        async with self._turn:
            if not self._waiting:
                await self._commit()

    async def _enter(self, alone: bool) -> _Group:
        try:
            if alone:
                await self._commit()
            if self._group is None:
                await self._begin()
                self._group = _Group()
            elif self._group.over:
                await self._here[1].mark()
        except BaseException as error:
            await self._broken(error)
            self._turn.release()
            raise
        return self._group

    async def _leave_again(self, entering: "asyncio.Task[_Group]") -> None:
        await asyncio.wait([entering])
        if not entering.cancelled() and not entering.exception():
            await self._undo(entering.result())

    @property
    def _here(self) -> tuple[AsyncConnection, Line]:
        assert self._open
        return self._open

    async def _begin(self) -> None:
        """On the connection there is; when the server has hung up meanwhile, on a new one."""
        kept = self._open is not None
        try:
            await self._begin_here()
        except Exception as error:
            if not kept or not hung_up(error):
                raise
            await self._broken(error)
            await self._begin_here()

    async def _begin_here(self) -> None:
        if self._open is None:
            self._open = await self._connect()
        self._check(self._open[0])
        await self._open[1].begin_writing()

    async def _finish(self, group: _Group, alone: bool) -> None:
        try:
            if group.over:
                await self._here[1].forget_mark()
            group.over += 1
            await self._commit_unless_shared(alone)
        except BaseException as error:
            await self._broken(error)
            raise
        finally:
            self._turn.release()

    async def _undo(self, group: _Group) -> None:
        try:
            line = self._here[1]
            if group.over:
                await line.back_to_mark()
                await self._commit_unless_shared()
            else:
                self._group = None
                await line.rollback()
        except BaseException as error:
            await self._broken(error)
        finally:
            self._turn.release()

    async def _commit_unless_shared(self, alone: bool = False) -> None:
        """Whoever waits for the turn goes on in the same transaction."""
        group = self._group
        late = group is not None and time.monotonic() - group.since > LONGEST
        if alone or late or not self._waiting:
            await self._commit()

    async def _commit(self) -> None:
        group, self._group = self._group, None
        if group is None:
            return
        try:
            connection, line = self._here
            self._check(connection)
            await line.commit()
            self._check(connection)
        except BaseException as error:
            self._group = group
            await self._broken(error)
            if not isinstance(error, Exception):
                raise
        else:
            group.durable.set_result(None)

    async def _broken(self, error: BaseException) -> None:
        """Nothing of the transaction is kept, and the connection is given up; not the one to a file
        that is gone: closed, it would write into the one that is there instead."""
        group, self._group = self._group, None
        if group:
            group.durable.set_result(error)
        if self._open is None:
            return
        connection, line = self._open
        if isinstance(error, DatabaseReplaced):
            await line.rollback()
        else:
            self._open = None
            await connection.invalidate()
            await connection.close()

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.shield(self._start(work))

    def _start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
