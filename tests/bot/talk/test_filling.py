"""Filling something in, by a subject that exists only here and brings nothing but its rules."""

import pytest
from aiogram import Router
from aiogram.fsm.state import StatesGroup
from aiogram.types import Message

from bot.talk.cards import Card, Fact, page_of, pager, say
from bot.talk.dialogues import Talk
from bot.talk.dispatcher import make_dispatcher
from bot.talk.filling import Filling, Unfinished
from bot.talk.filters import Says
from bot.talk.handlers import common
from bot.talk.presses.filling import PAGES
from bot.talk.states import Step
from bot.talk.words.filling import changes, fill, question, whole
from domain.understanding import read_number
from tests.cast import Office, Player

BOOKS = [f"第{n}册" for n in range(1, 8)]


class Reading(StatesGroup):
    asking = Step()
    confirming = Step()


class ReadingEntry(Unfinished):
    book: str | None = None
    people: int | None = None
    note: str | None = None

    @property
    def missing(self) -> str | None:
        if self.book is None:
            return "book"
        return "people" if self.people is None else None


class ReadingFilling(Filling[ReadingEntry]):
    entry = ReadingEntry
    steps = (Reading.asking, Reading.confirming)
    parts = frozenset({"book", "people", "note"})

    def __init__(self) -> None:
        self.kept: list[ReadingEntry] = []

    async def told(
        self, text: str, asked: str | None, entry: ReadingEntry, talk: Talk
    ) -> ReadingEntry | None:
        if asked == "note":
            return entry.model_copy(update={"note": text})
        if text in BOOKS:
            return entry.model_copy(update={"book": text})
        number = read_number(text)
        return None if number is None else entry.model_copy(update={"people": number})

    async def pressed(self, part: str, value: str, entry: ReadingEntry, talk: Talk) -> ReadingEntry:
        return entry.model_copy(update={"book": BOOKS[BOOKS.index(value)]})

    async def question(self, part: str, entry: ReadingEntry, talk: Talk, page: int) -> Card:
        if part != "book":
            return question(f"{part}？", numbered=False)
        shown, page, pages = page_of(BOOKS, page, 3)
        buttons = [fill(book, "book", book) for book in shown]
        return question("book？", buttons, turns=pager(pages, page, PAGES, standing=False))

    async def whole(self, entry: ReadingEntry, talk: Talk) -> Card:
        facts = [
            Fact(label="读本", value=str(entry.book)),
            Fact(label="人数", value=f"{entry.people}"),
        ]
        return whole(
            "请确认", entry.note or "", facts, changes(("改读本", "book"), ("填备注", "note"))
        )

    async def save(self, entry: ReadingEntry, talk: Talk) -> Card:
        self.kept.append(entry)
        return say("已保存")


@pytest.fixture
def reading() -> ReadingFilling:
    return ReadingFilling()


@pytest.fixture
def reader(office: Office, reading: ReadingFilling) -> Player:
    return _player(office, reading)


def _player(office: Office, reading: ReadingFilling) -> Player:
    """王大姐 at a bot that can do nothing but this, started just now."""

    async def begin(message: Message, talk: Talk) -> Card:
        return await reading.next(ReadingEntry(), talk)

    routes = Router(name="readings")
    routes.message.register(begin, Says("学法"))
    reading.route(routes)
    routers = [common.router(), routes, common.last()]
    return Player(make_dispatcher(office.storage, office.clock, routers), 0, "wang")


async def test_what_is_missing_is_asked_one_part_at_a_time(
    reader: Player, reading: ReadingFilling
) -> None:
    assert (await reader.says("学法")).text == "book？"
    assert (await reader.presses("第2册")).text == "people？"
    card = await reader.says("28人")
    assert card.title == "请确认" and [fact.value for fact in card.facts] == ["第2册", "28"]
    assert reading.kept == []
    assert (await reader.presses("保存")).text == "已保存"
    assert reading.kept == [ReadingEntry(book="第2册", people=28)]


async def test_a_part_is_changed_by_its_button_and_by_a_word(
    reader: Player, reading: ReadingFilling
) -> None:
    await reader.says("学法")
    await reader.says("第1册")
    await reader.says("28人")
    assert (await reader.presses("改读本")).text == "book？"
    await reader.says("第5册")
    await reader.says("30人")
    await reader.presses("填备注")
    assert (await reader.says("七月补课")).text == "七月补课"
    await reader.says("保存")
    assert reading.kept == [ReadingEntry(book="第5册", people=30, note="七月补课")]


async def test_pages_of_a_question_are_turned_and_the_question_stays(reader: Player) -> None:
    await reader.says("学法")
    assert [b.text for b in (await reader.presses("下一页")).buttons][:3] == BOOKS[3:6]
    assert [b.text for b in (await reader.presses("下一页")).buttons][:1] == BOOKS[6:]
    await reader.presses("上一页")
    assert (await reader.presses("第4册")).text == "people？"


async def test_what_says_nothing_is_said_and_loses_nothing(
    reader: Player, reading: ReadingFilling
) -> None:
    await reader.says("学法")
    await reader.says("第1册")
    assert (await reader.says("随便写写")).text == "没有看懂“随便写写”。people？"
    await reader.says("9人")
    await reader.presses("保存")
    assert reading.kept == [ReadingEntry(book="第1册", people=9)]


async def test_cancelling_and_saving_end_it(reader: Player, reading: ReadingFilling) -> None:
    await reader.says("学法")
    await reader.presses("取消")
    assert "没有看懂" in (await reader.says("第1册")).text
    await reader.says("学法")
    await reader.says("第1册")
    await reader.says("9人")
    await reader.presses("保存")
    assert "没有看懂" in (await reader.says("第2册")).text
    assert len(reading.kept) == 1


@pytest.mark.parametrize("press", ["save", "ask:x", "page:x", "book:第99册", "x:1"])
async def test_what_no_button_says_changes_nothing(
    reader: Player, reading: ReadingFilling, press: str
) -> None:
    card = await reader.says("学法")
    turn = card.buttons[0].press.partition("|")[0]
    part, _, value = press.partition(":")
    card = await reader.presses_data(f"{turn}|f:{part}:{value}")
    assert "已经过期" in card.text or "已经失效" in card.text
    assert (await reader.says("第1册")).text == "people？"
    assert reading.kept == []


async def test_it_goes_on_after_a_restart(
    office: Office, reader: Player, reading: ReadingFilling
) -> None:
    await reader.says("学法")
    await reader.says("第3册")
    again = _player(office, reading)
    await again.says("12人")
    await again.says("保存")
    assert reading.kept == [ReadingEntry(book="第3册", people=12)]


async def test_a_card_of_the_version_before_still_fills_in(office: Office) -> None:
    """0.1.0 had a press for each subject; cards of unfinished dialogues outlive an upgrade."""
    card = await office.wang.says("登记明白人 王秀英 村妇联执委 后塘村第一网格")
    turn = card.buttons[0].press.partition("|")[0]
    card = await office.wang.presses_data(f"{turn}|e:stage:registered")
    turn = card.buttons[0].press.partition("|")[0]
    assert "已登记" in (await office.wang.presses_data(f"{turn}|e:save:")).text
    card = await office.chen.says("邀请")
    turn = card.buttons[0].press.partition("|")[0]
    assert "哪个村" in (await office.chen.presses_data(f"{turn}|is:role:adviser")).text
