"""Sentences of the desk about villages, grids and appointments."""

from collections.abc import Sequence
from datetime import date

from words.names import some_names
from words.numbers import hours_text
from words.times import day_words


def people_words(count: int) -> str:
    return f"{count}人"


def merged(name: str, into: str) -> str:
    return f"{name}已并入{into}，有关人员已收到通知。"


def retired(name: str) -> str:
    return f"{name}已撤销，有关人员已收到通知。"


def parted(name: str, new: str) -> str:
    return f"已从{name}划出{new}，有关人员已收到通知。"


def remind_words(villages: int) -> str:
    return f"提醒{villages}个村的顾问"


def adviser_behind(advisers: Sequence[str], missing: int) -> str:
    """`林晓，还差2小时`."""
    if not advisers:
        return "没有法律顾问"
    return "、".join(advisers) + (f"，还差{hours_text(missing)}" if missing else "，已达标")


def reminded(people: int) -> str:
    if not people:
        return "没有新的提醒：今天已经提醒过，或者按目前进度能够达标。"
    return f"已提醒{people}位法律顾问，内容与定期提醒相同。"


def places_words(names: Sequence[str]) -> str:
    return some_names(names)


def reached_words(reached: int, villages: int) -> str:
    return f"{reached}/{villages}个村达标"


def until_words(day: date) -> str:
    return f"到{day_words(day)}为止"


def appointed(village: str, adviser: str) -> str:
    return f"{village}的法律顾问已定为{adviser}，有关人员已收到通知。"


def ended(village: str, adviser: str) -> str:
    return f"{adviser}在{village}的聘任已结束，有关人员已收到通知。"


ONE_ADVISER = "请选一位法律顾问，或在下面填写新顾问的姓名，不要两项都填。"


def already_known(name: str) -> str:
    return f"名单里已经有{name}，请在上面选。"


def share_words(part: int, whole: int) -> str:
    return f"{part}/{whole}个网格"


def grid_cell_words(registered: int, training: int) -> str:
    told = f"在册{registered}人"
    return f"{told}，培育中{training}人" if training else told
