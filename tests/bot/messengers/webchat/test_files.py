"""Files, both ways."""

from urllib.parse import quote

import pytest

from bot.messengers.webchat.requests import LARGEST_FILE, file_name
from bot.talk.words.notices import card_for
from domain.notices import BulletinReady, Document
from tests.bot.messengers.webchat.conftest import new_event


async def send(tab, name: str, content: bytes, event: str | None = None):
    return await tab.http.post(
        "/chat/api/file", params={"event": event or new_event(), "name": name}, content=content
    )


async def test_a_file_goes_in_and_its_name_is_kept(server) -> None:
    chen = await server.tab_of("chen")
    answer = await send(chen, "基础台账.xlsx", b"PK" * 50)
    said, card = answer.json()["messages"]
    assert (said["text"], said["file"]) == ("基础台账.xlsx", True)
    assert card["text"] == "收到 基础台账.xlsx，100字节"


async def test_a_repeated_file_is_taken_once(server) -> None:
    chen, event = await server.tab_of("chen"), new_event()
    for _ in range(2):
        assert (await send(chen, "a.xlsx", b"PK", event)).is_success
    assert len(await chen.history()) == 2


async def test_a_file_over_20_mb_is_refused_in_words(server) -> None:
    chen = await server.tab_of("chen")
    assert (await send(chen, "大.xlsx", b"x" * LARGEST_FILE)).is_success
    answer = await send(chen, "大.xlsx", b"x" * (LARGEST_FILE + 1))
    assert answer.status_code == 413 and "20MB" in answer.json()["detail"]


async def test_a_file_comes_out_to_those_it_was_shown_to_only(server) -> None:
    chen, lin = await server.tab_of("chen"), await server.tab_of("lin")
    card = await chen.says("要名册")
    assert card["file"] == "名册.xlsx"
    got = await chen.http.get(f"/chat/api/files/{card['id']}")
    assert got.content == b"PK-roster"
    assert "attachment" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    for tab, message in ((lin, card["id"]), (chen, card["id"] - 1), (chen, 999)):
        assert (await tab.http.get(f"/chat/api/files/{message}")).status_code == 404


async def test_the_document_of_what_is_told_unasked_can_be_fetched(server) -> None:
    chen, name = await server.tab_of("chen"), "黄梅街道2026年11月通报（草稿）.docx"
    person, now = server.office.chen.person_id, server.clock.now()
    async with server.storage.unit() as unit:
        document = Document(file_id=await unit.files.add(name, b"PK-docx", now), name=name)
        notice = BulletinReady(month="2026-11", document=document)
        await unit.outbox.put(person, notice, now)
        (row,) = await unit.outbox.due(now)
    await server.chat.deliver(f"person:{person}", card_for(notice).standing(), row.id)
    (told,) = await chen.history()
    assert told["file"] == name
    got = await chen.http.get(f"/chat/api/files/{told['id']}")
    assert got.content == b"PK-docx" and quote(name) in got.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\台账\\十一月.xlsx", "十一月.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.xlsx", "ab.xlsx"),
        ("", "文件"),
        ("..", "文件"),
        ("长" * 300 + ".xlsx", "长" * 100 + ".xlsx"),
        ("x." + "长" * 300, "x." + "长" * 19),
    ],
)
def test_the_name_of_a_file_is_only_a_name(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
