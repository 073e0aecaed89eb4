"""Who hears what a table changed (规则 2.8)."""

from datetime import date, datetime

from domain.change_notices import AppointmentChanged, PlaceChanged
from storage.engine import Storage
from tests.actions.imports.test_renames import CODED, imported, office, street
from tests.sheet_maker import ADVISERS, Rows

__all__ = ["office"]


async def told(storage: Storage) -> dict[str, list[AppointmentChanged | PlaceChanged]]:
    """The notices there are, by whom they are to."""
    async with storage.reading() as unit:
        rows = await unit.outbox.newer_than(0)
        found: dict[str, list[AppointmentChanged | PlaceChanged]] = {}
        for row in rows:
            person = await unit.people.get(row.person_id)
            found.setdefault(person.name, []).append(row.notice)
        return found


async def test_a_street_imported_first_tells_nobody(office: Storage, now: datetime):
    await imported(office, now, street(CODED))
    assert await told(office) == {}


async def test_who_is_replaced_by_a_table_and_who_comes(office: Storage, now: datetime):
    """林晓 served 后塘村, 周航 前湖村; from 1 November 周航 serves both."""
    await imported(office, now, {"法律顾问": ADVISERS})
    moved: Rows = (
        ADVISERS[0],
        ("后塘村", "周航", "律师", "13800000012", "2026-11-01"),
        ADVISERS[2],
    )
    await imported(office, now, {"法律顾问": moved})
    notices = await told(office)
    (ended,), (begun,) = notices["林晓"], notices["周航"]
    assert (ended.village, ended.until, ended.reason) == (
        "后塘村",
        date(2026, 10, 31),
        "导入了基础表",
    )
    assert (begun.village, begun.since) == ("后塘村", date(2026, 11, 1))

    await imported(office, now, {"法律顾问": moved})
    assert await told(office) == notices


async def test_a_village_renamed_by_a_table_is_told_once_to_each(office: Storage, now: datetime):
    await imported(office, now, street(CODED))
    await imported(office, now, street(CODED, "后塘新村"))
    notices = await told(office)
    assert set(notices) == {"林晓", "陈梅", "孙丽"}
    for (notice,) in notices.values():
        assert (notice.place, notice.into, notice.reason) == ("后塘村", "后塘新村", "导入了基础表")
