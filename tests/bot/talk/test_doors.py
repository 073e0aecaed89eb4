"""通知渠道: where notices reach a person first is theirs to choose."""

from tests.cast import Office


async def with_two(office: Office) -> None:
    async with office.storage.unit() as unit:
        now, lin = office.clock.now(), office.lin.person_id
        await unit.people.link_account(lin, "wecom", "wolin", now)
        await unit.people.link_account(lin, "webchat", f"person:{lin}", now)


async def first(office: Office) -> str | None:
    async with office.storage.reading() as unit:
        return await unit.doors.first_of(office.lin.person_id)


async def test_a_person_with_one_messenger_has_nothing_to_choose(office: Office) -> None:
    card = await office.li.says("通知渠道")
    assert "您只开通了" in card.text and not card.rows


async def test_a_person_chooses_and_changes_their_mind(office: Office) -> None:
    await with_two(office)
    card = await office.lin.says("通知渠道")
    assert "企业微信、网页对话" in card.text and "按系统设置的顺序" in card.text
    card = await office.lin.presses("网页对话")
    assert "已更改。" in card.text and "先发到：网页对话" in card.text
    assert await first(office) == "webchat"
    await office.lin.presses("按系统设置")
    assert await first(office) is None


async def test_who_joins_a_second_time_hears_of_the_choice(office: Office) -> None:
    card = await office.chen.says("邀请 林晓")
    card = await office.stranger.says(card.title)
    assert "通知渠道" in card.text


async def test_a_closed_one_says_why(office: Office) -> None:
    await with_two(office)
    async with office.storage.unit() as unit:
        account = await unit.people.account_at("wecom", "wolin")
        assert account
        await unit.people.close_account(account.id, "请发一句“你好”", office.clock.now())
    assert "企业微信（已停用：请发一句“你好”）" in (await office.lin.says("通知渠道")).text


async def test_a_messenger_they_have_not_can_not_be_chosen(office: Office) -> None:
    await with_two(office)
    await office.lin.presses_data("~|fd:telegram")
    assert await first(office) is None
    await office.lin.presses_data("~|fd:../x")
    assert await first(office) is None


async def test_the_change_is_kept_with_who_and_when(office: Office) -> None:
    await with_two(office)
    await office.lin.says("通知渠道")
    await office.lin.presses("企业微信")
    async with office.storage.reading() as unit:
        (entry,) = await unit.audit.noted("choose_door", "person", [office.lin.person_id])
    assert entry
