"""Sentences of the desk about people: the roll, roles, invitations, and what was done to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.mingbairen import STAGE_LABELS, Mingbairen, Stage
from domain.people import Role
from words.labels import ROLE_LABELS
from words.names import MOST_NAMES, some_names

DEEDS: Mapping[str, str] = {
    "add_adviser": "新增为法律顾问",
    "add_person": "新增为人员",
    "invite": "生成邀请码",
    "make_link": "生成网页链接",
    "join": "加入",
    "enter": "用链接进入",
    "sign_out": "退出登录",
    "choose_door": "改了先用的通知渠道",
    "reveal_phone": "查看完整电话",
    "leave": "离任停用",
    "erase": "应要求删除",
    "enrol": "登记",
    "move_stage": "改了状态",
    "correct": "更正",
    "import": "导入",
    "replace_adviser": "聘任法律顾问",
    "end_appointment": "结束聘任",
    "remind": "提醒顾问",
    "rename_grid": "改名",
    "merge_grid": "并入别的网格",
    "split_grid": "划出新网格",
    "begin_grid": "由划分新设",
    "retire_grid": "撤销",
    "take_in_grid": "并入了别的网格",
    "take_in_people": "转入法律明白人",
    "grid_workers": "换了网格员",
}
MOST = 12


def history_words(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, datetime]]:
    """The latest first: what was done, its stage or reason, and when."""
    return [
        (DEEDS.get(row["action"], row["action"]), _note(row), row["at"])
        for row in list(rows)[: -MOST - 1 : -1]
    ]


def _note(row: Mapping[str, Any]) -> str:
    after = row["after"] or {}
    parts = []
    if row["action"] in ("move_stage", "enrol") and after.get("stage"):
        parts.append(STAGE_LABELS[Stage(after["stage"])])
    if reason := after.get("reason") or after.get("left_reason"):
        parts.append(str(reason))
    return "，".join(parts)


def stage_note(person: Mingbairen) -> str:
    told = f"{whole_day(person.stage_since)}起"
    return f"{told}，{person.left_reason}" if person.left_reason else told


def cover_words(registered: int, only: bool) -> str:
    told = f"这个网格在册{registered}人。"
    return told + "暂停或退出后，这个网格就空缺了。" if only else told


def corrected(name: str) -> str:
    return f"{name}的登记已更正，负责的网格员已收到通知。"


def moved(names: Sequence[str], stage: Stage) -> str:
    return f"{some_people(names)}已改为“{STAGE_LABELS[stage]}”。"


def some_people(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_NAMES])
    return f"{shown}等{len(names)}人" if len(names) > MOST_NAMES else shown


def stage_fact(stage: Stage, place: str, empties: bool) -> str:
    told = f"{STAGE_LABELS[stage]}，{place}"
    return told + "（在册只此一人，离开后网格空缺）" if empties else told


def whole_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


FILE_NAME = "邀请名单.xlsx"
INVITE_ALL = "批量邀请"
NOT_JOINED = "还没有加入"
NOBODY_TO_INVITE = "这些人不能由您邀请，没有生成。"


def joined_words(joined: bool) -> str:
    return "已加入" if joined else NOT_JOINED


def waiting_words(role: str, people: int) -> str:
    return f"{role}，{people}人还没有加入"


def posts_words(posts: Iterable[tuple[Role, str]]) -> str:
    """`法律顾问（后塘村、后莘村）、网格员（…）`."""
    places: dict[str, list[str]] = {}
    for role, place in posts:
        places.setdefault(ROLE_LABELS[role], []).append(place)
    return "、".join(f"{label}（{some_names(names)}）" for label, names in places.items())


def door_words(reason: str | None) -> str:
    return f"{reason}。本人再发一条消息，或者重新邀请，就能恢复。" if reason else ""


def late_words(hours: timedelta) -> str:
    return f"不通的时候没有送到的通知，{int(hours.total_seconds()) // 3600}小时内恢复的会补发。"


def gone(name: str, bare: Sequence[str], cases: int) -> str:
    told = f"{name}已停用，不能再进入，也不再收到通知。"
    if bare:
        told += f"没有人负责的：{some_names(bare)}。"
    return told + (f"{cases}件待办已退回街道。" if cases else "")


ONE_WORKER = "请选一位网格员，或在下面填写新网格员的姓名，不要两项都填。"


def grid_worker_is(grid: str, name: str) -> str:
    return f"{grid}的网格员已定为{name}，有关人员已收到通知。"
