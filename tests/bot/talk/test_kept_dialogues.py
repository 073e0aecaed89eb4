"""Who stood in the midst of a dialogue with version 0.1.0 goes on with it."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.clock import StoppedClock
from bot.talk.dispatcher import make_dispatcher
from storage.engine import open_storage
from storage.restore import read_backup
from storage.schema import upgrade
from tests.cast import Player
from tests.kept_office import BACKUP, NOW, ROWS, untold

GOES_ON = {
    "recording-asking": ("后塘村", "几点开始"),
    "recording-confirming": ("保存", "已保存：12月7日(周一) 南巷村 法治讲座 2.5小时"),
    "confirming-minutes": ("一个半小时", "已确认1.5小时（登记2小时）"),
    "confirming-reason": ("当天没有来村", "已退回"),
    "enrolling-asking": ("后塘村第二网格", "是哪一类人员"),
    "enrolling-confirming": ("保存", "已登记：钱小兰，后塘村第二网格，培训中"),
    "enrolling-leaving": ("外出务工", "王秀英：退出"),
    "answering-day": ("12月10日", "已记录：安排在12月10日(周四)"),
    "answering-words": ("已约好下月补上", "说明：已约好下月补上"),
    "answering-waiver": ("整村拆迁，居民已搬离", "豁免：整村拆迁，居民已搬离"),
    "inviting-asking": ("后莘村", "后莘村的村确认人：邀请谁"),
    "replacing-asking": ("后塘村", "后塘村由谁担任法律顾问"),
    "replacing-confirming": ("确认", "大卓村的法律顾问从12月8日(周二)起由吴示例担任"),
    "photographing-choosing": ("1", "照片已附上：12月7日(周一)"),
    "reopening-reason": ("漏报后塘村的讲座", "已重开2026年11月"),
}
"""Who stands where, what they say next, and what the answer says."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the office, taken over once."""
    file = tmp_path_factory.mktemp("left") / "office.db"

    async def taken_over() -> None:
        storage = open_storage(f"sqlite:///{file}")
        await upgrade(storage)
        await read_backup(storage, BACKUP, untold)
        await storage.close()

    asyncio.run(taken_over())
    return file


def test_somebody_stood_in_every_state():
    assert {row["address"] for row in ROWS["dialogues"] if row["state"]} == set(GOES_ON)


@pytest.mark.parametrize("address", GOES_ON)
async def test_it_goes_on_where_it_stood(left: Path, tmp_path: Path, address: str):
    shutil.copyfile(left, tmp_path / "office.db")
    storage = open_storage(f"sqlite:///{tmp_path}/office.db")
    person = Player(make_dispatcher(storage, StoppedClock(NOW)), 0, address)
    words, answer = GOES_ON[address]
    assert answer in (await person.says(words)).plain()
    await storage.close()
