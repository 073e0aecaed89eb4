"""Somebody who has left traces everywhere asks to be forgotten: nothing is found any more.

林晓, a lawyer, and 王明, a 明白人 whose roll a neighbour 王明华 is on too, are talked of by
everybody, in the chat, on the web, in files and in what waits to be told.
"""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.month.cases import open_cases
from actions.month.closing import close_month
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.people.erasure import Erased, erase_mingbairen, erase_person
from domain.months import Month
from domain.people import Role
from storage.engine import Storage
from tests.bot.messengers.webchat.conftest import Server
from tests.cast import Office, open_office
from tests.kept_office import rows_in

NOVEMBER = Month(2026, 11)
LIN, LIN_PHONE = "林晓", "19900000001"
WANG, PHONE, CERTIFICATE = "王明", "19900007777", "法证2026-0077"
SEEN = "an invented picture of somebody"
PICTURE = b"\xff\xd8\xff" + SEEN.encode()


@pytest.fixture
async def office(storage: Storage) -> Office:
    """On both databases."""
    return await open_office(storage)


async def talk_of_lin(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座 42人")
    await office.lin.presses("保存")
    await office.lin.says("前天下午2点到3点 后塘村 林晓讲反诈")
    await office.lin.presses("保存")
    await office.lin.sends_file("照片.jpg", PICTURE)
    await office.lin.presses("11月19日")
    await office.li.says("待确认")
    await office.li.presses("11月18日")
    await office.li.presses("退回")
    await office.li.says("林晓那天没有来，电话199 0000 0001打不通")
    await office.chen.says("邀请 林晓")
    await office.chen.presses("网页链接")
    await office.zhao.says("电话 林晓")
    await office.chen.says("后塘村")
    await office.chen.presses("服务明细")
    await office.chen.says("导出")
    await office.chen.says("补录 林晓 昨天上午9点到10点 后塘村 讲座")
    await office.lin.says("昨天 后塘村")


async def talk_of_wang(office: Office) -> None:
    for name, phone in ((WANG, PHONE), ("王明华", "19900008888")):
        await office.wang.says(f"登记明白人 {name} 后塘村第一网格 村干部 在册 {phone}")
        await office.wang.presses("保存")
    async with office.storage.unit() as unit:
        (person,) = await unit.mingbairen.named(WANG)
        certified = {"certificate": CERTIFICATE, "certificate_until": date(2027, 1, 1)}
        more = {"gender": "男", "born": "1970-01", "note": f"{WANG}会木工"}
        await unit.mingbairen.save(person.model_copy(update=certified | more))
    await office.wang.says("我的网格")
    await office.wang.presses("✓后塘村第一网格")
    await office.wang.presses("王明 ")
    await office.wang.presses("暂停")
    await office.wang.says("王明外出务工，家里的事托给王明华")
    await office.zhao.says(f"电话 {WANG}")


async def talk_of_both(office: Office) -> None:
    """At the month's end: cases, their answers, a reopened month."""
    office.clock.at = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    await evaluate_month(office.storage, NOVEMBER, office.clock.now())
    await evaluate_grids(office.storage, office.clock.now())
    async with office.storage.unit() as unit:
        await open_cases(unit, NOVEMBER, office.clock.now())
        await open_cases(unit, None, office.clock.now())
    for player, word, said in (
        (office.chen, "情况说明", "林晓（19900000001）生病，王明华说王明也病了"),
        (office.zhao, "豁免", "林晓休产假；王明华、王明已搬走"),
    ):
        await player.says("待办")
        await player.presses("后塘村" if word == "情况说明" else "后莘村")
        await player.presses(word)
        await player.says(said)
    office.clock.at = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
    await close_month(office.storage, NOVEMBER, office.district_id, office.clock.now())
    await office.zhao.says("重开 2026-11 林晓漏报了一次，王明可以作证")
    await office.chen.says("更换顾问 后塘村")


async def kept_by_machinery(office: Office, server: Server) -> None:
    """The web chat of somebody else and of the person, a frame not handled yet, failures."""
    now = office.clock.now()
    tab, own = await server.tab_of("chen"), await server.tab_of("lin")
    await tab.says("补录 林晓 昨天下午2点到4点 后塘村 讲座")
    await own.says("昨天下午2点到4点半 后莘村 讲座")
    frame = json.dumps({"from": {"userid": "LinXiao"}, "text": {"content": "昨天 后塘村"}})
    other = json.dumps({"from": {"userid": "chen"}, "text": {"content": "林晓和王明来了吗"}})
    async with office.storage.unit() as unit:
        await unit.people.link_account(office.lin.person_id, "wecom", "LinXiao", now)
        for messenger in ("test", "webchat"):
            account = await unit.people.account_at(messenger, "li")
            if account:
                await unit.people.close_account(account.id, "林晓拉黑了机器人", now)
        await unit.inbox.keep("wecom", "1", frame, now)
        await unit.inbox.keep("wecom", "2", other, now)
        await unit.events.note("wecom", "3", now, None, f"ValueError: 林晓\n{frame}")
        await unit.outbox.note_health("wecom", f"发给{LIN}失败", now)
        book = io.BytesIO()
        with zipfile.ZipFile(book, "w") as archive:
            archive.writestr("xl/sharedStrings.xml", f"<t>{LIN}</t><t>{WANG}</t>")
        await unit.files.add(f"{LIN}花名册.xlsx", book.getvalue(), now)
        await unit.files.add("花名册.csv", f"姓名\n{WANG}".encode("gbk"), now)


@pytest.fixture
async def talked(office: Office, server: Server) -> Office:
    await talk_of_lin(office)
    await talk_of_wang(office)
    await talk_of_both(office)
    await kept_by_machinery(office, server)
    return office


async def found(office: Office, *words: str) -> dict[str, list[str]]:
    """By word the tables in which it is found, in files too; a neighbour's name is not it."""
    tables = await rows_in(office.storage)
    texts = {
        name: json.dumps(rows, ensure_ascii=False).replace("王明华", "")
        for name, rows in tables.items()
    }
    async with office.storage.reading() as unit:
        for row in tables["files"]:
            file = await unit.files.get(row["id"])
            assert file
            texts["files"] += _inside(file.content)
    escaped = {word: json.dumps(word)[1:-1].replace("\\", "\\\\") for word in words}
    return {
        word: [name for name, text in texts.items() if word in text or escaped[word] in text]
        for word in words
        if any(word in text or escaped[word] in text for text in texts.values())
    }


def _inside(content: bytes) -> str:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())
    return content.decode("utf-8", "replace") + content.decode("gbk", "replace")


async def erase(office: Office, subject: str) -> Erased:
    async with office.storage.unit() as unit:
        now = office.clock.now()
        if subject == LIN:
            return await erase_person(unit, office.lin.person_id, None, now)
        (person,) = await unit.mingbairen.named(WANG)
        return await erase_mingbairen(unit, person.id, None, now)


async def counted(office: Office) -> dict[str, Any]:
    """What the office reports, and who did what by number."""
    tables = await rows_in(office.storage)
    numbers = ("id", "month", "village_id", "started_at", "ended_at", "people", "confirmation")
    return {
        "visits": [[row[name] for name in numbers] for row in tables["visits"]],
        "figures": tables["month_figures"],
        "roll": [(row["grid_id"], row["stage"]) for row in tables["mingbairen"]],
        "stages": len(tables["mingbairen_stages"]),
        "shortfalls": [(row["id"], row["figure"]) for row in tables["shortfalls"]],
        "cases": [(row["shortfall_id"], row["state"]) for row in tables["cases"]],
        "audit": [(row["id"], row["actor_id"], row["action"]) for row in tables["audit"]],
    }


EVERYWHERE = {
    LIN: {"people", "audit", "events", "outbox", "web_messages", "visits", "cases", "shortfalls"}
    | {"months", "dialogues", "files", "inbox", "messenger_health", "shortfall_moves"},
    WANG: {"mingbairen", "mingbairen_stages", "audit", "events", "cases", "shortfalls", "months"}
    | {"files", "inbox", "shortfall_moves"},
}
KNOWN_BY = {LIN: (LIN, LIN_PHONE, "199****0001"), WANG: (WANG, PHONE, CERTIFICATE, "199****7777")}


@pytest.mark.parametrize("subject", EVERYWHERE)
async def test_nothing_of_them_is_found_anywhere(talked: Office, subject: str) -> None:
    before, counts = await found(talked, *KNOWN_BY[subject]), await counted(talked)
    assert before.keys() >= set(KNOWN_BY[subject][:2])
    assert set(before[subject]) >= EVERYWHERE[subject]
    assert await erase(talked, subject) == Erased(namesakes=0)
    assert await found(talked, *KNOWN_BY[subject], SEEN if subject == LIN else PHONE) == {}
    after = await counted(talked)
    assert after["audit"][:-1] == counts["audit"] and after["audit"][-1][2] == "erase"
    assert after | {"audit": 0} == counts | {"audit": 0}


async def test_the_other_and_the_neighbour_are_still_there(talked: Office) -> None:
    before = await found(talked, WANG, PHONE, CERTIFICATE)
    await erase(talked, LIN)
    assert before.keys() == (await found(talked, WANG, PHONE, CERTIFICATE)).keys()
    await erase(talked, WANG)
    async with talked.storage.reading() as unit:
        (neighbour,) = await unit.mingbairen.named("王明华")
        assert neighbour.phone == "19900008888"
    cases = json.dumps((await rows_in(talked.storage))["cases"], ensure_ascii=False)
    assert "（已删除）（（已删除））生病" in cases
    assert "王明华说（已删除）也病了" in cases


async def test_everything_can_still_be_opened(talked: Office, server: Server) -> None:
    for subject in (LIN, WANG):
        await erase(talked, subject)
    talked.clock.at += timedelta(hours=1)
    for words in ("待办", "本月情况", "导出", "核对", "未达标", "后塘村", "通报", "尚未开通"):
        assert (await talked.chen.says(words)).plain() and "出了点问题" not in talked.chen.card.text
    async with talked.storage.reading() as unit:
        assert await unit.outbox.newer_than(0) is not None
        assert await unit.outbox.failed() is not None
    tab = await server.tab_of("chen")
    assert "林晓" not in json.dumps(await tab.history(), ensure_ascii=False)
    assert (await talked.lin.says("帮助")).text.startswith("您好") or talked.lin.card.text


async def test_it_is_gone_from_the_file_too(talked: Office) -> None:
    """What a statement no longer finds lies in the file until it is written over."""
    await erase(talked, LIN)
    await talked.storage.forget_deleted()
    database = talked.storage.engine.url.database
    if talked.storage.engine.dialect.name == "sqlite":
        files = Path(str(database)).parent.glob(f"{Path(str(database)).name}*")
        content = b"".join(file.read_bytes() for file in files)
        assert LIN.encode() not in content and SEEN.encode() not in content
        assert "王明华".encode() in content
    async with talked.storage.unit() as unit:
        await unit.people.add("吴示例")


async def test_of_two_of_one_name_the_texts_stay_and_it_is_said(talked: Office) -> None:
    async with talked.storage.unit() as unit:
        other = await unit.people.add(LIN, "19900001234")
        await unit.people.grant(other.id, Role.OFFICE, talked.district_id, talked.clock.now())
    assert await erase(talked, LIN) == Erased(namesakes=1)
    left = await found(talked, LIN, LIN_PHONE, "199****0001", SEEN)
    assert left.keys() == {LIN} and {"people", "cases"} <= set(left[LIN])


async def test_who_is_on_two_rolls_is_taken_off_both(talked: Office) -> None:
    async with talked.storage.unit() as unit:
        (person,) = await unit.mingbairen.named(WANG)
        await unit.people.add(WANG, person.phone)
    assert await erase(talked, WANG) == Erased(namesakes=0)
    assert await found(talked, WANG, PHONE) == {}
