"""What arrives is applied once, answered in time, and lost by nothing."""

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.clock import StoppedClock
from bot.talk.cards import Button, Card, say
from bot.talk.dispatcher import make_dispatcher
from domain.months import Month
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from tests.cast import Office
from tests.wecom_double import WeComDouble
from tests.wecom_phone import WeComPhone, wecom_door
from tests.wecom_street import Street


async def visits(street: Street) -> list:
    async with street.office.storage.reading() as unit:
        village = street.office.villages["后塘村"].id
        return await unit.visits.of_village(village, Month(2026, 11))


async def inbox(storage: Storage) -> list[str]:
    async with storage.reading() as unit:
        return await unit.inbox.waiting("wecom")


# people and groups


async def test_a_stranger_learns_nothing(street: Street) -> None:
    nobody = street.phone("nobody")
    for seen in (
        await nobody.says("本月情况"),
        await nobody.speaks("本月情况"),
        await nobody.sends_file("表.xlsx", b"PK"),
        await nobody.answered(street.double.message(nobody.address, "video", {"url": "x"})),
    ):
        assert "请向工作人员索取邀请码" in seen.text
    assert not [c for c, _ in street.double.calls if "upload" in c]


async def test_who_enters_is_welcomed_by_role(street: Street) -> None:
    nobody, lin, chen = (
        street.phone("nobody"),
        await street.joins("lin"),
        await street.joins("chen"),
    )
    for phone, words in ((nobody, "邀请码"), (lin, "后塘村 民法典讲座"), (chen, "本月情况")):
        seen = await phone.answered(street.double.enters(phone.address))
        assert words in seen.text
    await lin.presses("本月")
    assert any("累计" in seen.text for seen in lin.chat[-2:])


async def test_in_a_group_the_bot_answers_who_calls_it(street: Street) -> None:
    chen = await street.joins("chen")
    group = "wr-group"
    await street.double.says(chen.address, "@法治哨点 本月情况", chat=group)
    await until(lambda: street.double.chats[group])
    assert "11月" in street.double.chats[group][0].text
    assert not street.double.chats[chen.address]
    await street.double.says(chen.address, "@法治哨点", chat=group)
    await until(lambda: "法治哨点" in street.double.chats[group][-1].text)


@pytest.mark.parametrize(
    "said",
    [
        "＠法治哨点 本月情况",
        "@法治哨点\u2005本月情况",
        "@法治哨点本月情况",
        "@法治哨点，本月情况",
        "@王秀英 @法治哨点 本月情况",
        "@法治哨点 @王秀英 本月情况 @周航",
        "本月情况 @王秀英 @法治哨点",
    ],
)
async def test_whoever_else_is_called_the_bot_hears_what_is_said(said: str, street: Street) -> None:
    chen, group = await street.joins("chen"), "wr-group"
    await street.double.says(chen.address, "@法治哨点 你好", chat=group)
    await until(lambda: street.double.chats[group])
    await street.double.says(chen.address, said, chat=group)
    await until(lambda: any("11月" in shown.text for shown in street.double.chats[group]))


async def test_other_peoples_cards_are_refused(street: Street) -> None:
    lin, zhou = await street.joins("lin"), await street.joins("zhou")
    group = "wr-group"
    await street.double.says(lin.address, "@哨点 昨天下午2点到4点 后塘村 法治讲座", chat=group)
    await until(lambda: street.double.chats[group])
    shown = street.double.last(group)
    await street.double.presses(zhou.address, shown, "保存", chat=group)
    await until(lambda: "发给别人的" in street.double.chats[group][-1].text)
    assert await visits(street) == []
    await street.double.presses(lin.address, shown, "保存", chat=group)
    await until(lambda: shown.text.startswith("已保存"))
    assert len(await visits(street)) == 1


@pytest.mark.parametrize(
    ("who", "asked", "secret"),
    [
        ("zhao", "电话 林晓", "19900000001"),
        ("chen", "邀请 林晓", "把邀请码交给本人"),
        ("chen", "导出", "统计表"),
    ],
)
async def test_what_is_for_one_persons_eyes_is_not_shown_in_a_group(
    who: str, asked: str, secret: str, street: Street
) -> None:
    person, group = await street.joins(who), "wr-group"
    await street.double.says(person.address, f"@哨点 {asked}", chat=group)
    await until(lambda: street.double.chats[group])
    assert ["单独发给您" in shown.text for shown in street.double.chats[group]] == [True]
    assert any(secret in shown.text for shown in person.chat)
    assert not any(shown.file for shown in street.double.chats[group])
    street.double.wrote.discard(person.address)
    await street.double.says(person.address, f"@哨点 {asked}", chat=group)
    await until(lambda: len(street.double.chats[group]) > 1)
    assert "先在与我的单聊里发一句" in street.double.chats[group][-1].text


async def test_nobody_joins_in_a_group(street: Street) -> None:
    """The code would be read by all, and who never wrote alone could not be told anything."""
    chen, group = await street.joins("chen"), "wr-group"
    code = (await chen.says("邀请 李主任")).text.split("\n")[0]
    for said in ("@哨点 你好", f"@哨点 {code}"):
        await street.double.says("wo-new", said, chat=group)
        await until(lambda: street.double.chats[group])
        assert "单聊里发送邀请码" in street.double.chats[group].pop().text
    await street.double.says("wo-new", f"我的邀请码是 {code}，7天内有效")
    await until(lambda: street.double.chats["wo-new"])
    assert "已为您开通" in street.double.chats["wo-new"][0].text


async def test_a_press_in_a_group_keeps_the_secret_too(street: Street) -> None:
    chen, group = await street.joins("chen"), "wr-group"
    await street.double.says(chen.address, "@哨点 本月情况", chat=group)
    await until(lambda: street.double.chats[group])
    shown = street.double.last(group)
    await street.double.presses(chen.address, shown, "导出", chat=group)
    await until(lambda: any("单独发给您" in said.text for said in street.double.chats[group]))
    assert not any(said.file for said in street.double.chats[group])
    assert any(said.file for said in chen.chat)


# bad input


async def test_bad_input_gets_a_clear_sentence(street: Street) -> None:
    lin = await street.joins("lin")
    location = {"url": "x"}
    for words, seen in (
        ("太长了", await lin.says("字" * 20_000)),
        ("没有看懂", await lin.says("天气怎么样呀")),
        ("没有听清", await lin.speaks("")),
        ("暂时不能处理", await lin.answered(street.double.message(lin.address, "video", location))),
        ("超过 20 MB", await lin.sends_file("大.xlsx", b"0" * (20 * 1024 * 1024 + 99))),
        ("超过 20 MB", await lin.sends_file("更大.xlsx", bytes(30 * 1024 * 1024))),
        ("没有收到", await lin.sends_file("旧.xlsx", b"PK", expired=True)),
    ):
        assert words in seen.text


async def test_a_file_that_is_no_workbook_is_refused(street: Street) -> None:
    chen = await street.joins("chen")
    seen = await chen.sends_file("通知.docx", b"not a workbook")
    assert "xlsx" in seen.text or "表格" in seen.text


async def test_a_file_with_another_key_is_not_opened(street: Street) -> None:
    chen = await street.joins("chen")
    stored = street.double.stored("表.xlsx", b"PK" * 100) | {"aeskey": "QUFB" * 10 + "QUE="}
    seen = await chen.answered(street.double.message(chen.address, "file", stored))
    assert "打不开" in seen.text or "没有" in seen.text


@pytest.mark.parametrize("odd", ["text", "voice", "file", "long msgid"])
async def test_a_message_with_an_odd_field_is_answered(odd: str, street: Street) -> None:
    lin = await street.joins("lin")
    body: dict[str, Any] = {"msgid": 7, "from": {"userid": lin.address}, "msgtype": odd}
    if odd == "long msgid":
        body |= {"msgid": "m" * 500, "msgtype": "text", "text": {"content": "帮助"}}
    else:
        body[odd] = {"content": None, "url": "x"} if odd != "file" else None
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body}
    assert (await lin.answered(street.double.raw(json.dumps(frame)))).text


async def test_a_press_with_empty_choices_is_a_press(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座")
    card = lin.chat[-1]
    (pressed,) = [data for words, data in card.buttons if words == "保存"]
    pressed = pressed | {"task_id": card.task_id, "selected_items": None}
    await lin.answered(street.double.presses_data(lin.address, pressed))
    assert card.text.startswith("已保存")


async def test_words_and_pictures_together(street: Street) -> None:
    lin = await street.joins("lin")
    picture = street.double.stored("照片.jpg", b"\xff\xd8\xff picture")
    items = [
        {"msgtype": "text", "text": {"content": "昨天下午2点到4点 后塘村 法治讲座"}},
        {"msgtype": "image", "image": picture},
    ]
    await lin.answered(street.double.message(lin.address, "mixed", {"msg_item": items}))
    assert any("请确认进村服务" in shown.text for shown in lin.chat)
    assert "照片收到了（现有1张）" in (await lin.latest()).text
    await lin.says("保存")
    async with street.office.storage.reading() as unit:
        assert await unit.photos.count((await visits(street))[0].id) == 1


async def test_what_is_quoted_is_asked_about(street: Street) -> None:
    lin = await street.joins("lin")
    said = "昨天下午2点到4点 后塘村 法治讲座"
    body = {"msgid": "quoting", "msgtype": "text", "from": {"userid": lin.address}}
    body["text"] = {"content": "登记这个"}
    body["quote"] = {"msgtype": "text", "text": {"content": said}}
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body}
    seen = await lin.answered(street.double.raw(json.dumps(frame)))
    assert "这是引用的内容，是您本人的服务吗" in seen.text
    assert "请确认进村服务" in (await lin.says("是")).text


async def test_an_expired_press_says_so(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座")
    old = lin.chat[-1]
    await lin.says("前天上午9点到10点 后塘村 法律咨询")
    seen = await lin.answered(street.double.presses(lin.address, old, "保存"))
    assert "过期" in seen.text and await visits(street) == []


async def test_letters_no_database_keeps_are_left_out(street: Street) -> None:
    lin = await street.joins("lin")
    body = {"msgid": "odd", "msgtype": "text", "from": {"userid": lin.address}}
    body["text"] = {"content": "昨天\ud800下午2点到4点\x00 后塘村 法治讲座"}
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body}
    seen = await lin.answered(street.double.raw(json.dumps(frame)))
    assert "请确认进村服务" in seen.text


async def test_a_picture_becomes_evidence_of_a_visit(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await lin.presses("保存")
    seen = await lin.sends_file("", b"\xff\xd8\xff\xe0 a picture", kind="image")
    assert "附到哪一次服务" in seen.text
    (choice, _) = seen.buttons
    assert "现有1张" in (await lin.presses(choice)).text
    await lin.presses("打开记录")
    await lin.presses("看照片")
    assert any(shown.file and shown.file[1].endswith(b"a picture") for shown in lin.chat)


async def test_a_card_that_stands_is_of_use_again(street: Street) -> None:
    """A digest keeps all its buttons when one is pressed."""
    lin = await street.joins("lin")
    await lin.says("帮助")
    menu = lin.chat[-1]
    for word in ("记录", "本月", "记录"):
        await lin.answered(street.double.presses(lin.address, menu, word))
        assert menu.words == ["到村登记", "结束登记", "补记", "本月", "记录"]
    assert menu.updates == 3 and len(lin.chat) > 3


# once, and in time


async def test_a_repeated_event_is_applied_and_answered_once(street: Street) -> None:
    lin = await street.joins("lin")
    await lin.says("昨天下午2点到4点 后塘村 法治讲座")
    card = lin.chat[-1]
    await lin.answered(street.double.presses(lin.address, card, "保存", times=3))
    await asyncio.sleep(0.1)
    assert len(await visits(street)) == 1
    assert sum("累计" in shown.text for shown in lin.chat) == 1


def slow_bot(started: asyncio.Event, go_on: asyncio.Event) -> Router:
    routes = Router()

    @routes.message(F.text == "开始")
    async def begin(message: Message) -> Card:
        return Card(title="导入吗", text="要一会儿", rows=((Button(text="导入", press="go"),),))

    @routes.callback_query(F.data == "go")
    async def go(query: CallbackQuery) -> Card:
        started.set()
        await go_on.wait()
        return say("导入好了")

    return routes


async def test_a_slow_press_says_that_it_is_worked_on(
    sqlite_storage: Storage, now: datetime
) -> None:
    started, go_on = asyncio.Event(), asyncio.Event()
    clock = StoppedClock(now)
    dispatcher = make_dispatcher(sqlite_storage, clock, [slow_bot(started, go_on)])
    async with (
        WeComDouble() as double,
        wecom_door(double, dispatcher, sqlite_storage, clock, wecom_answer_seconds=0.2) as door,
    ):
        lin = WeComPhone(double, door, "lin")
        door.messenger.memory.note_sees_cards("lin", True)
        await lin.says("开始")
        (card,) = lin.chat
        await double.presses("lin", card, "导入")
        await until(lambda: card.words == ["正在处理…"])
        assert card.text.startswith("导入吗")
        go_on.set()
        await until(lambda: lin.chat[-1].text == "导入好了")
        assert max(double.answered_after) < 1


async def test_a_press_is_answered_while_somebody_else_writes_for_long(office: Office) -> None:
    """One writer at a time: an import of a city holds it for seconds."""
    soon = {"wecom_answer_seconds": 0.2}
    async with (
        WeComDouble() as double,
        wecom_door(double, office.dispatcher, office.storage, office.clock, **soon) as door,
    ):
        await double.online()
        street = Street(office, double, door)
        lin = await street.joins("lin")
        await lin.says("昨天下午2点到4点 后塘村 法治讲座")
        card = lin.chat[-1]
        async with office.storage.unit():
            await double.presses(lin.address, card, "保存")
            await until(lambda: card.words == ["正在处理…"])
            await double.says(lin.address, "本月")
            await until(lambda: "请稍候" in lin.chat[-1].text)
            assert max(double.answered_after) < 2
        await until(lambda: any(shown.text.startswith("已保存") for shown in lin.chat))
        await until(lambda: "累计 2/8 小时" in lin.chat[-1].text)
        assert len(await visits(street)) == 1


# nothing is lost


async def test_an_event_waits_for_the_storage(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = await street.joins("lin")
    inner, failing = street.office.storage.unit, 4

    def unit(**asked: Any) -> Any:
        nonlocal failing
        failing -= 1
        if failing >= 0:
            raise StorageUnavailable("the disk is full")
        return inner(**asked)

    monkeypatch.setattr(street.office.storage, "unit", unit)
    seen = await lin.says("昨天下午2点到4点 后塘村 法治讲座")
    assert "请确认进村服务" in seen.text and failing < 0


async def test_what_was_kept_and_not_handled_is_handled_at_the_next_start(
    street: Street,
) -> None:
    lin = await street.joins("lin")
    body = {"msgid": "before", "msgtype": "text", "from": {"userid": lin.address}}
    body["text"] = {"content": "昨天下午2点到4点 后塘村 法治讲座"}
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "gone"}, "body": body}
    async with street.office.storage.unit() as unit:
        text = json.dumps(frame, ensure_ascii=False)
        await unit.inbox.keep("wecom", "before", text, street.office.clock.now())
    seen = await lin.answered(street.door.incoming.resume())
    assert "请确认进村服务" in seen.text
    await asyncio.sleep(0.7)
    assert await inbox(street.office.storage) == []


async def test_handled_events_leave_the_inbox(street: Street) -> None:
    lin = await street.joins("lin")
    await asyncio.gather(*(street.double.says(lin.address, f"{n}月") for n in range(5)))
    await until(lambda: len(lin.chat) >= 5)
    await asyncio.sleep(0.8)
    assert await inbox(street.office.storage) == []


async def until(holds: Any, seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
