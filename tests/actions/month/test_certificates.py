"""Certificates that end are warned about in time, each once, in one message per recipient."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from actions.month.certificates import warn_of_certificates
from domain.mingbairen import Mingbairen, Stage
from domain.notices import NOTICES, GridLost, GridsAtRisk, Notice
from storage.engine import Storage
from storage.tables import outbox
from tests.cast import Office, open_office
from tests.domain.cast import at

MORNING = at("2026-11-20 07:53")


@pytest.fixture
async def office(sqlite_storage: Storage) -> Office:
    return await open_office(sqlite_storage, MORNING)


async def registered(office: Office, grid: str, name: str, until: date | None) -> Mingbairen:
    async with office.storage.unit() as unit:
        person = Mingbairen(
            id=0,
            grid_id=office.grids[grid],
            name=name,
            stage=Stage.REGISTERED,
            stage_since=date(2025, 1, 1),
            certificate_until=until,
        )
        return await unit.mingbairen.add(person, None, MORNING)


async def warn(office: Office, now: datetime = MORNING) -> list[tuple[str, Notice]]:
    """Run the warning; everything told so far, by whom."""
    names = {player.person_id: name for name, player in office.players.items()}
    async with office.storage.unit() as unit:
        await warn_of_certificates(unit, now)
    async with office.storage.reading() as unit:
        rows = await unit.outbox.all_rows(select(outbox).order_by(outbox.c.id))
    return [(names[row.person_id], NOTICES.validate_python(row.notice)) for row in rows]


async def test_the_grid_worker_and_the_office_hear_it_once(office: Office) -> None:
    await registered(office, "后塘村第一网格", "示例甲", date(2026, 12, 20))
    told = await warn(office)
    assert sorted(who for who, _ in told) == ["chen", "wang", "zhao"]
    notice = told[0][1]
    assert isinstance(notice, GridLost) and notice.at_risk
    assert (notice.village, notice.grid) == ("后塘村", "后塘村第一网格")
    assert notice.ends == (date(2026, 12, 20),)
    assert await warn(office, at("2026-11-21 07:53")) == told


async def test_a_course_whose_certificates_end_together_is_one_message(office: Office) -> None:
    for grid in ("后塘村第一网格", "后塘村第二网格", "南巷村第一网格"):
        await registered(office, grid, "示例甲", date(2026, 12, 1))
    told = dict(await warn(office))
    assert told.keys() == {"wang", "chen", "zhao"}
    assert isinstance(told["chen"], GridsAtRisk) and len(told["chen"].grids) == 3
    assert isinstance(told["wang"], GridsAtRisk) and len(told["wang"].grids) == 2


async def test_a_colleague_whose_certificate_lasts_is_reason_enough_to_be_silent(
    office: Office,
) -> None:
    await registered(office, "后塘村第一网格", "示例甲", date(2026, 12, 1))
    await registered(office, "后塘村第一网格", "示例乙", None)
    await registered(office, "后塘村第二网格", "示例丙", date(2027, 3, 1))
    assert await warn(office) == []


async def test_a_renewed_certificate_that_ends_is_another_one(office: Office) -> None:
    person = await registered(office, "后塘村第一网格", "示例甲", date(2026, 12, 1))
    before = len(await warn(office))
    async with office.storage.unit() as unit:
        renewed = person.model_copy(update={"certificate_until": date(2027, 12, 1)})
        await unit.mingbairen.save(renewed)
    assert len(await warn(office, at("2027-06-01 07:53"))) == before
    assert len(await warn(office, at("2027-11-20 07:53"))) == 2 * before
