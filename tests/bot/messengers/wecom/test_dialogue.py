"""Everybody's work in WeCom, from the invitation code to the file of the month."""

import re
from datetime import timedelta

from domain.mingbairen import Stage
from domain.months import Month
from domain.visits import Confirmation
from storage.outbox import OutState
from tests.data_maker import untidy_workbook
from tests.documents import lines_of
from tests.wecom_street import Street

NOVEMBER = Month(2026, 11)


async def visits(street: Street, village: str = "后塘村") -> list:
    async with street.office.storage.reading() as unit:
        return await unit.visits.of_village(street.office.villages[village].id, NOVEMBER)


async def test_a_person_joins_with_a_code_in_the_chat(street: Street) -> None:
    chen = await street.joins("chen")
    code = (await chen.says("邀请 林晓")).text
    lin = street.phone("lin")
    assert "邀请码" in (await lin.says("你好")).text
    found = re.search(r"[A-Z0-9]{4}-?[A-Z0-9]{4,}", code)
    assert found, code
    assert "林晓，您好！已为您开通" in (await lin.says(found[0])).text
    assert "累计 0/8 小时" in (await lin.says("本月")).text


async def test_a_spoken_line_records_a_visit(street: Street) -> None:
    lin = await street.joins("lin")
    seen = await lin.speaks("昨天下午两点到四点半，后塘村，民法典讲座，42人。")
    assert seen.text.startswith("请确认进村服务") and "14:00–16:30，2.5小时" in seen.text
    assert seen.buttons[:2] == ["保存", "取消"] and "改时间" in seen.buttons
    assert await visits(street) == []
    seen = await lin.presses("保存")
    assert "累计 2.5/8 小时" in seen.text
    (visit,) = await visits(street)
    assert (visit.minutes, visit.people) == (150, 42)


async def test_everything_may_be_said_instead_of_pressed(street: Street) -> None:
    """As dictation writes it, with its full stops."""
    lin = await street.joins("lin")
    assert "一句话就行" in (await lin.speaks("帮助。")).text
    await lin.speaks("昨天下午两点到四点半，后塘村，民法典讲座，四十二人。")
    assert "多少人参加" in (await lin.speaks("填人数。")).text
    assert "45人次" in (await lin.speaks("四十五。")).text
    assert "累计 2.5/8 小时" in (await lin.speaks("嗯，保存吧。")).text
    assert "累计 2.5/8 小时" in (await lin.speaks("本月。")).text


async def test_an_answered_card_shows_what_it_is_now(street: Street) -> None:
    lin, li = await street.joins("lin"), await street.joins("li")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await lin.presses("保存")
    await street.tell()
    asked = await li.presses("查看并确认")
    assert asked.text.startswith("请村里确认")
    (card,) = [shown for shown in li.chat if shown.text.startswith("请村里确认")]
    await li.presses("确认")
    assert card.words == ["已选：确认"]


async def test_what_could_not_be_told_is_told_to_who_comes_back(street: Street) -> None:
    from domain.notices import BulletinReady

    chen = await street.joins("chen")
    street.double.wrote.discard(chen.address)
    async with street.office.storage.unit() as unit:
        person, now = street.office.chen.person_id, street.office.clock.now()
        await unit.outbox.put(person, BulletinReady(month="2026-11"), now)
    await street.tell()
    async with street.office.storage.reading() as unit:
        assert (await unit.outbox.failed())[0].person_id == person
    seen = await chen.says("本月情况")
    assert "送不到" not in "".join(shown.text for shown in chen.chat)
    await street.tell()
    assert "已经月结" in "".join(shown.text for shown in chen.chat) and seen.buttons
    async with street.office.storage.reading() as unit:
        assert await unit.outbox.failed() == []
        assert await unit.outbox.not_reached_since(now - timedelta(days=1)) == {}


async def test_the_card_pressed_becomes_the_next_step_in_place(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    count = len(lin.chat)
    seen = await lin.presses("填人数")
    assert "多少人参加" in seen.text and len(lin.chat) == count
    seen = await lin.says("42")
    assert "42人次" in seen.text


async def test_facts_stand_beside_their_labels(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    card = lin.chat[-1].card
    assert card and card["card_type"] == "button_interaction"
    beside = {fact["keyname"]: fact["value"] for fact in card["horizontal_content_list"]}
    assert beside["村(社区)"] == "后塘村" and len(beside) == 6
    assert "资料" in card["sub_title_text"]


async def test_numbers_do_what_presses_do(street: Street) -> None:
    lin = street.phone("lin")
    async with street.office.storage.unit() as unit:
        person = street.office.lin.person_id
        now = street.office.clock.now()
        await unit.people.link_account(person, "wecom", lin.address, now)
    await lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    text, card = lin.chat[-2:]
    assert "村(社区)：后塘村" in text.text and "1. 保存\n2. 取消" in text.text
    assert card.card
    assert "累计 2.5/8 小时" in (await lin.says("1")).text


async def test_a_confirmer_is_told_and_confirms(street: Street) -> None:
    lin, li = await street.joins("lin"), await street.joins("li")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await lin.presses("保存")
    await street.tell()
    seen = await li.latest()
    assert "林晓登记了" in seen.text
    await li.presses("查看并确认")
    assert "已确认2小时" in (await li.presses("确认")).text
    (visit,) = await visits(street)
    assert visit.confirmation is Confirmation.CONFIRMED


async def test_a_grid_worker_registers_somebody(street: Street) -> None:
    wang = await street.joins("wang")
    seen = await wang.says("登记明白人 王秀英 村妇联执委 第二网格 培训中")
    assert "姓名：王秀英" in seen.text
    await wang.presses("保存")
    grid = street.office.grids["后塘村第二网格"]
    async with street.office.storage.reading() as unit:
        (person,) = await unit.mingbairen.of_grids([grid], with_left=True)
    assert person.stage is Stage.TRAINING


async def test_the_office_looks_at_the_month_and_gets_its_workbook(street: Street) -> None:
    chen = await street.joins("chen")
    assert "11月" in (await chen.says("本月情况")).text
    seen = await chen.says("导出")
    assert seen.file and seen.file[0].endswith(".xlsx") and seen.file[1].startswith(b"PK")


async def test_a_workbook_is_looked_through_and_imported(street: Street) -> None:
    from domain.people import Role

    chen = await street.joins("chen")
    async with street.office.storage.unit() as unit:
        district = await unit.districts.add("321000101000", "示例街道")
        now = street.office.clock.now()
        person = street.office.chen.person_id
        await unit.people.grant(person, Role.OFFICE, district.id, now)
    seen = await chen.sends_file("基础表.xlsx", untidy_workbook())
    assert "导入预览" in seen.text and seen.buttons == ["导入", "取消"]
    assert any(shown.file and shown.file[1].startswith(b"PK") for shown in chen.chat)
    assert "已导入" in (await chen.presses("导入")).text


async def test_one_person_with_two_messengers_is_one_person(street: Street) -> None:
    """In on one messenger, out on the other."""
    lin = await street.joins("lin")
    assert "后塘村" in (await lin.says("到村登记 后塘村")).text
    street.office.clock.at += timedelta(hours=2)
    await street.office.lin.says("结束登记")
    assert "后塘村" in (await street.office.lin.presses("法治讲座")).plain()


async def test_pushes_and_files_reach_who_has_written(street: Street) -> None:
    from domain.notices import BulletinReady

    chen = await street.joins("chen")
    async with street.office.storage.unit() as unit:
        notice = BulletinReady(month="2026-11")
        await unit.outbox.put(street.office.chen.person_id, notice, street.office.clock.now())
    await street.tell()
    seen = await chen.latest()
    assert "已经月结" in seen.text and seen.buttons == ["查看通报", "查看待办"]
    async with street.office.storage.reading() as unit:
        (row,) = await unit.outbox.newer_than(0)
    assert row.state is OutState.SENT


async def test_the_bulletin_is_pushed_with_its_document(street: Street) -> None:
    from actions.month.bulletin import tell_bulletin_ready
    from actions.month.closing import close_month

    chen, zhao = await street.joins("chen"), await street.joins("zhao")
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    await lin.presses("保存")
    storage, clock = street.office.storage, street.office.clock
    clock.at += timedelta(days=20)
    await close_month(storage, NOVEMBER, street.office.district_id, clock.now())
    async with storage.unit() as unit:
        await tell_bulletin_ready(unit, NOVEMBER, clock.now())
    await street.tell()
    for phone in (chen, zhao):
        sent, card = phone.chat[-2:]
        assert sent.file and sent.file[0] == "黄梅街道2026年11月通报（草稿）.docx"
        title, *lines = lines_of(sent.file[1])
        assert title.startswith("2026年11月法律顾问进村服务")
        assert "后塘村|2.5/8小时" in lines and "大卓村|未配备法律顾问" in lines
        assert "已经月结" in card.text and card.words == ["查看通报", "查看待办"]
    seen = await chen.presses("查看通报")
    assert "时长达标0/4(0%)" in seen.text
    assert seen.file and lines_of(seen.file[1])[0] == title
    assert not any(shown.file for shown in lin.chat)


async def test_a_document_kept_no_longer_is_a_sentence(street: Street) -> None:
    from domain.notices import BulletinReady, Document

    chen, now = await street.joins("chen"), street.office.clock.now()
    notice = BulletinReady(month="2026-11", document=Document(file_id=99, name="通报.docx"))
    async with street.office.storage.unit() as unit:
        await unit.outbox.put(street.office.chen.person_id, notice, now)
    await street.tell()
    seen = await chen.latest()
    assert "已过保存期限" in seen.text and seen.file is None and "查看通报" in seen.buttons
