"""Due work: each (job, period, place) once, from waiting to done, given up or skipped."""

from datetime import datetime, timedelta

from storage.engine import Storage
from storage.job_claims import RunState
from storage.leases import new_holder
from storage.watch import Watch

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LIN, ZHOU = new_holder(), new_holder()


async def test_due_work_is_done_in_the_order_it_was_due(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("digest", "2026-11", now)
        await unit.job_runs.enlist("close", "2026-10", now - HOUR)
        assert [r.job for r in await unit.job_runs.unfinished()] == ["close", "digest"]
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        running = await unit.job_runs.get("close", "2026-10")
        assert (running.state, running.attempts) == (RunState.RUNNING, 1)
        assert await unit.job_runs.finish("close", "2026-10", now)
        assert [r.job for r in await unit.job_runs.unfinished()] == ["digest"]
        (last,) = await unit.job_runs.last_of("close")
        assert last.state is RunState.DONE
        assert await unit.job_runs.last_of("unknown") == []


async def test_work_is_finished_once(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now)
        assert not await unit.job_runs.finish("close", "2026-10", now)
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        assert await unit.job_runs.finish("close", "2026-10", now)
        assert not await unit.job_runs.finish("close", "2026-10", now)


async def test_a_period_is_enlisted_once(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now)
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        await unit.job_runs.enlist("close", "2026-10", now)
        assert await unit.job_runs.known_since(now) == {("close", "2026-10", 0)}
        assert await unit.job_runs.known_since(now + HOUR) == set()
        (run,) = await unit.job_runs.unfinished()
    assert run.state is RunState.RUNNING


async def test_every_street_has_a_run_of_its_own(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        runs = unit.job_runs
        await runs.enlist("close", "2026-10", now, [4, 7])
        await runs.enlist("close", "2026-10", now + HOUR, [7, 9])
        assert [run.place_id for run in await runs.of_period("close", "2026-10")] == [4, 7, 9]
        assert await runs.begin("close", "2026-10", LIN.claim(now), [4, 7]) == [4, 7]
        assert await runs.begin("close", "2026-10", ZHOU.claim(now), [4, 7]) == []
        await runs.fail("close", "2026-10", LIN.claim(now), "no", 4, give_up=True)
        assert await runs.finish("close", "2026-10", now, [4, 7, 9]) == [7]
        states = [run.state for run in await runs.of_period("close", "2026-10")]
        assert states == [RunState.FAILED, RunState.DONE, RunState.WAITING]
        await runs.enlist("close", "2026-11", now + 2 * HOUR, [4])
        assert [run.period for run in await runs.last_of("close")] == [
            "2026-11",
            "2026-10",
            "2026-10",
        ]


async def test_what_failed_waits_for_another_try_until_it_is_given_up(
    storage: Storage, now: datetime
):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now)
        for give_up, state in ((False, RunState.WAITING), (True, RunState.FAILED)):
            await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
            await unit.job_runs.fail(
                "close", "2026-10", LIN.claim(now), "y" * 2000, give_up=give_up
            )
            assert (await unit.job_runs.get("close", "2026-10")).state is state
        (failed,) = await unit.job_runs.failed()
    assert (failed.attempts, len(failed.error)) == (2, 1000)


async def test_earlier_periods_are_skipped_where_only_the_latest_matters(
    storage: Storage, now: datetime
):
    async with storage.unit() as unit:
        for number in (1, 2, 3):
            await unit.job_runs.enlist("grids", f"day-{number}", now + number * HOUR)
        await unit.job_runs.begin("grids", "day-1", LIN.claim(now))
        await unit.job_runs.finish("grids", "day-1", now)
        await unit.job_runs.skip_before("grids", now + 3 * HOUR, now)
        states = [(await unit.job_runs.get("grids", f"day-{n}")).state for n in (1, 2, 3)]
    assert states == [RunState.DONE, RunState.SKIPPED, RunState.WAITING]


async def test_the_watch_begins_with_the_first_start_and_is_no_run(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        assert await unit.bell.watch() is None
        await unit.bell.watched(Watch(since=now, until=now))
        await unit.bell.watched(Watch(since=now, until=now + HOUR))
        assert await unit.bell.watch() == Watch(since=now, until=now + HOUR)
        assert await unit.job_runs.known_since(now) == set()
        assert await unit.job_runs.unfinished() == []


async def test_what_waits_again_waits_for_nothing(storage: Storage, now: datetime):
    """A month just closed and closed again is due at the next ring, not after hours."""
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now)
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        await unit.job_runs.finish("close", "2026-10", now)
        await unit.job_runs.wait_again("close", "2026-10", now + HOUR)
        run = await unit.job_runs.get("close", "2026-10")
    assert run and run.state is RunState.WAITING and run.finished_at is None


async def test_a_run_is_claimed_by_one_until_its_claim_ends(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        runs = unit.job_runs
        await runs.enlist("close", "2026-10", now)
        assert await runs.begin("close", "2026-10", LIN.claim(now))
        assert not await runs.begin("close", "2026-10", ZHOU.claim(now))
        assert not await runs.begin("close", "2026-10", ZHOU.claim(now), again=True)
        await runs.hold(LIN.claim(now + 20 * SECOND))
        assert not await runs.note_cut_off("close", "2026-10", ZHOU.claim(now + 45 * SECOND))
        assert await runs.note_cut_off("close", "2026-10", ZHOU.claim(now + 51 * SECOND))
        run = await runs.get("close", "2026-10")
        assert (run.state, run.attempts, run.cut_offs) == (RunState.WAITING, 0, 1)
        assert run.finished_at == now, "it waits since it began"
        assert await runs.begin("close", "2026-10", ZHOU.claim(now + 51 * SECOND))
        await runs.fail("close", "2026-10", LIN.claim(now), "too late", give_up=True)
        assert (await runs.get("close", "2026-10")).state is RunState.RUNNING


async def test_a_clock_put_back_leaves_nothing_to_the_dead(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now - 3 * HOUR)
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        assert await unit.job_runs.note_cut_off("close", "2026-10", ZHOU.claim(now - 2 * HOUR))


async def test_who_is_alone_takes_everything_over(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", now)
        await unit.job_runs.begin("close", "2026-10", LIN.claim(now))
        await unit.job_runs.give_back()
        assert await unit.job_runs.note_cut_off("close", "2026-10", ZHOU.claim(now))
