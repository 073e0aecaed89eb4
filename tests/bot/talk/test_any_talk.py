"""Whatever the people of an office say and press, in whatever order: nobody goes unanswered,
nothing breaks, and no visit that must be refused (规则 3.4) is ever kept."""

import asyncio
import random
from datetime import timedelta
from importlib import import_module
from itertools import combinations
from pkgutil import iter_modules

import pytest
from sqlalchemy import select

import bot.talk.presses
from bot.talk.words.common import BROKEN
from domain.months import local, local_day
from domain.visits import Visit
from storage.tables import check_ins, visits
from tests.cast import Office, Player

SAID = (
    """
到村登记 | 到村登记 后塘村 | 到村登记 南巷村 | 结束登记 | 补记 | 补记 昨天 | 本月 | 记录
待确认 | 我的网格 | 登记明白人 | 登记明白人 李四 后塘村第一网格 村干部 在册
新增明白人 王五 19900000021 | 帮助 | 取消 | 本月情况 | 后塘村 | 1 | 2 | 3 | 9 | 99 | 0
-1 | 昨天 | 11.12 | 10月31日 | 9999年12月31日 | 0001年1月1日 | 2月30号 | 下午2点 | 4点半
0点到1点 | 25点 | 两小时 | 90分钟 | 99999999小时 | 讲座 | 42人 | 999999999人
九九九九九九九九九万份 | 张三 | 无 | 在册 | 村干部 | 第二网格 | 当天没有来村 | 外出务工
60分钟 | 昨天下午2点到4点半 后塘村 民法典讲座 42人 | 今天9点到11点 后莘村 法律咨询
前天14点到14点 后塘村 讲座 | 昨天 7点到20点 后塘村 讲座 | 昨天晚上11点到12点 后塘村 讲座
今天下午2点到晚上11点50 后塘村 讲座 | 昨天下午3点到5点 后塘 参与调解
12月1号上午9点到10点 后塘村 讲座 | 3号8点到20点 后村 入户走访 | '; DROP TABLE visits;--
改名 大卓村 卓村 | 撤销 大卓村第一网格 | 查人 林晓 | 更正明白人 李四 电话 19900000021
人员 | 村和网格 | 结束聘任 南巷村 | 停用人员 | 批量邀请 | 调整网格 李四 第二网格
<script>alert(1)</script> | 😀😀 | /start | /nothing | %s {0} \\
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)
ODD = ["", " ", "后塘村" * 5000, "1" * 3000, "\x00", "a\x00b", "\ud800", "\ue000王\ue001", "\u202e"]
KINDS = [
    kind
    for found in iter_modules(bot.talk.presses.__path__, "bot.talk.presses.")
    for kind in vars(import_module(found.name)).values()
    if getattr(kind, "__prefix__", None)
]
VALUES = (
    "0|-1|1|2|3|99999999999999999999999|x|2026-11|2026-13|0000-00|save|ask|village|date|start|end|"
    "minutes|activity|topic|name|grid|stage|lecture|left|True|2026-11-20|0001-01-01|2500|1260|1.5"
)


def forged(dice: random.Random) -> str:
    """What no button of ours said, though it looks like it."""
    kind = dice.choice(KINDS)
    fields = [dice.choice(VALUES.split("|")) for _ in kind.model_fields]
    return f"{dice.choice(['~', '1', '2'])}|{':'.join([kind.__prefix__, *fields])}"


async def act(player: Player, dice: random.Random, pressed: list[str]) -> None:
    buttons = player.card.buttons
    saving = [button.press for button in buttons if button.text == "保存"]
    choice = dice.random()
    if saving and choice < 0.5:
        card = await player.presses_data(saving[0])
    elif buttons and choice < 0.6:
        pressed.append(dice.choice(buttons).press)
        card = await player.presses_data(pressed[-1])
    elif pressed and choice < 0.65:
        card = await player.presses_data(dice.choice(pressed))
    elif choice < 0.72:
        card = await player.presses_data(forged(dice))
    else:
        card = await player.says(dice.choice(ODD if choice > 0.95 else SAID))
    assert BROKEN not in card.text


async def kept_visits(office: Office) -> list[Visit]:
    async with office.storage.reading() as unit:
        rows = (await unit.connection.execute(select(visits))).all()
        waiting = await unit.connection.execute(select(check_ins.c.adviser_id, check_ins.c.state))
        opened = [row.adviser_id for row in waiting if row.state == "open"]
    assert len(opened) == len(set(opened)), "one open check-in per adviser"
    found = [Visit.model_validate(row) for row in rows]
    return [visit for visit in found if visit.withdrawn_at is None]


def check(kept: list[Visit], office: Office) -> None:
    ids = {name: village.id for name, village in office.villages.items()}
    served = {
        office.lin.person_id: {ids["后塘村"], ids["后莘村"]},
        office.zhou.person_id: {ids["南巷村"]},
    }
    for visit in kept:
        assert 10 <= visit.minutes <= 720
        assert visit.day == local_day(visit.ended_at)
        assert visit.ended_at <= visit.recorded_at or visit.ended_at <= office.clock.now()
        assert visit.village_id in served[visit.adviser_id]
        assert visit.confirmed_by != visit.adviser_id
        assert 0 < (visit.confirmed_minutes or 1) <= visit.minutes
    for one, other in combinations(kept, 2):
        apart = one.ended_at <= other.started_at or other.ended_at <= one.started_at
        assert apart or one.adviser_id != other.adviser_id


@pytest.mark.parametrize("seed", range(8))
async def test_any_talk_is_answered_and_leaves_no_wrong_visit(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    async with office.storage.unit() as unit:
        await unit.people.link_account(office.lin.person_id, "test", "lin2", office.clock.now())
    office.players["lin2"] = Player(office.dispatcher, office.lin.person_id, "lin2")
    people = [*["lin"] * 4, "lin2", "zhou", "wang", "wang", "li", "li", "chen", "stranger"]
    pressed: list[str] = []
    for _ in range(60):
        together = 3 if dice.random() < 0.1 else 1
        acting = [office.players[dice.choice(people)] for _ in range(together)]
        await asyncio.gather(*(act(player, dice, pressed) for player in acting))
        if dice.random() < 0.2:
            office.clock.at += timedelta(minutes=dice.choice([5, 30, 90, 240, 1440]))
        if local(office.clock.at).month == 12 and dice.random() < 0.2:
            office.clock.at -= timedelta(days=12)
    check(await kept_visits(office), office)
