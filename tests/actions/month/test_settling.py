"""Made up, short again, made up once more: who hears what, and how often."""

from datetime import date

from actions.advisers import replace_adviser
from actions.month.digests import send_preview
from actions.month.evaluation import evaluate_month
from actions.month.reminders import remind_behind
from actions.month.shortfalls import reconsider_village
from actions.visits import record_visit, withdraw_visit
from domain.advisers import Adviser
from domain.notices import Digest, HoursReminder, MadeUp, ShortAgain
from domain.people import Role
from domain.shortfalls import Shortfall, State, Transition
from domain.visits import Visit
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, stay, told

MID = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")
AFTER = at("2026-12-01 08:11")


async def reminded(storage: Storage, town: Town) -> Shortfall:
    """林晓, who is behind in 后塘村, and 小陈 were told of it."""
    await evaluate_month(storage, NOVEMBER, MID)
    async with storage.unit() as unit:
        rows = await unit.shortfalls.of_month(NOVEMBER)
        (row,) = [row for row in rows if row.subject_id == town.houtang.id]
        pairs = [(row.id, person.person_id) for person in (town.lin, town.chen, town.lao_zhou)]
        await unit.told.mark(pairs, MID)
    return row


async def eight_hours(unit: Unit, town: Town) -> Visit:
    return await record_visit(unit, town.lin, stay(town.lin, town.houtang, minutes=480), LATER)


async def times(unit: Unit, about: type) -> dict[int, int]:
    return {person: len(heard) for person, heard in (await told(unit, about)).items()}


async def test_short_again_is_told_to_whoever_was_told_that_it_was_made_up(
    sqlite_storage: Storage, town: Town
):
    await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        visit = await eight_hours(unit, town)
        heard = await times(unit, MadeUp)
        assert heard == {p.person_id: 1 for p in (town.lin, town.chen, town.lao_zhou)}
        await withdraw_visit(unit, town.lin, visit.id, LATER)
        assert await times(unit, ShortAgain) == heard
        (notice,) = (await told(unit, ShortAgain))[town.lin.person_id]
        assert (notice.line.village, notice.line.figure, notice.line.wanted) == ("后塘村", 0, 480)


async def test_evaluated_again_and_again_nobody_hears_it_twice(sqlite_storage: Storage, town: Town):
    await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        visit = await eight_hours(unit, town)
    for _ in range(2):
        await evaluate_month(sqlite_storage, NOVEMBER, LATER)
    async with sqlite_storage.unit() as unit:
        assert set((await times(unit, MadeUp)).values()) == {1}
        await withdraw_visit(unit, town.lin, visit.id, LATER)
    for _ in range(2):
        await evaluate_month(sqlite_storage, NOVEMBER, LATER)
    async with sqlite_storage.reading() as unit:
        assert set((await times(unit, ShortAgain)).values()) == {1}


async def test_made_up_once_more_is_told_after_it_was_told_that_it_is_short(
    sqlite_storage: Storage, town: Town
):
    await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        visit = await eight_hours(unit, town)
        await withdraw_visit(unit, town.lin, visit.id, LATER)
        await eight_hours(unit, town)
        assert set((await times(unit, MadeUp)).values()) == {2}
        assert set((await times(unit, ShortAgain)).values()) == {1}


async def test_made_up_is_not_told_again_to_who_never_heard_that_it_was_short_again(
    sqlite_storage: Storage, town: Town
):
    """A row that swings without anybody being told of the way down, as 0.1.0 let it."""
    row = await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        await eight_hours(unit, town)
        await unit.shortfalls.apply([Transition(State.MADE_UP, row)], LATER)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        assert set((await times(unit, MadeUp)).values()) == {1}


async def test_who_is_told_of_it_anew_hears_again_when_it_is_made_up(
    sqlite_storage: Storage, town: Town
):
    row = await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        await unit.told.made_up([(row.id, town.lin.person_id)], MID)
        await unit.told.mark([(row.id, town.lin.person_id)], LATER)
        await eight_hours(unit, town)
        assert (await times(unit, MadeUp))[town.lin.person_id] == 1


async def replaced(unit: Unit, town: Town) -> None:
    zhou = await unit.advisers.get(town.zhou.person_id)
    assert isinstance(zhou, Adviser)
    day = date(2026, 11, 20)
    await replace_adviser(unit, town.chen, town.houtang.id, zhou, day, MID, "工作调整")


async def test_who_no_longer_serves_the_village_hears_nothing_more_of_it(
    sqlite_storage: Storage, town: Town
):
    await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        await replaced(unit, town)
        draft = stay(town.zhou, town.houtang, "2026-11-21 00:00", minutes=480)
        visit = await record_visit(unit, town.zhou, draft, at("2026-11-21 20:00"))
        assert set(await times(unit, MadeUp)) == {town.chen.person_id, town.lao_zhou.person_id}
        await withdraw_visit(unit, town.zhou, visit.id, at("2026-11-21 21:00"))
        assert town.lin.person_id not in await times(unit, ShortAgain)


async def test_who_no_longer_confirms_or_answers_for_it_hears_nothing_more(
    sqlite_storage: Storage, town: Town
):
    await reminded(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        confirms, place = Role.VILLAGE_CONFIRMER, town.houtang.id
        await unit.people.revoke(town.lao_zhou.person_id, confirms, place, MID)
        await unit.people.revoke(town.chen.person_id, Role.OFFICE, town.street.id, MID)
        await eight_hours(unit, town)
        assert set(await times(unit, MadeUp)) == {town.lin.person_id}


async def test_the_reminder_names_only_villages_that_are_still_theirs(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await replaced(unit, town)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        await remind_behind(unit, date(2026, 11, 20), MID)
        reminders = await told(unit, HoursReminder)
    named = {p: [line.village for line in heard[0].lines] for p, heard in reminders.items()}
    assert named[town.lin.person_id] == ["后莘社区"]
    assert sorted(named[town.zhou.person_id]) == ["南巷村", "后塘村"]


async def test_nor_does_the_preview_of_the_late_entries(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await replaced(unit, town)
    await evaluate_month(sqlite_storage, NOVEMBER, AFTER)
    async with sqlite_storage.unit() as unit:
        await send_preview(unit, NOVEMBER, AFTER)
        digests = await told(unit, Digest)
    (to_lin,) = digests[town.lin.person_id]
    assert [line.village for line in to_lin.lines] == ["后莘社区"]


async def test_who_begins_next_week_is_not_reminded_yet(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await unit.advisers.assign(town.zhou.person_id, town.houxin.id, date(2026, 11, 27))
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        await remind_behind(unit, date(2026, 11, 20), MID)
        (to_zhou,) = (await told(unit, HoursReminder))[town.zhou.person_id]
    assert [line.village for line in to_zhou.lines] == ["南巷村"]
