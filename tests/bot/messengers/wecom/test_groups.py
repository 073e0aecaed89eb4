"""The office's group is a door its people share."""

import logging
from collections.abc import AsyncIterator

import pytest

from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.notifier import Notifier
from bot.messengers.wecom.groups import OfficeGroups, _errcode
from bot.messengers.wecom.service import make_groups
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Attachment, Button, Card, say
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from domain.notices import BulletinReady
from storage.outbox import OutState
from tests.cast import Office
from tests.wecom_webhook_double import KEY, WebhookDouble


@pytest.fixture
async def hook() -> AsyncIterator[WebhookDouble]:
    async with WebhookDouble() as double:
        yield double


def groups_of(office: Office, url: str, district: str = "黄梅街道") -> OfficeGroups:
    settings = Settings(_env_file=None, wecom_webhooks=f"{district}={url}" if district else url)  # type: ignore[call-arg]
    groups = make_groups(settings, office.storage, Health(office.storage, office.clock))
    assert groups
    return groups


async def told_of(office: Office, groups: OfficeGroups, *names: str) -> list[OutState]:
    """What becomes of a notice to each; nobody has a door of their own."""
    clock: StoppedClock = office.clock
    tasks, health = Tasks(), Health(office.storage, clock)
    notifier = Notifier(office.storage, clock, [groups], card_for, tasks, health, groups=groups)
    async with office.storage.unit() as unit:
        for name in names:
            person = office.players[name].person_id
            await unit.outbox.put(person, BulletinReady(month="2026-11"), clock.now())
    await notifier.deliver_due()
    await tasks.close()
    async with office.storage.reading() as unit:
        return [row.state for row in await unit.outbox.newer_than(0)]


async def test_the_office_hears_in_its_group_once(office: Office, hook: WebhookDouble) -> None:
    states = await told_of(office, groups_of(office, hook.url), "chen", "zhao")
    assert states == [OutState.SENT, OutState.SENT]
    (text,) = hook.texts
    assert "已经月结" in text and text.endswith("请打开机器人办理。")


async def test_who_comes_second_shares_what_becomes_of_the_first(
    office: Office, hook: WebhookDouble
) -> None:
    hook.errcodes = [93000]
    groups = groups_of(office, hook.url)
    states = await told_of(office, groups, "chen", "zhao")
    assert states == [OutState.FAILED, OutState.FAILED] and not hook.messages


async def test_what_is_for_one_is_not_said_there(office: Office, hook: WebhookDouble) -> None:
    groups = groups_of(office, hook.url)
    with pytest.raises(NotDelivered) as caught:
        await groups.deliver("黄梅街道", Card(text="19900000001", private=True), 1)
    assert caught.value.refused and not hook.messages


async def test_others_are_not_told_in_the_group(office: Office, hook: WebhookDouble) -> None:
    states = await told_of(office, groups_of(office, hook.url), "lin", "wang", "li")
    assert set(states) == {OutState.FAILED} and not hook.messages


async def test_another_streets_group_is_not_theirs(office: Office, hook: WebhookDouble) -> None:
    groups = groups_of(office, hook.url, district="别的街道")
    assert await told_of(office, groups, "chen") == [OutState.FAILED]


async def test_a_removed_robot_is_named_with_the_remedy(
    office: Office, hook: WebhookDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hook.errcodes = [93000]
    groups = groups_of(office, hook.url)
    assert await told_of(office, groups, "chen") == [OutState.FAILED]
    seen = (await office.chen.says("本月情况")).plain()
    assert "企业微信工作群（黄梅街道）" in seen and "SHAODIAN_WECOM_WEBHOOKS" in seen
    with pytest.raises(NotDelivered):
        await groups.deliver("黄梅街道", say("再试"), 1)
    assert not hook.messages and KEY not in caplog.text


@pytest.mark.parametrize("errcode", [45009, -1, 6000])
async def test_a_refusal_for_now_is_tried_again(
    errcode: int, office: Office, hook: WebhookDouble
) -> None:
    hook.errcodes = [errcode]
    assert await told_of(office, groups_of(office, hook.url), "chen") == [OutState.WAITING]


def test_an_answer_that_is_none_is_taken_for_busy() -> None:
    for answer in ([], None, {}, {"errcode": "x"}, "ok"):
        assert _errcode(answer) == -1
    assert _errcode({"errcode": "93000"}) == 93000


async def test_a_broken_gateway_is_tried_again(office: Office, hook: WebhookDouble) -> None:
    hook.statuses = [502]
    groups = groups_of(office, hook.url)
    assert await told_of(office, groups, "chen") == [OutState.SENDING], "it may have arrived"
    await groups.deliver("黄梅街道", say("你好"), 1)
    assert hook.texts == ["你好"]


async def test_long_words_come_in_pieces(office: Office, hook: WebhookDouble) -> None:
    groups = groups_of(office, hook.url)
    await groups.deliver("黄梅街道", say("法" * 3000), 1)
    assert "".join(hook.texts) == "法" * 3000 and len(hook.texts) == 3


async def test_files_go_along_but_no_rosters(office: Office, hook: WebhookDouble) -> None:
    groups, now = groups_of(office, hook.url), office.clock.now()
    async with office.storage.unit() as unit:
        file_id = await unit.files.add("月报.xlsx", b"PK content", now)
    held = Attachment(file_id=file_id, name="月报.xlsx")
    await groups.deliver("黄梅街道", Card(text="月报", attachment=held), 1)
    assert list(hook.files.values()) == [("月报.xlsx", b"PK content")]
    roster = held.model_copy(update={"roster": True})
    await groups.deliver("黄梅街道", Card(text="名册", attachment=roster), 1)
    assert len(hook.files) == 1 and "不发到群里" in hook.texts[-1]


def test_addresses_are_read_and_never_told() -> None:
    one, two = f"https://a.invalid/send?key={KEY}", "https://b.invalid/send?key=other-key"
    read = Settings(_env_file=None, wecom_webhooks=f"黄梅街道={one}; 华阳街道={two}")  # type: ignore[call-arg]
    assert {KEY, "other-key"} <= set(read.secrets())
    with pytest.raises(ValueError, match="街道名=") as caught:
        Settings(_env_file=None, wecom_webhooks=f"黄梅街道:{KEY}")  # type: ignore[call-arg]
    assert "SHAODIAN_WECOM_WEBHOOKS" in str(caught.value)


async def test_a_card_with_buttons_says_where_to_go_on(office: Office, hook: WebhookDouble) -> None:
    card = Card(text="有待办", rows=((Button(text="查看", press="p"),),))
    groups = groups_of(office, hook.url, district="")
    assert await groups.group_of(office.chen.person_id) == ""
    await groups.deliver("", card, 1)
    assert hook.texts == ["有待办\n请打开机器人办理。"]
