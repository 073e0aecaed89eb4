"""Every dialogue and every notice printed in the documents, played in the office of the demo.

A document tells one story: its blocks are played in order, from the 13th of November 2026 on.
A block headed `对话 林晓 2026-11-15T18:00` first lets time pass until then, with all jobs due.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import StoppedClock
from bot.talk.cards import Card
from bot.talk.dispatcher import make_dispatcher
from bot.talk.words.notices import card_for
from demo.fill import demo_start, fill_demo
from domain.months import SHANGHAI
from domain.understanding import understand
from scheduler.runner import run_due
from storage.engine import Storage
from tests.cast import Player
from words.names import shown_names

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
START = demo_start(date(2026, 11, 13))
STEP = timedelta(hours=6)
BLOCK = re.compile(r"^ *```(对话|通知) (\S+)(?: (\S+))?\n(.*?)^ *```", re.M | re.S)
EXAMPLES = re.compile(r"^```例句\n(.*?)^```", re.M | re.S)
BUTTON = re.compile(r"［(.+?)］")
VILLAGES = ("后塘村", "前湖村", "南园社区")
ELISION = "……"


@dataclass
class Office:
    storage: Storage
    clock: StoppedClock
    players: dict[str, Player]

    async def pass_time(self, until: datetime) -> None:
        while self.clock.at < until:
            self.clock.at = min(self.clock.at + STEP, until)
            await run_due(self.storage, self.clock.at)

    async def talk(self, name: str, script: str) -> None:
        player, card = self.players[name], Card()
        for line in filter(None, map(str.strip, script.splitlines())):
            if line.startswith(f"{name}："):
                card = await _done(player, line.removeprefix(f"{name}："), card)
            else:
                _check_seen(line, card)

    async def check_told(self, name: str, script: str) -> None:
        async with self.storage.reading() as unit:
            rows = await unit.outbox.newer_than(0)
        mine = [row for row in rows if row.person_id == self.players[name].person_id]
        told = [_all_of(card_for(row.notice)) for row in mine]
        lines = [line.strip() for line in script.splitlines() if line.strip() != ELISION]
        assert any(all(line in text for line in lines) for text in told), "\n\n".join(told)


async def _done(player: Player, said: str, last: Card) -> Card:
    found = BUTTON.fullmatch(said)
    if found is None:
        return await player.says(said)
    fitting = [b for b in last.buttons if _words(b.text).startswith(found[1])]
    exact = [b for b in fitting if _words(b.text) == found[1]]
    assert fitting, f"no button {found[1]} among {[_words(b.text) for b in last.buttons]}"
    return await player.presses_data((exact or fitting)[0].press)


def _check_seen(line: str, card: Card) -> None:
    buttons = [_words(b.text) for b in card.buttons]
    assert set(BUTTON.findall(line)) <= set(buttons), f"{line}\nbuttons: {buttons}"
    words = BUTTON.sub("", line).removeprefix("哨点：").strip()
    assert words == ELISION or words in _all_of(card), f"{words}\nnot in: {_all_of(card)}"


def _all_of(card: Card) -> str:
    """Its words, and the name of its file where it has one."""
    return f"{card.plain()}\n附件：{card.attachment.name}" if card.attachment else card.plain()


def _blocks(file: Path) -> list[tuple[str, str, str, str]]:
    """Kind, name, moment and script of each, in order."""
    return BLOCK.findall(file.read_text("utf-8"))


def _words(text: str) -> str:
    return shown_names(text, mask=False)


@pytest.fixture
async def office(sqlite_storage: Storage) -> Office:
    clock = StoppedClock(START)
    dispatcher = make_dispatcher(sqlite_storage, clock)
    people = await fill_demo(sqlite_storage, START)
    players = {p.name: Player(dispatcher, p.person_id, p.name) for p in people}
    async with sqlite_storage.unit() as unit:
        for name, player in players.items():
            await unit.people.link_account(player.person_id, "test", name, START)
    await run_due(sqlite_storage, START)
    return Office(sqlite_storage, clock, players)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
async def test_the_dialogues_of_a_document_happen_as_printed(file: Path, office: Office):
    for kind, name, moment, script in _blocks(file):
        if moment:
            await office.pass_time(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))
        await (office.talk if kind == "对话" else office.check_told)(name, script)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_every_example_of_a_visit_is_understood(file: Path):
    for block in EXAMPLES.findall(file.read_text("utf-8")):
        for line in block.splitlines():
            said = understand(line, START, VILLAGES)
            assert said.date and said.village, line
            assert (said.start and said.end) or said.minutes, line


def test_there_are_dialogues_for_everybody():
    told = {name for file in DOCUMENTS for _, name, _, _ in _blocks(file)}
    assert {"林晓", "陈小梅", "王秀兰", "赵敏", "孙立"} <= told
