"""The main job, end to end, in WeCom's own frames: a month from the first visit to the bulletin."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.months import Month
from domain.shortfalls import State
from scheduler.runner import run_due
from storage.engine import Storage
from tests.cast import open_office
from tests.domain.cast import at
from tests.phones import Seen
from tests.wecom_double import WeComDouble
from tests.wecom_phone import WeComPhone, wecom_door
from tests.wecom_street import Street

CAST = ("lin", "zhou", "wang", "li", "chen", "zhao")


class Life:
    """The small office, everybody in WeCom, and time that passes."""

    def __init__(self, street: Street, phones: dict[str, WeComPhone]) -> None:
        self.street, self.phones = street, phones

    def __getattr__(self, name: str) -> WeComPhone:
        return self.__dict__["phones"][name]  # type: ignore[no-any-return]

    async def until(self, text: str) -> None:
        """The bell rings every few hours; what it queues is delivered."""
        clock, end = self.street.office.clock, at(text)
        while clock.at < end:
            clock.at = min(clock.at + timedelta(hours=6), end)
            await run_due(self.street.office.storage, clock.at)
            await self.street.tell()

    async def told(self, who: str, words: str) -> str:
        """What this person was told with these words."""
        (text, *_) = [s.text for s in reversed(self.phones[who].chat) if words in s.text]
        return text


async def opens(phone: WeComPhone, seen: Seen, entry: str) -> Seen:
    """Press an entry of a list, turning its pages until it is there."""
    while not (found := [words for words in seen.buttons if re.search(entry, words)]):
        (turn,) = [words for words in seen.buttons if words.endswith("下一页")]
        seen = await phone.presses(turn)
    return await phone.presses(found[0])


@pytest.fixture
async def life(sqlite_storage: Storage) -> AsyncIterator[Life]:
    office = await open_office(sqlite_storage, at("2026-11-12 19:00"))
    limits = {"wecom_per_minute": 10_000, "wecom_per_hour": 10_000}
    async with (
        WeComDouble(per_minute=10_000, per_hour=10_000) as double,
        wecom_door(double, office.dispatcher, sqlite_storage, office.clock, **limits) as door,
    ):
        await double.online()
        street = Street(office, double, door)
        yield Life(street, {name: await street.joins(name) for name in CAST})


async def records(life: Life) -> None:
    """Visits by voice, by check-in and check-out, corrected and withdrawn."""
    await life.lin.speaks("昨天上午九点到下午五点，后塘村，民法典讲座，四十二人。")
    assert "累计 8/8 小时" in (await life.lin.presses("保存")).text
    assert "后莘村" in (await life.lin.says("到村登记 后莘村")).text
    life.street.office.clock.at += timedelta(hours=2)
    await life.lin.says("结束登记")
    assert "2小时" in (await life.lin.presses("现场法律咨询")).text
    await life.lin.presses("保存")
    await life.lin.says("昨天晚上7点到8点 后莘村 法治讲座")
    await life.lin.presses("保存")
    await life.lin.presses("更正")
    await life.lin.says("晚上7点到9点")
    assert "累计 4/8 小时" in (await life.lin.presses("保存")).text
    await life.lin.says("记录")
    await life.lin.presses("后莘村 11月11日 19:00")
    await life.lin.presses("撤回")
    assert "撤回" in (await life.lin.presses("确定撤回")).text


async def confirms(life: Life) -> None:
    """The village confirms fewer minutes, and the adviser hears of it."""
    await life.street.tell()
    assert "林晓登记了" in (await life.li.latest()).text
    await life.li.presses("查看并确认")
    await life.li.presses("时长少一些")
    assert "7小时" in (await life.li.says("7小时")).text
    await life.street.tell()
    assert "村里确认了7小时" in await life.told("lin", "村里确认了")


async def registers(life: Life) -> None:
    await life.wang.says("登记明白人 王秀英 村妇联执委 第一网格 在册")
    assert "在册1人" in (await life.wang.presses("保存")).text


async def answers_cases(life: Life) -> None:
    """The alert of the 1st, and the four answers to what it lists."""
    alert = await life.told("chen", "项未达标")
    assert "南巷村" in alert and "大卓村：未配备法律顾问" in alert
    await opens(life.chen, await life.chen.presses("查看待办"), "南巷村 .*时长不足")
    assert "收到" in (await life.chen.presses("收到")).text
    await life.chen.presses("已安排")
    assert "安排在12月3日" in (await life.chen.says("12月3日")).text
    await life.chen.presses("情况说明")
    assert "顾问住院" in (await life.chen.says("顾问住院，已约好补上")).text
    await opens(life.chen, await life.chen.says("待办"), "大卓村 未配备")
    await life.chen.presses("转交")
    assert "已转交" in (await life.chen.presses("赵所长")).text
    await life.street.tell()
    await life.zhao.presses("打开")
    await life.zhao.presses("豁免")
    assert "已豁免" in (await life.zhao.says("正在公开选聘")).text


async def test_a_month_from_the_first_visit_to_the_bulletin(life: Life) -> None:
    await records(life)
    await confirms(life)
    await registers(life)
    await life.until("2026-11-15 12:00")
    assert "南巷村" in await life.told("zhou", "进度偏慢")
    await life.until("2026-11-27 12:00")
    assert "大卓村" in await life.told("chen", "临近月末")
    assert "后塘村" in await life.told("li", "临近月末")
    await life.until("2026-12-01 12:00")
    await answers_cases(life)
    await life.zhou.says("11月29日上午9点到下午5点 南巷村 法治讲座")
    await life.zhou.presses("保存")
    await life.until("2026-12-02 12:00")
    assert "南巷村" in await life.told("chen", "好消息")
    await life.until("2026-12-04 12:00")
    assert "后莘村" in await life.told("zhao", "逾期未答复")
    await life.until("2026-12-08 18:00")
    assert "通报稿已生成" in await life.told("chen", "已经月结")
    assert "通报" in (await life.chen.says("通报")).text
    await life.chen.says("11月统计表")
    names = [shown.file[0] for shown in life.chen.chat if shown.file]
    assert [name.rpartition(".")[2] for name in names] == ["docx", "docx", "xlsx"], names
    async with life.street.office.storage.reading() as unit:
        rows = await unit.shortfalls.of_month(Month(2026, 11))
    assert {row.state for row in rows} == {State.MADE_UP, State.WAIVED, State.FINAL}
    assert not life.street.double.problems
