"""Every press there is, forged by everybody, about everything of a street that is not theirs.

No answer names it, nothing of it changes, and none ends in 系统出了点问题. A new press is in it as
soon as it is written; a new kind of field must be told what it may be forged to say.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Any, get_args

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.talk import presses
from bot.talk.middlewares.explain import BROKEN
from domain.cases import CaseState
from domain.mingbairen import Stage
from domain.people import Role
from storage.engine import Storage
from tests.cast import Office, Player
from tests.far_street import FarStreet, build_far_street, shown
from tests.kept_office import rows_in

EVERYBODY = ("lin", "zhou", "wang", "li", "chen", "zhao", "stranger")
UNHEARD_OF = [0, 404, 2**31 - 1]
WORDS = {
    "answer": [*CaseState, "waive", "x"],
    "how": ["all", "skip", "drop", "x"],
    "part": ["x"],
    "word": ["本月", "待办", "导出", "尚未开通", "x", ""],
    "month": ["2026-10", "2026-11", "2027-01", "2099-12"],
    "messenger": ["", "webchat", "x"],
    "way": ["on", "new", "drop", "save", "merge", "x"],
    "value": ["", "2026-11-25", "2026-02-31", "999999999", "x"],
    "stage": list(Stage),
}
TALK = ("events", "dialogues", "files")
"""Tables that every answer writes to. A file is kept with the answer that offers it."""


def _presses() -> list[type[CallbackData]]:
    modules = [
        importlib.import_module(f"{presses.__name__}.{module.name}")
        for module in pkgutil.iter_modules(presses.__path__)
    ]
    found = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, CallbackData) and each is not CallbackData
    }
    return sorted(found, key=lambda each: each.__prefix__)


PRESSES = _presses()


def said_by(press: type[CallbackData], ids: dict[str, list[int]]) -> Iterator[str]:
    """All this press may be made to say; `ids` by the name of the field."""
    fields = press.model_fields
    choices = [_choices(name, field.annotation, ids) for name, field in fields.items()]
    for values in product(*choices):
        try:
            yield press(**dict(zip(fields, values, strict=True))).pack()
        except ValueError:
            continue  # no press of ours, which test_forged_presses sees to


def _choices(name: str, kind: Any, ids: dict[str, list[int]]) -> list[Any]:
    if name == "shown":
        return ["", "x", *ids.get("shown", [])]
    if name in WORDS:
        more = ids.get("person_id", []) if name == "value" else []
        return [*WORDS[name], *map(str, more)]
    if name in ("page", "number", "minutes"):
        return [0, 2**31 - 1]
    if kind is bool:
        return [False, True]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return list(kind)
    assert name in ids, f"what may {name} of {kind} {get_args(kind)} be forged to say?"
    return ids[name]


async def answered(player: Player, far: FarStreet, press: str) -> str:
    """What is wrong with the answer, in a line; empty for nothing."""
    card = await player.presses_data(press if "|" in press else f"~|{press}")
    seen = far.seen_in(shown(card))
    if seen:
        return f"{player.address} {press}: names {seen}"
    return f"{player.address} {press}: broken" if card.text.startswith(BROKEN[:12]) else ""


async def business(storage: Storage) -> dict[str, Any]:
    return {name: rows for name, rows in (await rows_in(storage)).items() if name not in TALK}


@pytest.fixture
async def far(office: Office) -> FarStreet:
    return await build_far_street(office)


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nothing_of_another_street_is_named_or_changed(
    office: Office, far: FarStreet, who: str
) -> None:
    before, wrong = await business(office.storage), []
    about = [p for p in PRESSES if any(name in far.ids for name in p.model_fields)]
    assert len(about) > 20
    for press in about:
        for said in said_by(press, far.ids):
            wrong.append(await answered(getattr(office, who), far, said))
    assert [each for each in wrong if each] == []
    assert await business(office.storage) == before


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_press_breaks(office: Office, far: FarStreet, who: str) -> None:
    """About what is one's own, and about what there is not."""
    async with office.storage.reading() as unit:
        visits = await unit.visits.latest_of_adviser(office.zhou.person_id, 3)
        cases = await unit.cases.open_below([office.district_id])
    own = {
        "village_id": [office.villages["后塘村"].id],
        "grid_id": [office.grids["后塘村第一网格"]],
        "person_id": [office.lin.person_id],
        "adviser_id": [office.lin.person_id],
        "visit_id": [visit.id for visit in visits],
        "shortfall_id": [case.shortfall_id for case in cases[:1]],
        "district_id": [office.district_id],
    }
    ids = {name: [*own.get(name, []), *UNHEARD_OF] for name in far.ids if name != "shown"}
    wrong = [
        await answered(getattr(office, who), far, said)
        for press in PRESSES
        for said in said_by(press, ids)
    ]
    assert [each for each in wrong if each] == []


LINE = "昨天下午2点到4点半 后塘村 讲座"
BEGUN: dict[str, tuple[str, list[str]]] = {
    "a visit asked for": ("lin", ["补记"]),
    "a visit to confirm": ("lin", [LINE]),
    "another visit meanwhile": ("lin", [LINE, "前天上午9点到10点 后莘村 讲座"]),
    "a check-out": ("lin", ["到村登记 后塘村", "结束登记"]),
    "somebody asked for": ("wang", ["登记明白人"]),
    "somebody to confirm": ("wang", ["登记明白人 张三 后塘村第一网格 村干部 在册"]),
    "somebody for the office": ("chen", ["登记明白人 张三"]),
    "an invitation": ("chen", ["邀请"]),
    "an invitation of a name": ("zhao", ["邀请 张三"]),
    **{f"an invitation as {role}": ("zhao", ["邀请", f"~|f:role:{role}"]) for role in Role},
    "a replacement": ("chen", ["更换顾问"]),
    "a replacement in a village": ("chen", ["更换顾问 后塘村"]),
    "an adviser of two streets": ("chen", ["补录 沈双"]),
    "a visit of two streets": ("chen", ["补录 沈双 昨天上午9点到10点 南巷村 讲座"]),
    "the end of an appointment": ("chen", ["结束聘任"]),
    "the end of an appointment in a village": ("chen", ["结束聘任 后塘村", "期满"]),
    "somebody who leaves": ("chen", ["停用人员"]),
    "somebody who leaves, by name": ("chen", ["停用人员 林晓", "调离"]),
    "a correction by name": ("chen", ["更正明白人 王秀英", "填错"]),
    "a correction to confirm": ("chen", ["更正明白人 王秀英", "电话 19900000011", "填错"]),
    "a move by who looks after the grid": ("wang", ["调整网格 王秀英"]),
    "a village renamed": ("chen", ["改名 后塘村 新塘村", "村改居"]),
    "a village merged": ("chen", ["合并 后塘村"]),
    "two villages merged": ("chen", ["合并 后塘村 后莘村", "并村"]),
    "two grids merged": ("chen", ["合并 后塘村第一网格 后塘村第二网格", "并网格"]),
    "a village parted": ("chen", ["拆分 后塘村 新塘村"]),
    "a grid parted": ("chen", ["拆分 后塘村第一网格 新网格"]),
    "a village retired": ("chen", ["撤销 后塘村", "征迁"]),
    "a grid retired": ("chen", ["撤销 后塘村第一网格"]),
    "a visit added late": ("chen", ["补录 林晓 昨天上午9点到10点 后塘村 讲座"]),
}
PARTS: dict[str, tuple[str, ...]] = {
    "village": ("village_id",),
    "grid": ("grid_id",),
    "place": ("village_id", "grid_id", "district_id"),
    "adviser": ("adviser_id", "person_id"),
    **dict.fromkeys(("into", "home", "chosen"), ("village_id", "grid_id", "mingbairen_id")),
    "person": ("person_id", "adviser_id", "mingbairen_id"),
    **dict.fromkeys(("day", "leave", "done", "field"), ()),
    **dict.fromkeys(("role", "kind", "name", "date", "start", "end", "activity", "topic"), ()),
    **dict.fromkeys(("people", "category", "stage", "phone", "since", "new", "merge"), ()),
    **dict.fromkeys(("page", "save"), ()),
}
"""Parts of what is filled in, and whose ids one may be forged to carry."""
ODD = ["", "x", "999999999", "2026-02-31"]


@pytest.mark.parametrize("begun", BEGUN)
async def test_what_is_filled_in_takes_nothing_of_another_street(
    office: Office, far: FarStreet, begun: str
) -> None:
    who, words = BEGUN[begun]
    await office.wang.says("登记明白人 王秀英 后塘村第一网格 村干部 在册")
    await office.wang.presses("保存")
    player, wrong = getattr(office, who), []
    fills = [
        f"f:{part}:{value}"
        for part, kinds in PARTS.items()
        for value in (*(n for kind in kinds for n in far.ids[kind]), *ODD)
    ]
    for press in (*fills, *(f"f:ask:{part}" for part in PARTS)):
        await player.says("取消")
        for word in words:
            does = player.presses_data if "|" in word else player.says
            card = await does(word)
            assert not card.text.startswith(BROKEN[:12])
            wrong += [f"{word}: {seen}" for seen in far.seen_in(shown(card))]
        wrong += [await answered(player, far, each) for each in (press, "f:save:")]
    assert sorted({each for each in wrong if each}) == []


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_malformed_press_breaks(office: Office, far: FarStreet, who: str) -> None:
    wrong = []
    for press in PRESSES:
        for rest in ("", ":", ":x", ":-1", ":1:x", ":1:2:3:4", ":１", ":99999999999999", ":\x00"):
            wrong.append(await answered(getattr(office, who), far, f"{press.__prefix__}{rest}"))
    assert [each for each in wrong if each] == []
