"""The delivery of the outbox: doors, order, retries, what may have arrived."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Button, Card, say
from domain.notices import Notice, ReadyCard
from storage.engine import Storage
from storage.leases import new_holder
from storage.outbox import OutState
from tests.bot.messengers.post import FakeMessenger, Post
from tests.hands import take
from words.delivery import NO_DOOR, NOT_WRITTEN, SENT_AGAIN


@pytest.fixture
async def post(sqlite_storage: Storage, now: datetime) -> AsyncIterator[Post]:
    post = Post(sqlite_storage, now)
    yield post
    await post.tasks.close()


async def test_the_first_open_door_is_taken(post: Post) -> None:
    await post.add("林晓", telegram="lin", webchat="w1")
    await post.add("周航", webchat="w2")
    await post.put("林晓")
    await post.put("周航")
    await post.deliver()
    assert [address for address, _ in post.first.given] == ["lin"]
    assert [address for address, _ in post.second.given] == ["w2"]
    assert await post.states() == [OutState.SENT, OutState.SENT]


async def test_a_door_shut_for_good_is_closed_and_the_next_one_tried(post: Post) -> None:
    await post.add("林晓", telegram="lin", webchat="w1")
    post.first.fails(NotDelivered("对方停用了机器人", permanent=True))
    await post.put("林晓")
    await post.deliver()
    assert post.second.texts == ["月报"]
    async with post.storage.reading() as unit:
        telegram, _ = await unit.people.accounts_of(post.people["林晓"])
    assert telegram.closed_reason == "对方停用了机器人"
    await post.put("林晓")
    await post.deliver()
    assert post.first.given == [] and len(post.second.given) == 2


async def test_without_a_door_it_has_failed_and_the_office_can_see_why(post: Post) -> None:
    await post.add("林晓")
    await post.put("林晓")
    await post.deliver()
    async with post.storage.reading() as unit:
        (failed,) = await unit.outbox.failed()
    assert failed.error == NO_DOOR


async def test_a_card_refused_leaves_the_door_open(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("不收这条", refused=True))
    await post.put("林晓")
    await post.put("林晓", "下一条")
    await post.deliver()
    assert await post.states() == [OutState.FAILED, OutState.SENT]


async def test_a_failure_for_now_is_tried_again_later_and_longer(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("连不上", down=True), times=2)
    await post.put("林晓")
    await post.deliver()
    (row,) = await post.rows()
    assert (row.state, row.error) == (OutState.WAITING, "连不上")
    first_wait = row.due_at - post.clock.now()
    assert timedelta(seconds=7) < first_wait < timedelta(seconds=13)
    await post.later(seconds=13)
    (row,) = await post.rows()
    assert row.due_at - post.clock.now() > first_wait
    await post.later(seconds=30)
    assert post.first.texts == ["月报"]


async def test_after_some_failures_the_next_door_is_tried_too(post: Post) -> None:
    await post.add("林晓", telegram="lin", webchat="w1")
    post.first.fails(NotDelivered("连不上", down=True), times=9)
    await post.put("林晓")
    for _ in range(3):
        assert post.second.given == []
        await post.later(seconds=100)
    assert post.second.texts == ["月报"]


async def test_what_may_be_tried_three_times_is_tried_three_times(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("系统繁忙", tries=3), times=9)
    await post.put("林晓")
    await post.deliver()
    await post.later(seconds=12)
    (row,) = await post.rows()
    assert row.state is OutState.WAITING
    assert row.due_at - post.clock.now() >= timedelta(seconds=80), "the last try waits longest"
    await post.later(seconds=120)
    (row,) = await post.rows()
    assert (row.state, row.error, row.attempts) == (OutState.FAILED, "系统繁忙", 3)
    assert len(post.first.faults) == 6


async def test_then_the_next_door_takes_it(post: Post) -> None:
    await post.add("林晓", telegram="lin", webchat="w1")
    post.first.fails(NotDelivered("系统繁忙", tries=1))
    await post.put("林晓")
    await post.deliver()
    assert post.second.texts == ["月报"]


async def test_what_a_person_chose_comes_first(post: Post) -> None:
    person = await post.add("林晓", telegram="lin", webchat="w1")
    async with post.storage.unit() as unit:
        await unit.doors.put_first(person, "webchat")
    await post.put("林晓")
    await post.deliver()
    assert post.second.texts == ["月报"] and post.first.given == []


async def test_the_group_has_its_place_in_the_order(post: Post) -> None:
    for name in ("小陈", "赵所长"):
        post.group.members.add(await post.add(name, telegram=name))
    await post.add("林晓", telegram="lin")
    post.order = [post.group, post.first]
    post.begin()
    for name in ("小陈", "赵所长", "林晓"):
        await post.put(name)
    await post.deliver()
    assert [where for where, _ in post.group.given] == ["黄梅街道", "黄梅街道"]
    assert [who for who, _ in post.first.given] == ["lin"]


async def test_the_group_is_the_last_door_where_it_stands_last(post: Post) -> None:
    post.group.members.add(await post.add("小陈", telegram="chen"))
    post.first.fails(NotDelivered("对方停用了机器人", permanent=True))
    await post.put("小陈")
    await post.deliver()
    assert post.group.texts == ["月报"]
    async with post.storage.reading() as unit:
        (row,) = await unit.outbox.newer_than(0)
        assert row.account_id is None and row.state is OutState.SENT


async def test_an_answer_to_one_person_goes_to_no_group(post: Post) -> None:
    """A phone number asked for, when the connection broke off before it was shown."""
    person = await post.add("小陈", telegram="chen")
    post.group.members.add(person)
    post.first.fails(NotDelivered("连不上"), times=9)
    async with post.storage.unit() as unit:
        notice = ReadyCard(card=say("19900000001").model_dump(mode="json"))
        await unit.outbox.put(person, notice, post.clock.now())
    for _ in range(6):
        await post.later(seconds=100)
    assert post.group.given == []


async def test_tries_of_another_kind_do_not_count(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("连不上"), times=4)
    post.first.fails(NotDelivered("系统繁忙", tries=3))
    await post.put("林晓")
    for _ in range(7):
        await post.later(seconds=110)
    assert post.first.texts == ["月报"]


async def test_what_never_gets_through_is_given_up(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("连不上", down=True), times=99)
    await post.put("林晓")
    for _ in range(4):
        await post.later(minutes=20)
    (row,) = await post.rows()
    assert row.state is OutState.FAILED and row.error == "1小时内一直没有发出去：连不上"


async def test_retry_after_is_obeyed_to_the_second(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("太快", retry_after=37))
    await post.put("林晓")
    await post.deliver()
    (row,) = await post.rows()
    assert row.due_at == post.clock.now() + timedelta(seconds=37)


async def test_one_person_is_told_in_order_while_others_go_on(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    await post.add("周航", telegram="zhou")
    post.first.fails(NotDelivered("连不上"), "lin")
    for month in ("一", "二", "三"):
        await post.put("林晓", month)
        await post.put("周航", month)
    await post.deliver()
    assert [text for who, text in post.first.given if who == "zhou"] == [
        "月报一",
        "月报二",
        "月报三",
    ]
    assert [text for who, text in post.first.given if who == "lin"] == []
    await post.later(seconds=20)
    assert [text for who, text in post.first.given if who == "lin"] == [
        "月报一",
        "月报二",
        "月报三",
    ]


async def test_it_is_marked_as_being_sent_before_it_is_sent(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    seen: list[list[OutState]] = []

    class Watching(FakeMessenger):
        async def deliver(self, address: str, card: Card, key: int) -> None:
            seen.append(await post.states())

    post.order = [Watching("telegram")]
    post.begin()
    await post.put("林晓")
    await post.deliver()
    assert seen == [[OutState.SENDING]]


async def crash_while_sending(post: Post) -> None:
    """The state a crash leaves between sending and hearing that it was taken."""
    (row,) = await post.rows()
    async with post.storage.unit() as unit:
        (account, *_) = await unit.people.accounts_of(row.person_id)
        dead = new_holder().claim(post.clock.now() - timedelta(minutes=1))
        await take(unit, dead.at, dead)
        await unit.deliveries.sending(dead, row.id, account.id, 1)
    post.begin()


async def test_after_a_crash_it_is_sent_once_more_and_says_so(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    await post.put("林晓")
    await crash_while_sending(post)
    await post.deliver()
    await post.deliver()
    assert post.first.texts == [f"{SENT_AGAIN}\n月报"]


async def test_a_messenger_that_deduplicates_gets_the_same_key_and_no_remark(post: Post) -> None:
    post.second.deduplicates = True
    await post.add("周航", webchat="w2")
    await post.put("周航")
    await crash_while_sending(post)
    await post.deliver()
    (row,) = await post.rows()
    assert post.second.texts == ["月报"] and post.second.keys == [row.id]


async def test_after_a_crash_the_same_door_comes_first(post: Post) -> None:
    post.second.deduplicates = True
    await post.add("周航", webchat="w2", telegram="zhou")
    await post.put("周航")
    await crash_while_sending(post)
    await post.deliver()
    assert post.second.texts == ["月报"] and post.first.given == []


async def test_an_answer_that_did_not_come_makes_it_uncertain(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("没有应答", uncertain=True))
    await post.put("林晓")
    await post.deliver()
    await post.later(seconds=20)
    assert post.first.texts == [f"{SENT_AGAIN}\n月报"]


async def test_an_address_that_moved_is_followed(post: Post) -> None:
    await post.add("林晓", telegram="-1")
    post.first.fails(NotDelivered("已升级", moved_to="-100"), "-1")
    await post.put("林晓")
    await post.deliver()
    assert post.first.given == [("-100", "月报")]
    async with post.storage.reading() as unit:
        (account,) = await unit.people.accounts_of(post.people["林晓"])
    assert account.address == "-100"


async def test_a_card_that_cannot_be_written_does_not_stop_the_others(post: Post) -> None:
    await post.add("林晓", telegram="lin")

    def broken_once(notice: Notice) -> Card:
        assert getattr(notice, "month", "") != "坏"
        return say("好的")

    post.written = broken_once
    await post.put("林晓", "坏")
    await post.put("林晓")
    await post.deliver()
    failed, sent = sorted(await post.rows(), key=lambda row: row.id)
    assert (failed.state, failed.error) == (OutState.FAILED, NOT_WRITTEN)
    assert sent.state is OutState.SENT


async def test_a_messenger_that_breaks_does_not_repeat_itself(post: Post) -> None:
    await post.add("林晓", telegram="lin", webchat="w1")
    post.first.fails(ValueError("坏了"))
    await post.put("林晓")
    await post.deliver()
    assert post.second.texts == [f"{SENT_AGAIN}\n月报"]


async def test_a_messenger_that_fails_is_noted_and_so_is_its_return(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.first.fails(NotDelivered("连不上", down=True))
    await post.put("林晓")
    await post.deliver()
    async with post.storage.reading() as unit:
        assert {name: why for name, (_, why) in (await unit.outbox.ill()).items()} == {
            "telegram": "连不上"
        }
    await post.later(seconds=20)
    async with post.storage.reading() as unit:
        assert await unit.outbox.ill() == {}


async def test_an_answer_that_could_not_be_shown_keeps_its_buttons_as_they_were(post: Post) -> None:
    person = await post.add("林晓", telegram="lin")
    shown: list[Card] = []

    class Keeping(FakeMessenger):
        async def deliver(self, address: str, card: Card, key: int) -> None:
            shown.append(card)

    post.order = [Keeping("telegram")]
    post.begin()
    card = say("请确认", Button(text="保存", press="save")).stamped(7)
    async with post.storage.unit() as unit:
        notice = ReadyCard(card=card.model_dump(mode="json"))
        await unit.outbox.put(person, notice, post.clock.now())
    await post.put("林晓")
    await post.deliver()
    assert [card.buttons[0].press for card in shown] == ["7|save", "~|look"]


async def test_the_loop_sees_a_new_row_by_itself(post: Post) -> None:
    await post.add("林晓", telegram="lin")
    post.tasks.keep(post.notifier.run, "notifier")
    await post.put("林晓")
    await post.until_sent()


async def test_two_looks_at_once_send_once(post: Post) -> None:
    for n in range(20):
        await post.add(f"示例{n}", telegram=f"t{n}")
        await post.put(f"示例{n}")
    async with asyncio.timeout(10):
        await asyncio.gather(*(post.notifier.deliver_due() for _ in range(5)))
        await post.until_sent()
    assert sorted(address for address, _ in post.first.given) == sorted(f"t{n}" for n in range(20))
