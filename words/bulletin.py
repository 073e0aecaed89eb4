"""通报 in plain words: a draft for the office to edit."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.bulletin import BulletinNumbers, Correction, Reopening, ShortVillage
from domain.months import local
from domain.policy import QuotaBasis
from words.numbers import hours_of_quota, hours_text, with_parts

MOST_NAMED = 50
"""Beyond this many villages a text only counts: the list is in the workbook."""

_HEADING = re.compile("[一二三四五六七八九十]+、")
_OF_A_VILLAGE = re.compile("([^：]+)：([^：。]+)")


class Section(NamedTuple):
    """Sentences or villages, each with what is said of it, under a heading; the last words have
    none."""

    heading: str
    sentences: Sequence[str] = ()
    villages: Sequence[tuple[str, str]] = ()


def bulletin(numbers: BulletinNumbers) -> str:
    month, at = numbers.month, local(numbers.at)
    parts = [
        f"{month.year}年{month.month}月法律顾问进村服务与法律明白人情况通报（草稿）",
        _hours(numbers),
        _grids(numbers),
        _short(numbers),
        f"以上数字于{at.year}年{at.month}月{at.day}日月结。",
    ]
    return "\n\n".join(part for part in parts if part)


def as_it_stands(text: str, reopening: Reopening | None, corrections: Sequence[Correction]) -> str:
    """The bulletin as it was written, and what has become of its figures since (规则 4.2)."""
    title, *blocks = text.split("\n\n")
    if reopening:
        why = reopening.reason.rstrip("。.")
        blocks.insert(
            0,
            f"{_day(reopening.day)}本月已重开，理由是“{why}”。"
            "以下仍是月结时的数字，再次月结以前还可能变动。",
        )
    if corrections:
        blocks.append("\n".join(["月结后的更正。", *map(_correction, corrections)]))
    return "\n\n".join([title, *blocks])


def _correction(each: Correction) -> str:
    """Both values, of which neither is lost."""
    values = f"由{hours_text(each.before)}更正为{hours_text(each.after)}"
    return f"{each.village}{_day(each.day)}{values}，理由是“{each.reason.rstrip('。.')}”。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def parts_of(text: str) -> tuple[str, list[Section]]:
    """Title and sections of a bulletin as it was written. Nothing is left out: what looks like
    neither a heading nor a list of villages is a sentence."""
    title, *blocks = re.split("\n\n+", text.strip())
    return title, [_section(block.split("\n")) for block in blocks]


def _section(lines: list[str]) -> Section:
    heading = lines.pop(0) if _HEADING.match(lines[0]) else ""
    found = [_OF_A_VILLAGE.fullmatch(line) for line in lines]
    villages = [(each[1], each[2]) for each in found if each]
    if len(villages) < len(lines):
        return Section(heading, sentences=lines)
    return Section(heading, villages=villages)


def _hours(numbers: BulletinNumbers) -> str:
    quota = hours_text(numbers.policy.quota)
    basis = "村（社区）" if numbers.policy.basis is QuotaBasis.VILLAGE else "法律顾问"
    lines = [
        f"一、进村服务（每月不少于{quota}，本月按{basis}考核）",
        f"按村（社区）统计，时长达标{with_parts(*numbers.villages)}。",
        f"按法律顾问统计，时长达标{with_parts(*numbers.advisers)}。",
        f"各村（社区）计入时长合计{hours_text(numbers.counted)}，"
        f"其中村（社区）已确认{hours_text(numbers.confirmed)}。",
    ]
    if numbers.unserved:
        lines.append(f"未配备法律顾问的村（社区）{numbers.unserved}个。")
    if numbers.waived:
        lines.append(f"经领导同意豁免{numbers.waived}项。")
    return "\n".join(lines)


def _grids(numbers: BulletinNumbers) -> str:
    return "\n".join(
        [
            "二、法律明白人",
            f"网格中已有在册法律明白人的{with_parts(*numbers.grids)}。",
            f"在册法律明白人达到{numbers.policy.village_least}名的村{with_parts(*numbers.thin)}。",
        ]
    )


def _short(numbers: BulletinNumbers) -> str:
    if not numbers.short:
        return "三、时长未达标的村（社区）\n无。"
    if len(numbers.short) > MOST_NAMED:
        return f"三、时长未达标的村（社区）\n共{len(numbers.short)}个，名单见报表。"
    return "\n".join(["三、时长未达标的村（社区）", *(_line(each) for each in numbers.short)])


def _line(village: ShortVillage) -> str:
    if not village.adviser:
        return f"{village.name}：未配备法律顾问"
    return f"{village.name}：{hours_of_quota(village.counted, village.wanted)}"
