"""What goes out: refusals by their code, limits of our own, texts beside cards, files."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from actions.illnesses import illnesses_of
from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.notifier import Notifier
from bot.messengers.wecom.outgoing import Place
from bot.messengers.wecom.refusals import TooFast
from bot.messengers.wecom.service import WeComService
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Attachment, Button, Card, say
from bot.talk.dispatcher import make_dispatcher
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from domain.notices import BulletinReady
from storage.engine import Storage
from tests.phones import CardPhone
from tests.wecom_double import WeComDouble
from tests.wecom_phone import wecom_door
from words.illnesses import illness_words

CARD = Card(title="请答复", text="第二网格", rows=((Button(text="查看", press="open:7"),),))


@pytest.fixture
async def double() -> AsyncIterator[WeComDouble]:
    async with WeComDouble() as double:
        double.wrote.add("lin")
        yield double


@pytest.fixture
async def door(
    double: WeComDouble, sqlite_storage: Storage, now: datetime
) -> AsyncIterator[WeComService]:
    clock = StoppedClock(now)
    dispatcher = make_dispatcher(sqlite_storage, clock)
    async with wecom_door(double, dispatcher, sqlite_storage, clock) as door:
        await double.online()
        yield door


async def refused(door: WeComService, to: str = "lin", card: Card = CARD) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        await door.messenger.deliver(to, card, 1)
    return caught.value


async def test_who_never_wrote_is_not_reached_and_told_how(door: WeComService) -> None:
    error = await refused(door, "never")
    assert error.permanent and not error.refused and "发一句" in error.reason


@pytest.mark.parametrize("errcode", [-1, 6000])
async def test_a_busy_server_is_tried_later(
    errcode: int, door: WeComService, double: WeComDouble
) -> None:
    double.fail("aibot_send_msg", errcode)
    error = await refused(door)
    assert not error.permanent and str(errcode) in error.reason
    assert error.tries == (3 if errcode == -1 else None)


async def test_too_fast_waits_for_the_window(door: WeComService, double: WeComDouble) -> None:
    double.fail("aibot_send_msg", 45009)
    error = await refused(door)
    assert error.retry_after == 60 and not error.permanent


def test_a_minute_that_did_not_help_means_the_hour() -> None:
    at = 0.0
    waits = TooFast(lambda: at)
    assert waits.seconds("lin") == 60
    assert waits.seconds("lin") == 60, "two messages refused at once waited for nothing"
    at += 60
    assert waits.seconds("lin") == 3600 and waits.seconds("zhou") == 60
    at += 3600
    assert waits.seconds("lin") == 60
    at += 60
    waits.passed("lin")
    assert waits.seconds("lin") == 60, "a message got through meanwhile"


async def test_an_answer_of_a_kind_not_taken_becomes_a_message_of_its_own(
    double: WeComDouble, sqlite_storage: Storage, now: datetime
) -> None:
    clock = StoppedClock(now)
    dispatcher = make_dispatcher(sqlite_storage, clock)
    async with wecom_door(double, dispatcher, sqlite_storage, clock):
        await double.online()
        double.fail("aibot_respond_msg", 40008)
        await double.says("lin", "你好")
        async with asyncio.timeout(5):
            while not double.chats["lin"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert "邀请码" in double.last("lin").text
    assert double.calls[-1][0] == "aibot_send_msg"


async def test_a_file_nobody_takes_becomes_a_sentence(
    door: WeComService, double: WeComDouble, sqlite_storage: Storage, now: datetime
) -> None:
    async with sqlite_storage.unit() as unit:
        file_id = await unit.files.add("月报.xlsx", b"PK", now)
    double.fail("aibot_upload_media_init", 40006)
    card = Card(text="给您", attachment=Attachment(file_id=file_id, name="月报.xlsx"))
    await door.messenger.deliver("lin", card, 1)
    assert double.last("lin").text == "给您\n附件没有发成，企业微信不接收这个文件。请到网页端下载。"


async def test_a_code_nobody_knows_is_tried_later(door: WeComService, double: WeComDouble) -> None:
    double.fail("aibot_send_msg", 45033)
    error = await refused(door, card=say("请补记"))
    assert not error.permanent and "45033" in error.reason


async def test_a_removed_bot_shuts_the_door(door: WeComService, double: WeComDouble) -> None:
    double.fail("aibot_send_msg", 93000)
    error = await refused(door)
    assert error.permanent and not error.refused and "管理后台" in error.reason


async def test_an_answer_that_never_came_is_uncertain(
    door: WeComService, double: WeComDouble
) -> None:
    double.fail("aibot_send_msg", silent=True)
    error = await refused(door)
    assert error.uncertain and not error.permanent


async def test_a_connection_lost_on_the_way_is_uncertain(
    door: WeComService, double: WeComDouble
) -> None:
    double.fail("aibot_send_msg", silent=True)
    sending = asyncio.ensure_future(refused(door))
    await asyncio.sleep(0.1)
    await double.cut()
    assert (await sending).uncertain


async def test_a_card_nobody_takes_is_told_as_text(door: WeComService, double: WeComDouble) -> None:
    door.messenger.memory.note_sees_cards("lin", True)
    double.fail("aibot_send_msg", 40058)
    await door.messenger.show(Place("lin", "lin"), CARD)
    assert [shown.card for shown in double.chats["lin"]] == [None]
    assert "1. 查看" in double.last("lin").text


async def test_a_text_goes_before_cards_until_one_was_pressed(
    door: WeComService, double: WeComDouble
) -> None:
    """And always before what nobody asked for: it may be read where no cards are shown."""
    answers, at = door.messenger, Place("lin", "lin")
    await answers.show(at, CARD)
    text, card = double.chats["lin"]
    assert text.text == "**请答复**\n第二网格\n1. 查看\n直接回复数字即可选择。" and card.card
    answers.memory.note_sees_cards("lin", True)
    await answers.show(at, CARD)
    assert len(double.chats["lin"]) == 3
    await answers.deliver("lin", CARD, 2)
    assert len(double.chats["lin"]) == 5
    answers.memory.note_sees_cards("lin", False)
    await answers.show(at, CARD)
    assert len(double.chats["lin"]) == 7


async def test_a_long_text_comes_in_pieces_within_the_limit(
    door: WeComService, double: WeComDouble
) -> None:
    await door.messenger.deliver("lin", say("法" * 20_000), 1)
    assert len(double.chats["lin"]) == 3
    assert "".join(shown.text for shown in double.chats["lin"]) == "法" * 20_000


async def test_a_large_file_arrives_whole(
    door: WeComService, double: WeComDouble, sqlite_storage: Storage, now: datetime
) -> None:
    content = bytes(range(256)) * 5000
    async with sqlite_storage.unit() as unit:
        file_id = await unit.files.add("月报.xlsx", content, now)
    card = Card(text="给您", attachment=Attachment(file_id=file_id, name="月报.xlsx"))
    await door.messenger.deliver("lin", card, 1)
    assert double.last("lin").file == ("月报.xlsx", content)


async def test_a_file_that_is_gone_is_a_sentence(door: WeComService, double: WeComDouble) -> None:
    card = Card(text="给您", attachment=Attachment(file_id=404, name="月报.xlsx"))
    await door.messenger.deliver("lin", card, 1)
    assert "请重新生成" in double.last("lin").text


async def test_no_conversation_gets_more_than_its_limit(
    sqlite_storage: Storage, now: datetime
) -> None:
    clock = StoppedClock(now)
    dispatcher = make_dispatcher(sqlite_storage, clock)
    async with (
        WeComDouble(per_minute=5) as double,
        wecom_door(double, dispatcher, sqlite_storage, clock, wecom_per_minute=5) as door,
    ):
        await double.online()
        double.wrote.add("lin")
        for n in range(5):
            await door.messenger.limits.wait("lin")
            await door.messenger.deliver("lin", say(f"第{n}条"), n)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await door.messenger.limits.wait("lin")
        assert len(double.chats["lin"]) == 5


@pytest.mark.parametrize("refusing", [True, False])
async def test_a_closed_door_is_named_with_the_remedy_and_the_next_one_used(
    refusing: bool,
    door: WeComService,
    double: WeComDouble,
    sqlite_storage: Storage,
    now: datetime,
) -> None:
    """Refused for good (93000), or never written to the bot."""
    clock = StoppedClock(now)
    other = CardPhone(make_dispatcher(sqlite_storage, clock))
    (double.refusing.add if refusing else double.wrote.discard)("lin")
    async with sqlite_storage.unit() as unit:
        person = await unit.people.add("林晓")
        for messenger, address in (("wecom", "lin"), ("test", "lin")):
            await unit.people.link_account(person.id, messenger, address, now)
        await unit.outbox.put(person.id, BulletinReady(month="2026-11"), now)
    tasks, health = Tasks(), Health(sqlite_storage, clock)
    doors = [door.messenger, other]
    await Notifier(sqlite_storage, clock, doors, card_for, tasks, health).deliver_due()
    await tasks.close()
    assert "已经月结" in other.cards[-1].text
    async with sqlite_storage.reading() as unit:
        (shut,) = (await illnesses_of(unit, now)).shut[person.id]
    assert (shut.messenger, shut.elsewhere) == ("wecom", True)
    assert ("管理后台" if refusing else "发一句“你好”") in shut.reason


async def test_a_taken_bot_hands_over_to_the_next_door(
    door: WeComService, double: WeComDouble, sqlite_storage: Storage, now: datetime
) -> None:
    """At once, and it opens again with the next start: nobody's account is closed."""
    await double.kick()
    await double.offline()
    other, clock = CardPhone(make_dispatcher(sqlite_storage, StoppedClock(now))), StoppedClock(now)
    async with sqlite_storage.unit() as unit:
        person = await unit.people.add("林晓")
        for messenger, address in (("wecom", "lin"), ("test", "lin")):
            await unit.people.link_account(person.id, messenger, address, now)
        await unit.outbox.put(person.id, BulletinReady(month="2026-11"), now)
    tasks, health = Tasks(), Health(sqlite_storage, clock)
    doors = [door.messenger, other]
    await Notifier(sqlite_storage, clock, doors, card_for, tasks, health).deliver_due()
    await tasks.close()
    assert "已经月结" in other.cards[-1].text
    async with sqlite_storage.reading() as unit:
        assert all(a.closed_at is None for a in await unit.people.accounts_of(person.id))
        said = (await illnesses_of(unit, now)).ailing[0]
    assert illness_words(said).startswith("企业微信自") and "重启本服务" in illness_words(said)
