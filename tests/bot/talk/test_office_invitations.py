"""The office lets people in."""

import re
from datetime import timedelta

from domain.people import Role
from tests.cast import Office, Player


def newcomer(office: Office, address: str = "new") -> Player:
    return Player(office.dispatcher, 0, address)


async def add_worker(office: Office, name: str = "示例网格员", grid: str = "南巷村第一网格") -> int:
    async with office.storage.unit() as unit:
        person = await unit.people.add(name)
        await unit.people.grant(person.id, Role.GRID_WORKER, office.grids[grid], office.clock.now())
    return person.id


def code_of(card) -> str:
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", card.title), card
    return card.title


async def test_somebody_on_the_roll_is_invited_by_name(office: Office) -> None:
    await add_worker(office)
    card = await office.chen.says("邀请 示例网格员")
    code = code_of(card)
    assert "网格员（南巷村第一网格）" in card.plain() and "11月27日(周五) 20:00" in card.plain()
    someone = newcomer(office)
    assert "已为您开通" in (await someone.says(code)).text
    assert "南巷村第一网格" in str((await someone.says("我的网格")).rows)


async def test_a_code_works_once_and_for_seven_days(office: Office) -> None:
    await add_worker(office)
    code = code_of(await office.chen.says("邀请 示例网格员"))
    office.clock.at += timedelta(days=7)
    assert "过期" in (await newcomer(office).says(code)).text


async def test_those_who_have_not_joined_are_listed(office: Office) -> None:
    for number in range(10):
        await add_worker(office, f"示例网格员{number}")
    card = await office.chen.says("邀请")
    assert "尚未开通的人（10）" in [b.text for b in card.buttons]
    card = await office.chen.presses("尚未开通的人")
    assert card.title == "尚未开通的人 10人" and card.buttons[-1].text == "下一页"
    await office.chen.presses("下一页")
    code_of(await office.chen.presses("示例网格员9"))


async def test_a_role_a_village_a_grid_and_whoever_is_there(office: Office) -> None:
    await add_worker(office)
    await office.chen.says("邀请")
    await office.chen.presses("网格员")
    await office.chen.presses("南巷村")
    card = await office.chen.says("第一网格")
    assert "南巷村第一网格的网格员：邀请谁" in card.text
    code_of(await office.chen.presses("示例网格员"))


async def test_a_new_confirmer_of_a_village_typed(office: Office) -> None:
    await office.chen.says("邀请")
    await office.chen.presses("村确认人")
    assert "没有找到" in (await office.chen.says("火星村")).text
    card = await office.chen.says("后塘村")
    assert "李主任" in card.buttons[0].text and "已开通" in card.buttons[0].text
    assert "不像姓名" in (await office.chen.says("12345")).text
    card = await office.chen.says("王主任")
    code_of(card)
    assert "村确认人（后塘村）" in card.plain()
    someone = newcomer(office)
    await someone.says(card.title)
    assert "没有待确认" in (await someone.says("待确认")).text


async def test_a_new_name_asks_what_it_is_for(office: Office) -> None:
    card = await office.chen.says("邀请 钱小二")
    assert "名单里还没有钱小二" in card.plain()
    await office.chen.presses("街道办")
    assert office.chen.card.title == "" or code_of(office.chen.card)
    async with office.storage.reading() as unit:
        (person,) = await unit.people.named("钱小二")
        actor = await unit.people.actor(person.id)
    assert actor.places(Role.OFFICE) == {office.district_id}


async def test_a_new_adviser_has_a_kind_and_a_village(office: Office) -> None:
    await office.chen.says("邀请")
    await office.chen.presses("法律顾问")
    await office.chen.presses("大卓村")
    await office.chen.says("吴律师")
    card = await office.chen.presses("律师")
    code_of(card)
    someone = newcomer(office)
    await someone.says(card.title)
    assert "请确认" in (await someone.says("今天下午2点到4点 大卓村 法治讲座")).title


async def test_two_of_one_name_are_told_apart(office: Office) -> None:
    await add_worker(office, "陈示例")
    await add_worker(office, "陈示例", "后莘村第二网格")
    card = await office.chen.says("邀请 陈示例")
    assert "同名" in card.text
    card = await office.chen.presses("陈示例 网格员（后莘村第二网格）")
    assert "后莘村第二网格" in card.plain()


async def test_who_has_joined_may_have_another_door(office: Office) -> None:
    card = await office.chen.says("邀请 林晓")
    assert "已经开通过" in card.text
    second = newcomer(office)
    await second.says(card.title)
    assert "后塘村" in (await second.says("本月")).text


async def test_only_a_leader_makes_a_leader(office: Office) -> None:
    roles = [b.text for b in (await office.chen.says("邀请")).buttons]
    assert "街道分管领导" not in roles
    await office.zhao.says("邀请 钱领导")
    code_of(await office.zhao.presses("街道分管领导"))
    await office.chen.says("邀请 孙领导")
    forged = office.chen.button("街道办").replace("office", "leader")
    assert "不在您的权限范围" in (await office.chen.presses_data(forged)).text


async def test_cancel_makes_nothing(office: Office) -> None:
    await office.chen.says("邀请 钱小二")
    await office.chen.presses("村确认人")
    await office.chen.says("取消")
    async with office.storage.reading() as unit:
        assert await unit.people.named("钱小二") == []


async def test_the_office_hands_out_a_web_link_too(office: Office) -> None:
    await office.chen.says("邀请 林晓")
    card = await office.chen.presses("网页链接")
    assert "http://localhost/chat#k=" in card.text and "24小时内有效" in card.text
