"""通报: every street has its own; taken away as a document by those who may read it."""

import pytest

from actions.month.bulletin import bulletin_of, tell_bulletin_ready
from actions.month.closing import close_month, reopen_month
from actions.month.shortfalls import reconsider_village
from domain.errors import NotAllowed
from domain.notices import BulletinReady
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, close_all, enrolled, told, visited
from tests.documents import lines_of

FIFTH = at("2026-12-07 23:52")


async def closed_november(storage: Storage, town: Town) -> None:
    async with storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=330)
        await enrolled(unit, town.grid, "示例甲")
    await close_all(storage, NOVEMBER, FIFTH)


async def ready(storage: Storage) -> dict[int, BulletinReady]:
    """The notice to each."""
    async with storage.unit() as unit:
        await tell_bulletin_ready(unit, NOVEMBER, FIFTH)
    async with storage.reading() as unit:
        return {person: one for person, (one,) in (await told(unit, BulletinReady)).items()}


async def test_every_office_has_the_document_of_its_street(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    found = await ready(sqlite_storage)
    document = found[town.chen.person_id].document
    assert found.keys() == {town.chen.person_id, town.zheng.person_id, town.li.person_id}
    assert document and document.name == "示例街道2026年11月通报（草稿）.docx"
    async with sqlite_storage.reading() as unit:
        kept = await unit.files.get(document.file_id)
        text = (await unit.months.get(NOVEMBER, town.street.id)).bulletin
    assert kept and kept.name == document.name
    assert lines_of(kept.content)[0] == (text or "").splitlines()[0]
    assert "后塘村|5.5/8小时" in lines_of(kept.content)
    assert "南巷村" not in text


async def test_who_answers_for_several_streets_reads_which_are_closed(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    notice = (await ready(sqlite_storage))[town.li.person_id]
    assert (notice.document, notice.streets) == (None, ("示例街道", "另一街道"))


async def test_of_a_street_that_is_not_closed_nobody_hears(
    sqlite_storage: Storage, town: Town
) -> None:
    await close_month(sqlite_storage, NOVEMBER, town.other_street.id, FIFTH)
    found = await ready(sqlite_storage)
    assert found.keys() == {town.li.person_id}
    assert found[town.li.person_id].document


async def test_colleagues_share_one_file(sqlite_storage: Storage, town: Town) -> None:
    await closed_november(sqlite_storage, town)
    found = await ready(sqlite_storage)
    one, other = (found[each.person_id].document for each in (town.chen, town.zheng))
    assert one == other is not None


async def test_told_again_nobody_hears_it_twice(sqlite_storage: Storage, town: Town) -> None:
    await closed_november(sqlite_storage, town)
    assert await ready(sqlite_storage) == await ready(sqlite_storage)


async def test_a_month_without_a_bulletin_has_no_document(
    sqlite_storage: Storage, town: Town
) -> None:
    assert await ready(sqlite_storage) == {}
    async with sqlite_storage.unit() as unit:
        draft = await bulletin_of(unit, town.li, town.street, NOVEMBER, FIFTH)
    assert draft == ("示例街道", "", None)


async def test_who_does_not_answer_for_the_street_gets_neither_text_nor_document(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    for actor in (town.chen, town.zheng, town.lin, town.wang, town.lao_zhou, town.stranger):
        async with sqlite_storage.unit() as unit:
            with pytest.raises(NotAllowed):
                await bulletin_of(unit, actor, town.other_street, NOVEMBER, FIFTH)


async def test_it_names_villages_and_no_people(sqlite_storage: Storage, town: Town) -> None:
    """So every messenger may carry it, those abroad too."""
    await closed_november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        text = (await bulletin_of(unit, town.chen, town.street, NOVEMBER, FIFTH)).text or ""
    assert "后塘村" in text
    people = ("林晓", "周航", "王大姐", "老周", "小陈", "郑主任", "李书记", "示例甲")
    assert not [name for name in people if name in text]


async def test_of_a_reopened_month_it_says_when_and_why_and_what_was_corrected(
    sqlite_storage: Storage, town: Town
) -> None:
    await closed_november(sqlite_storage, town)
    later, here = at("2026-12-09 10:00"), town.street
    async with sqlite_storage.unit() as unit:
        await reopen_month(unit, town.li, here.id, NOVEMBER, "漏记一次", later)
        before = await bulletin_of(unit, town.li, here, NOVEMBER, later)
        await visited(unit, town.lin, town.houtang, "2026-11-10 09:00", 120)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, later)
        after = await bulletin_of(unit, town.li, here, NOVEMBER, later)
        far = await bulletin_of(unit, town.li, town.other_street, NOVEMBER, later)
        kept = await unit.files.get(after.document.file_id if after.document else 0)
    assert "2026年12月9日本月已重开，理由是“漏记一次”" in before.text
    assert "更正" not in before.text
    assert "重开" not in far.text and "更正" not in far.text
    assert "后塘村2026年12月9日由5.5小时更正为7.5小时，理由是“漏记一次”。" in after.text
    assert "后塘村：5.5/8小时" in after.text
    assert kept and any("更正为7.5小时" in line for line in lines_of(kept.content))
    await close_month(sqlite_storage, NOVEMBER, here.id, at("2026-12-09 11:00"))
    async with sqlite_storage.unit() as unit:
        text = (await bulletin_of(unit, town.li, here, NOVEMBER, later)).text
    assert "重开" not in text and "后塘村：7.5/8小时" in text
    assert "由5.5小时更正为7.5小时" in text
