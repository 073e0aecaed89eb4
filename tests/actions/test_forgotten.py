"""A forgotten check-out is asked about after four hours and in the evening, and never guessed."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from actions.forgotten import (
    anything_forgotten,
    ask_open_check_ins,
    asking_moments,
    expire_check_ins,
)
from domain.advisers import AdviserKind
from domain.check_ins import CheckIn, CheckInState
from domain.months import local, local_day
from domain.notices import CheckOutAsked
from domain.policy import Policy
from storage.engine import Storage
from storage.outbox import Outgoing
from storage.tables import outbox
from tests.domain.cast import at


def check_in(clock: str) -> CheckIn:
    return CheckIn(
        id=1,
        adviser_id=1,
        village_id=1,
        started_at=at(f"2026-11-20 {clock}"),
        state=CheckInState.OPEN,
    )


def asked_at(clock: str, policy: Policy | None = None) -> list[str]:
    return [f"{local(m):%H:%M}" for m in asking_moments(check_in(clock), policy or Policy())]


def test_it_is_asked_about_after_four_hours_and_in_the_evening() -> None:
    assert asked_at("14:10") == ["18:10", "21:03"]
    assert asked_at("19:00") == ["21:03", "23:00"]
    assert asked_at("21:20") == []
    assert asked_at("14:10", Policy(check_out_after_hours=2)) == ["16:10", "21:03"]


@given(st.integers(0, 23), st.integers(0, 59))
def test_nobody_is_asked_on_another_day(hour: int, minute: int) -> None:
    started = check_in(f"{hour:02d}:{minute:02d}")
    moments = asking_moments(started, Policy())
    assert all(local_day(m) == started.day and m > started.started_at for m in moments)


async def an_adviser_in_the_village(storage: Storage, clock: str) -> int:
    async with storage.unit() as unit:
        street = await unit.districts.add("321183003000", "黄梅街道")
        village = await unit.villages.add(street.id, "后塘村")
        person = await unit.people.add("林晓")
        await unit.advisers.add(person.id, AdviserKind.LAWYER)
        return (await unit.check_ins.start(person.id, village.id, at(f"2026-11-20 {clock}"))).id


async def look(storage: Storage, clock: str) -> None:
    """What the runner does every minute."""
    now = at(clock)
    async with storage.unit() as unit:
        await expire_check_ins(unit, now)
        await ask_open_check_ins(unit, now)


async def outgoing(storage: Storage) -> list[Outgoing]:
    async with storage.reading() as unit:
        rows = await unit.outbox.all_rows(select(outbox).order_by(outbox.c.id))
    return [Outgoing.model_validate(row) for row in rows]


async def test_the_question_is_put_once_for_each_moment(storage: Storage) -> None:
    await an_adviser_in_the_village(storage, "14:10")
    for clock in ("14:11", "18:09", "18:10", "18:11", "20:00", "21:03", "21:04", "23:59"):
        await look(storage, f"2026-11-20 {clock}")
    assert [f"{local(row.made_at):%H:%M}" for row in await outgoing(storage)] == ["18:10", "21:03"]


async def test_after_an_outage_it_is_asked_once(sqlite_storage: Storage) -> None:
    await an_adviser_in_the_village(sqlite_storage, "09:00")
    await look(sqlite_storage, "2026-11-20 21:40")
    assert len(await outgoing(sqlite_storage)) == 1


async def test_at_midnight_it_becomes_a_draft_and_the_adviser_hears_it_in_the_morning(
    storage: Storage,
) -> None:
    id_ = await an_adviser_in_the_village(storage, "20:30")
    await look(storage, "2026-11-21 00:01")
    await look(storage, "2026-11-21 00:02")
    (row,) = await outgoing(storage)
    assert isinstance(row.notice, CheckOutAsked) and row.notice.day_is_over
    assert f"{local(row.due_at):%m-%d %H:%M}" == "11-21 07:37"
    async with storage.reading() as unit:
        left = await unit.check_ins.get(id_)
        assert left is not None and left.state is CheckInState.DRAFT
        assert not await anything_forgotten(unit, at("2026-11-21 12:00"))


async def test_an_ended_one_is_not_asked_about(sqlite_storage: Storage) -> None:
    id_ = await an_adviser_in_the_village(sqlite_storage, "09:00")
    async with sqlite_storage.unit() as unit:
        await unit.check_ins.move(id_, CheckInState.DROPPED)
    await look(sqlite_storage, "2026-11-20 13:00")
    assert await outgoing(sqlite_storage) == []
