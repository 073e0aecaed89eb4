"""Two streets of one county: each by its own rules, each with a month of its own."""

from datetime import date

import pytest

from actions.confirmations import confirm_visit
from actions.month.closing import close_month, reopen_month
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.glance import month_at_a_glance, short_villages
from actions.month.overview import shortfalls_as_of
from actions.month.shortfalls import reconsider_village, waive, why
from actions.policies import change_policy, policy_of
from actions.streets import own_street, side_by_side, streets_led, streets_of
from actions.visits import record_visit
from domain.bulletin import Part
from domain.errors import NotAllowed, NotFound
from domain.months import MonthPhase
from domain.policy import MonthFrozen, Policy, QuotaBasis
from domain.shortfalls import ShortfallKind, State
from domain.visits import MonthClosed
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, build, stay, visited

MID = at("2026-11-20 20:00")
AFTER = at("2026-12-01 08:11")
THIRD = at("2026-12-03 23:52")
FOURTH = at("2026-12-04 09:00")


async def two_ways(unit: Unit, town: Town) -> None:
    """The county wants 5 hours of each village; the other street wants them of each adviser, and
    closes on the 10th instead of the 3rd. 林晓 serves both streets."""
    long_ago = at("2026-01-01 09:00")
    every = Policy(quota=300, closing_day=3)
    other = Policy(basis=QuotaBasis.ADVISER, closing_day=10, grid_least=2)
    await unit.policies.set(every, NOVEMBER, None, long_ago, town.city.id)
    await unit.policies.set(other, NOVEMBER, None, long_ago, town.other_street.id)
    await unit.advisers.assign(town.lin.person_id, town.nanxiang.id, date(2026, 11, 1))


async def rows_of(storage: Storage) -> dict[tuple[str, int, int], tuple[State, int, int]]:
    async with storage.reading() as unit:
        return {
            (f"{r.kind} {r.subject}", r.subject_id, r.place_id): (r.state, r.figure, r.wanted)
            for r in await unit.shortfalls.of_month(NOVEMBER)
        }


async def test_an_adviser_of_two_streets_is_judged_in_each_by_its_rules(storage: Storage) -> None:
    town = await build(storage)
    async with storage.unit() as unit:
        await two_ways(unit, town)
        await visited(unit, town.lin, town.houtang, minutes=240)
        await visited(unit, town.lin, town.houxin, "2026-11-04 09:00", 30)
    await evaluate_month(storage, NOVEMBER, AFTER)
    there = town.other_street.id
    expected = {
        ("hours village", town.houtang.id, 0): (State.SHORT, 240, 300),
        ("hours village", town.houxin.id, 0): (State.SHORT, 30, 300),
        ("no_visit village", town.nanxiang.id, 0): (State.SHORT, 0, 1),
        ("hours adviser", town.lin.person_id, there): (State.SHORT, 270, 300),
        ("hours adviser", town.zhou.person_id, there): (State.SHORT, 0, 300),
    }
    assert await rows_of(storage) == expected
    async with storage.unit() as unit:
        lines = await shortfalls_as_of(unit, at("2026-11-30 23:59"))
        assert sorted((x.kind, x.figure, x.wanted) for x in lines if x.kind.startswith("h")) == [
            (ShortfallKind.HOURS, 0, 300),
            (ShortfallKind.HOURS, 30, 300),
            (ShortfallKind.HOURS, 240, 300),
            (ShortfallKind.HOURS, 270, 300),
        ]


async def test_an_hour_in_one_street_counts_for_its_adviser_in_the_other(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        await record_visit(
            unit, town.lin, stay(town.lin, town.houtang, "2026-11-19 09:00", 360), MID
        )
    row = (await rows_of(sqlite_storage))["hours adviser", town.lin.person_id, town.other_street.id]
    assert row == (State.MADE_UP, 360, 300)


async def test_the_leader_of_a_street_waives_what_its_own_rules_made(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        rows = await unit.shortfalls.of_month(NOVEMBER)
        lin = next(row for row in rows if row.subject_id == town.lin.person_id and row.place_id)
        with pytest.raises(NotAllowed):
            await waive(unit, town.zheng, lin.id, "生病", MID)
        with pytest.raises(NotFound):
            await why(unit, town.chen, lin.id)
        assert (await why(unit, town.lin, lin.id)).row == lin
        await waive(unit, town.li, lin.id, "生病", MID)


async def test_each_street_closes_reopens_and_freezes_by_itself(storage: Storage) -> None:
    town = await build(storage)
    here, there = town.street.id, town.other_street.id
    async with storage.unit() as unit:
        await two_ways(unit, town)
        await visited(unit, town.lin, town.houtang, minutes=240)
    await evaluate_month(storage, NOVEMBER, AFTER)
    assert await close_month(storage, NOVEMBER, here, THIRD)
    rows = await rows_of(storage)
    assert rows["hours village", town.houtang.id, 0][0] is State.FINAL
    assert rows["no_visit village", town.nanxiang.id, 0][0] is State.SHORT
    async with storage.unit() as unit:
        far = stay(town.lin, town.nanxiang, "2026-11-20 09:00", 60)
        visit = await record_visit(unit, town.lin, far, FOURTH)
        with pytest.raises(MonthClosed):
            near = stay(town.lin, town.houtang, "2026-11-21 09:00", 60)
            await record_visit(unit, town.lin, near, FOURTH)
        assert visit.minutes == 60
        assert set(await unit.months.frozen(NOVEMBER)) == {town.houtang.id, town.houxin.id}
        await reopen_month(unit, town.li, here, NOVEMBER, "漏记一次", FOURTH)
    async with storage.reading() as unit:
        assert not await unit.months.is_closed(NOVEMBER, here)
    assert await close_month(storage, NOVEMBER, there, at("2026-12-10 23:52"))
    async with storage.reading() as unit:
        texts = await unit.months.bulletins(NOVEMBER, [here, there])
    assert "按村（社区）考核" in texts[here] and "后塘村：4/5小时" in texts[here]
    assert "按法律顾问考核" in texts[there] and "后塘村" not in texts[there]


async def test_grids_are_covered_by_as_many_as_their_street_wants(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
        await unit.grids.add(town.nanxiang.id, "南巷网格", "NX-01")
    await evaluate_grids(sqlite_storage, MID)
    async with sqlite_storage.reading() as unit:
        bare = await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])
    assert sorted(row.wanted for row in bare) == [1, 1, 2]
    assert not (await evaluate_grids(sqlite_storage, MID)).changed


async def test_a_street_that_has_not_begun_is_not_judged(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        begun = town.street.model_copy(update={"began_on": date(2026, 12, 1)})
        await unit.districts.save(begun)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    await evaluate_grids(sqlite_storage, MID)
    async with sqlite_storage.unit() as unit:
        assert await unit.shortfalls.open_of_kind(
            [ShortfallKind.GRID_UNCOVERED, ShortfallKind.VILLAGE_THIN]
        ) == await unit.shortfalls.open_of_kind([ShortfallKind.VILLAGE_THIN])
        await reconsider_village(unit, town.houtang.id, NOVEMBER, MID)
    assert {key[1] for key in await rows_of(sqlite_storage)} == {town.nanxiang.id}


async def test_a_county_sees_its_streets_side_by_side_in_the_order_of_their_codes(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
        await visited(unit, town.lin, town.nanxiang, minutes=480)
        found = await side_by_side(unit, town.li, NOVEMBER, FOURTH)
        assert [each.street.name for each in found] == ["示例街道", "另一街道"]
        assert [each.villages for each in found] == [Part(0, 2), Part(1, 1)]
        assert [each.phase for each in found] == [MonthPhase.CLOSED, MonthPhase.LATE_ENTRIES]
        far = await own_street(unit, town.li, town.other_street.id)
        glance = await month_at_a_glance(unit, town.li, NOVEMBER, FOURTH, far)
        assert (glance.office, glance.basis) == ("另一街道", QuotaBasis.ADVISER)
        assert (glance.villages, glance.advisers) == (Part(1, 1), Part(1, 2))
        near = await short_villages(unit, town.li, NOVEMBER, FOURTH, town.street)
        assert {standing.village.name for standing, _ in near} == {"后塘村", "后莘社区"}
        with pytest.raises(NotAllowed):
            await own_street(unit, town.chen, town.other_street.id)
        assert await streets_of(unit, town.chen) == [town.street]
        with pytest.raises(NotAllowed):
            await streets_led(unit, town.chen)


async def test_what_a_place_says_is_changed_field_by_field(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await change_policy(unit, town.city, NOVEMBER, {"quota": 600}, [], None, MID)
        await change_policy(unit, town.street, NOVEMBER, {"closing_day": 8}, [], None, MID)
        await change_policy(unit, town.street, NOVEMBER, {"quota": 300}, [], None, MID)
        shown = await policy_of(unit, town.street, NOVEMBER)
        assert (shown.policy.quota, shown.policy.closing_day) == (300, 8)
        assert shown.origins == {"quota": "示例街道", "closing_day": "示例街道"}
        await change_policy(unit, town.street, NOVEMBER, {}, ["quota"], None, MID)
        shown = await policy_of(unit, town.street, NOVEMBER)
        assert (shown.policy.quota, shown.origins["quota"]) == (600, "示例市")
        assert (await policy_of(unit, None, NOVEMBER)).policy == Policy()
        noted = (await unit.audit.of("policy", town.street.id))[-1]
        assert noted["after"] == {"closing_day": 8, "effective_from": "2026-11"}


async def test_a_policy_is_not_changed_for_a_month_that_is_shut_in_a_street_below(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
        for place in (town.city, town.street, None):
            with pytest.raises(MonthFrozen):
                await change_policy(unit, place, NOVEMBER, {"quota": 1}, [], None, FOURTH)
        await change_policy(unit, town.other_street, NOVEMBER, {"quota": 1}, [], None, FOURTH)


async def test_the_village_answers_until_its_own_street_has_closed(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await two_ways(unit, town)
        visit = await visited(unit, town.lin, town.houtang)
        with pytest.raises(MonthClosed):
            await confirm_visit(unit, town.lao_zhou, visit.id, None, FOURTH)
        await confirm_visit(unit, town.lao_zhou, visit.id, None, at("2026-12-03 20:00"))
