"""A whole month over a small office: who is told what, when, and that it is told once."""

from collections.abc import Awaitable, Callable

from actions.month.cases import receive
from domain.illnesses import CalendarMissing, MessengerIll
from domain.months import Month
from domain.notices import BulletinReady, Digest, HoursReminder
from domain.people import Role
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import ShortfallKind, State
from tests.documents import lines_of
from tests.domain.cast import at
from tests.scheduler.conftest import Weeks, of_person

Begin = Callable[[str], Awaitable[Weeks]]


async def lived_november(weeks: Weeks) -> None:
    """林 completes 后塘村 early and 后莘村 late; 周 forgets to record until December; nobody
    serves 大卓村."""
    await weeks.live_until("2026-11-10 20:00")
    await weeks.visit("lin", "后塘村", "2026-11-05", "09:00", "17:00")
    await weeks.visit("lin", "后莘村", "2026-11-10", "09:00", "11:00")
    await weeks.live_until("2026-11-25 20:00")
    await weeks.visit("lin", "后莘村", "2026-11-25", "09:00", "15:00")
    await weeks.live_until("2026-12-02 20:00")
    await weeks.visit("zhou", "南巷村", "2026-11-29", "09:00", "17:00")
    await weeks.live_until("2026-12-09 12:00")


async def is_frozen(weeks: Weeks) -> None:
    async with weeks.storage.reading() as unit:
        rows = await unit.shortfalls.of_month(Month(2026, 11))
        assert await unit.months.is_closed(Month(2026, 11), weeks.office.district_id)
        assert await unit.job_runs.failed() == []
    names = {village.id: village.name for village in weeks.office.villages.values()}
    assert sorted((names[row.subject_id], row.kind, row.state) for row in rows) == [
        ("南巷村", ShortfallKind.HOURS, State.MADE_UP),
        ("后莘村", ShortfallKind.HOURS, State.MADE_UP),
        ("大卓村", ShortfallKind.NO_ADVISER, State.FINAL),
    ]


async def test_everybody_is_told_what_concerns_them_and_once(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-01 12:00")
    await lived_november(weeks)
    told = await weeks.told()
    assert of_person(told, "lin") == [
        ("11-15", "hours_reminder"),
        ("11-20", "hours_reminder"),
        ("11-25", "made_up"),
    ]
    assert of_person(told, "zhou") == [
        ("11-15", "hours_reminder"),
        ("11-20", "hours_reminder"),
        ("12-01", "preview"),
        ("12-02", "made_up"),
    ]
    assert of_person(told, "li") == [
        ("11-10", "visit_to_confirm"),
        ("11-27", "before_month_end"),
        ("12-01", "preview"),
    ]
    mondays = ["11-02", "11-09", "11-16", "11-23", "11-30", "12-07"]
    assert of_person(told, "wang") == [(day, "grids_weekly") for day in mondays]
    assert [entry for entry in of_person(told, "chen") if entry[1] != "grids_weekly"] == [
        ("11-06", "bulletin_ready"),
        ("11-27", "before_month_end"),
        ("12-01", "month_end"),
        ("12-02", "made_up"),
        ("12-08", "bulletin_ready"),
    ]
    escalated = [day for day, about in of_person(told, "zhao") if about == "cases_escalated"]
    assert escalated == ["11-05", "12-04"]
    assert not of_person(told, "stranger")
    await is_frozen(weeks)


async def test_the_office_receives_the_bulletin_as_a_document(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-30 12:00")
    await lived_november(weeks)
    ready = [notice for _, _, notice in await weeks.notices() if isinstance(notice, BulletinReady)]
    (document,) = {notice.document for notice in ready if notice.month == "2026-11"}
    assert document
    async with weeks.storage.reading() as unit:
        kept = await unit.files.get(document.file_id)
    assert kept and kept.name == document.name == "黄梅街道2026年11月通报（草稿）.docx"
    assert "大卓村|未配备法律顾问" in lines_of(kept.content)
    await weeks.live_until("2026-12-23 12:00")
    async with weeks.storage.reading() as unit:
        assert await unit.files.get(document.file_id) is None


async def test_a_reminder_names_the_hours_left_and_the_villages(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-14 12:00")
    await weeks.visit("lin", "后莘村", "2026-11-10", "09:00", "11:00")
    await weeks.live_until("2026-11-15 12:00")
    reminders = {
        who: notice for _, who, notice in await weeks.notices() if isinstance(notice, HoursReminder)
    }
    assert [(line.village, line.figure) for line in reminders["lin"].lines] == [
        ("后塘村", 0),
        ("后莘村", 120),
    ]
    assert reminders["lin"].working_days_left == 11
    assert [line.village for line in reminders["zhou"].lines] == ["南巷村"]


async def test_after_an_outage_what_is_still_of_use_is_told_once(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-10 12:00")
    done = await weeks.sleep_until("2027-01-20 12:00")
    monthly = [each for each in done if each[0] in ("digest", "month_end", "close")]
    assert monthly == [
        ("digest", "2026-11"),
        ("month_end", "2026-11"),
        ("close", "2026-11"),
        ("digest", "2026-12"),
        ("month_end", "2026-12"),
        ("close", "2026-12"),
    ]
    told = await weeks.told()
    assert of_person(told, "lin") == [("01-20", "hours_reminder")]
    assert of_person(told, "li") == []
    of_chen = [about for _, about in of_person(told, "chen")]
    assert sorted(of_chen) == [
        "bulletin_ready",
        "bulletin_ready",
        "grids_weekly",
        "month_end",
        "month_end",
    ]
    await weeks.live_until("2027-01-20 23:00")
    assert await weeks.told() == told


async def test_a_person_of_two_roles_gets_one_digest(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-26 12:00")
    chen = weeks.office.players["chen"].person_id
    async with weeks.storage.unit() as unit:
        houtang = weeks.office.villages["后塘村"].id
        await unit.people.grant(chen, Role.VILLAGE_CONFIRMER, houtang, weeks.now)
    await weeks.live_until("2026-11-27 12:00")
    digests = [n for _, who, n in await weeks.notices() if who == "chen" and isinstance(n, Digest)]
    assert len(digests) == 1
    villages = [line.village for line in digests[0].lines]
    assert sorted(villages) == sorted(["后塘村", "后莘村", "南巷村", "大卓村"])


async def test_an_answered_case_does_not_go_to_the_leader(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-30 12:00")
    await weeks.live_until("2026-12-01 12:00")
    async with weeks.storage.unit() as unit:
        chen = await unit.people.actor(weeks.office.players["chen"].person_id)
        assert chen is not None
        for case in await unit.cases.unanswered():
            await receive(unit, chen, case.shortfall_id, weeks.now)
    await weeks.live_until("2026-12-09 12:00")
    assert "cases_escalated" not in [about for _, about in of_person(await weeks.told(), "zhao")]


async def test_under_the_basis_adviser_the_adviser_is_reminded_of_all_their_villages(
    weeks_from: Begin,
) -> None:
    weeks = await weeks_from("2026-11-14 12:00")
    async with weeks.storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, Month(2026, 11), None, weeks.now)
    await weeks.visit("lin", "后莘村", "2026-11-10", "09:00", "11:00")
    await weeks.live_until("2026-11-15 12:00")
    reminders = {
        who: notice for _, who, notice in await weeks.notices() if isinstance(notice, HoursReminder)
    }
    assert [(line.kind, line.subject) for line in reminders["lin"].lines] == [
        (ShortfallKind.NO_VISIT, "后塘村"),
        (ShortfallKind.HOURS, "林晓"),
    ]


async def test_the_office_reads_what_ails_the_bot(weeks_from: Begin) -> None:
    weeks = await weeks_from("2026-11-26 12:00")
    lin = weeks.office.players["lin"].person_id
    async with weeks.storage.unit() as unit:
        await unit.outbox.note_health("telegram", "timeout", at("2026-11-26 08:00"))
        (account,) = await unit.people.accounts_of(lin)
        await unit.people.close_account(account.id, "blocked", weeks.now)
    await weeks.live_until("2026-11-27 12:00")
    digests = {who: n for _, who, n in await weeks.notices() if isinstance(n, Digest)}
    ill, missing = digests["chen"].illnesses
    assert ill == MessengerIll(messenger="telegram", since=at("2026-11-26 08:00"), why="timeout")
    assert missing == CalendarMissing(year=2027)
    (door,) = digests["chen"].shut
    assert (door.name, door.messenger, door.reason) == ("林晓", "test", "blocked")
    assert digests["li"].illnesses == digests["li"].shut == ()
