"""The demo: everybody of a small office one click away, and a clock that can be moved forward."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from actions.people.links import make_link
from demo.fill import DemoPerson, Told
from domain.month_days import closing_day, day_of, digest_day, month_end_day
from domain.months import Month, instant, local
from storage.engine import Storage
from storage.unit import Unit
from web.guards import came_from_here
from web.pages import page
from words.times import full_day_words

STEP = timedelta(hours=6)
"""The clock is moved in steps, so that what is due on the way is done near its own time."""
EVENING = time(18, 0)
"""A jump to a day ends here: what is due on that day has been done by then."""
NIGHT = time(23, 58)
"""The month closes late on its closing day."""


class DemoClock(Protocol):
    def now(self) -> datetime: ...

    def forward(self, by: timedelta) -> None: ...


class Jump(NamedTuple):
    key: str
    label: str
    to: datetime
    meaning: str = ""


class Moved(NamedTuple):
    """One move of the clock, and what was told on the way."""

    since: datetime
    until: datetime
    told: Sequence[Told]


async def jumps(unit: Unit, now: datetime) -> list[Jump]:
    """Where the clock can go: the days that matter in the life of a month, each the next one."""
    month = Month.at(now)
    (frame, *_) = (await unit.frames.of_all(month)).values()
    policy, calendar = frame.policy, frame.calendar
    months = [month.plus(n) for n in (-1, 0, 1)]

    def next_of(day_in: Callable[[Month], date], at: time = EVENING) -> datetime:
        return min(t for m in months if (t := instant(day_in(m), at)) > now)

    return [
        Jump("hour", "前进 1 小时", now + timedelta(hours=1)),
        Jump("day", "前进 1 天", now + timedelta(days=1)),
        Jump("mid", "到 15 日", next_of(lambda m: day_of(m, 15)), "提醒进度落后的法律顾问"),
        Jump(
            "digest",
            "到月底前 3 天",
            next_of(lambda m: digest_day(m, policy)),
            "汇总发给村确认人和街道",
        ),
        Jump("end", "到下月 1 日", next_of(month_end_day), "上月未达标的交街道处理"),
        Jump(
            "close",
            "到结账日",
            next_of(lambda m: closing_day(m, policy, calendar), NIGHT),
            "上月月结",
        ),
    ]


class Demo:
    """`run_due` does what is due now, delivers it, and says what was told to whom."""

    def __init__(
        self,
        storage: Storage,
        clock: DemoClock,
        people: Sequence[DemoPerson],
        run_due: Callable[[], Awaitable[Sequence[Told]]],
    ) -> None:
        self.storage, self.clock, self.people, self.run_due = storage, clock, people, run_due
        self.moves: deque[Moved] = deque(maxlen=20)
        self._moving = asyncio.Lock()

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/demo", include_in_schema=False)
        router.add_api_route("", self.show, methods=["GET"], response_model=None)
        for path, does in (
            ("/enter/{person_id}", self.enter),
            ("/desk/{person_id}", self.enter_desk),
            ("/forward/{key}", self.forward),
        ):
            router.add_api_route(path, does, methods=["POST"], response_model=None)
        return router

    async def show(self) -> HTMLResponse:
        now = self.clock.now()
        async with self.storage.reading() as unit:
            places = await jumps(unit, now)
        return page(
            "demo.html",
            people=self.people,
            now=moment_words(now),
            jumps=[(j, full_day_words(local(j.to))) for j in places],
            moves=[
                (
                    moment_words(m.since),
                    moment_words(m.until),
                    [(moment_words(t.at), t) for t in m.told],
                )
                for m in reversed(self.moves)
            ],
        )

    async def enter(self, request: Request, person_id: int) -> RedirectResponse:
        return RedirectResponse(f"../../chat#k={await self._link(request, person_id)}", 303)

    async def enter_desk(self, request: Request, person_id: int) -> RedirectResponse:
        return RedirectResponse(f"../../desk/login#k={await self._link(request, person_id)}", 303)

    async def _link(self, request: Request, person_id: int) -> str:
        check_came_from_here(request)
        async with self.storage.unit() as unit:
            person = await unit.people.get(person_id)
            if person is None or person_id not in {p.person_id for p in self.people}:
                raise HTTPException(404, "演示里没有这个人。")
            return await make_link(unit, None, person, self.clock.now())

    async def forward(self, request: Request, key: str) -> RedirectResponse:
        check_came_from_here(request)
        async with self._moving:
            since = self.clock.now()
            async with self.storage.reading() as unit:
                found = [jump for jump in await jumps(unit, since) if jump.key == key]
            if not found:
                raise HTTPException(404, "时钟不能这样拨。")
            told = await self._move_to(found[0].to)
            self.moves.append(Moved(since, self.clock.now(), told))
        return RedirectResponse("../../demo#told", 303)

    async def _move_to(self, to: datetime) -> list[Told]:
        told: list[Told] = []
        while (left := to - self.clock.now()) > timedelta(0):
            self.clock.forward(min(left, STEP))
            told += await self.run_due()
        return told


def check_came_from_here(request: Request) -> None:
    if not came_from_here(request.headers):
        raise HTTPException(403, "请在演示页面上操作。")


def moment_words(moment: datetime) -> str:
    at = local(moment)
    return f"{at.year}年{full_day_words(at)} {at:%H:%M}"
