"""通报: taken away as a document by those who may read it, and by nobody else."""

import pytest

from actions.month.bulletin import bulletin_of, draft_of
from actions.month.closing import close_month, reopen_month
from actions.month.digests import tell_bulletin_ready
from actions.month.shortfalls import reconsider_village
from domain.errors import NotAllowed
from domain.notices import BulletinReady, Document
from domain.people import Role
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, enrolled, told, visited
from tests.documents import lines_of

FIFTH = at("2026-12-07 23:52")


async def closed_november(storage: Storage, town: Town) -> None:
    async with storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=330)
        await enrolled(unit, town.grid, "示例甲")
    await close_month(storage, NOVEMBER, FIFTH)


async def documents(storage: Storage) -> dict[int, Document | None]:
    """What came with the notice to each."""
    async with storage.unit() as unit:
        await tell_bulletin_ready(unit, NOVEMBER, FIFTH)
    async with storage.reading() as unit:
        notices = await told(unit, BulletinReady)
    return {person: notice.document for person, (notice,) in notices.items()}


async def test_only_who_answers_for_every_village_is_told_with_the_document(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    found = await documents(sqlite_storage)
    document = found.pop(town.li.person_id)
    assert found == {town.chen.person_id: None, town.zheng.person_id: None}
    assert document and document.name == "示例市2026年11月通报（草稿）.docx"
    async with sqlite_storage.reading() as unit:
        kept = await unit.files.get(document.file_id)
        text = (await unit.months.get(NOVEMBER)).bulletin
    assert kept and kept.name == document.name
    assert lines_of(kept.content)[0] == (text or "").splitlines()[0]
    assert "后塘村|5.5/8小时" in lines_of(kept.content)


async def test_colleagues_share_one_file(sqlite_storage: Storage, town: Town) -> None:
    async with sqlite_storage.unit() as unit:
        await unit.people.grant(town.chen.person_id, Role.OFFICE, town.city.id, FIFTH)
    await closed_november(sqlite_storage, town)
    found = await documents(sqlite_storage)
    assert found[town.chen.person_id] == found[town.li.person_id] is not None


async def test_told_again_nobody_hears_it_twice(sqlite_storage: Storage, town: Town) -> None:
    await closed_november(sqlite_storage, town)
    assert await documents(sqlite_storage) == await documents(sqlite_storage)


async def test_a_month_without_a_bulletin_has_no_document(
    sqlite_storage: Storage, town: Town
) -> None:
    assert set((await documents(sqlite_storage)).values()) == {None}
    async with sqlite_storage.unit() as unit:
        assert await bulletin_of(unit, town.li, NOVEMBER, FIFTH) == (None, None)


async def test_who_does_not_answer_for_all_gets_neither_text_nor_document(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    for actor in (town.chen, town.zheng, town.lin, town.wang, town.lao_zhou, town.stranger):
        async with sqlite_storage.unit() as unit:
            with pytest.raises(NotAllowed):
                await bulletin_of(unit, actor, NOVEMBER, FIFTH)


async def test_it_names_villages_and_no_people(sqlite_storage: Storage, town: Town) -> None:
    """So every messenger may carry it, those abroad too."""
    await closed_november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        text = (await draft_of(unit, NOVEMBER, FIFTH)).text or ""
    assert "南巷村" in text
    people = ("林晓", "周航", "王大姐", "老周", "小陈", "郑主任", "李书记", "示例甲")
    assert not [name for name in people if name in text]


async def test_of_one_street_it_bears_the_name_of_the_street(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        gone = town.nanxiang.model_copy(update={"retired_on": FIFTH.date()})
        await unit.villages.save(gone)
    await closed_november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        draft = await bulletin_of(unit, town.chen, NOVEMBER, FIFTH)
    assert draft.document and draft.document.name.startswith("示例街道2026年11月")


async def test_of_a_reopened_month_it_says_when_and_why_and_what_was_corrected(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    later = at("2026-12-09 10:00")
    async with sqlite_storage.unit() as unit:
        await reopen_month(unit, town.li, NOVEMBER, "漏记一次", later)
        before = await bulletin_of(unit, town.li, NOVEMBER, later)
        await visited(unit, town.lin, town.houtang, "2026-11-10 09:00", 120)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, later)
        after = await bulletin_of(unit, town.li, NOVEMBER, later)
        kept = await unit.files.get(after.document.file_id if after.document else 0)
    assert "2026年12月9日本月已重开，理由是“漏记一次”" in (before.text or "")
    assert "更正" not in (before.text or "")
    assert "后塘村2026年12月9日由5.5小时更正为7.5小时，理由是“漏记一次”。" in (after.text or "")
    assert "后塘村：5.5/8小时" in (after.text or "")
    assert kept and any("更正为7.5小时" in line for line in lines_of(kept.content))
    await close_month(sqlite_storage, NOVEMBER, at("2026-12-09 11:00"))
    async with sqlite_storage.unit() as unit:
        text = (await bulletin_of(unit, town.li, NOVEMBER, later)).text or ""
    assert "重开" not in text and "后塘村：7.5/8小时" in text
    assert "由5.5小时更正为7.5小时" in text
