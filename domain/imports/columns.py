"""Which column of a heading says what."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from domain.imports.cells import Unreadable
from domain.imports.fields import Table, Told
from domain.imports.owners import Owned, bare_heading, my_phone, person_named, phone_owner
from domain.imports.sheet import Row
from domain.imports.spelling import key
from domain.imports.stacks import Head

_PREFIX = re.compile(r"^(所在|所属|服务|受聘|结对|挂钩|驻|目前|当前|现在|现)(?=.)")
_QUIET = frozenset(("序号", "编号", "序", "no.", "no", "备注", "说明"))
_IDENTITY = frozenset(("身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码"))
_SAME_AGAIN = "前面已有一列同样的内容，以前一列为准"
PHONE = "phone"


class Columns(NamedTuple):
    """`fields` says where a field stands; `unused` are headings left aside and why; `unclear`
    those that a person has to put right first."""

    fields: Mapping[str, int]
    unused: tuple[tuple[int, str, str], ...]
    unclear: tuple[tuple[int, str, str, str], ...]


class _Names(NamedTuple):
    """Columns of people's names: the table's own first, by how well they fit."""

    mine: Sequence[Owned]
    others: Sequence[Owned]


def columns_of_heads(heads: Sequence[Head], table: Table, below: Sequence[Row]) -> Columns:
    fields: dict[str, int] = {}
    again: list[int] = []
    names, phones = _people(heads, table)
    taken = {told.at for told in (*names.mine, *names.others, *phones)}
    by_weight = sorted(heads, key=lambda head: _is_faint(head, table))
    for head in by_weight:
        if head.at not in taken:
            name = _field(head, table, below)
            if name in fields:
                again.append(head.at)
            elif name is not None:
                fields[name] = head.at
    why = dict.fromkeys(again, _SAME_AGAIN)
    unclear: dict[int, tuple[str, str]] = {}
    if names.mine:
        me = names.mine[0]
        fields[table.person] = me.at
        everybody = [*names.mine, *names.others]
        found = my_phone(phones, me, everybody, re.compile(table.owner))
        if found.mine is not None:
            fields[PHONE] = found.mine
        why |= {at: _not_mine(heads, at, me) for at in found.others}
        unclear |= {at: _whose(table) for at in found.unclear}
        for other in names.mine[1:]:
            if other.owner == me.owner and _differ(below, me.at, other.at):
                unclear[other.at] = _two_people(table)
    elif phones:
        fields[PHONE] = phones[0].at
    return Columns(fields, tuple(_unused(heads, fields, why, unclear)), _told(heads, unclear))


def _people(heads: Sequence[Head], table: Table) -> tuple[_Names, list[Owned]]:
    mine: list[tuple[bool, Owned]] = []
    others: list[Owned] = []
    phones: list[Owned] = []
    words = phone_words(table)
    for head in heads:
        group = next((p for p in map(person_named, head.groups) if p), "")
        said = _name_owner(head, group, table)
        owner = phone_owner(head.text, words) if said is None else None
        if owner is not None:
            phones.append(Owned(head.at, owner or group))
        elif said is not None:
            told = Owned(head.at, said)
            if _is_mine(told, head, table):
                mine.append((_is_faint(head, table), told))
            else:
                others.append(told)
        elif group and not re.fullmatch(table.owner, group) and _field(head, table, ()) is not None:
            others.append(Owned(head.at, group))
    mine.sort(key=lambda each: each[0])
    first = mine[0][0] if mine else False
    others += [told for faint, told in mine if faint is not first]
    return _Names([told for faint, told in mine if faint is first], others), phones


def _name_owner(head: Head, group: str, table: Table) -> str | None:
    """Whose names stand in the column: `姓名` below 网格长 are the 网格长's; None for no names."""
    bare = bare_heading(head.text)
    if re.fullmatch(r"(人员)?(姓名|名字)((及|和|与|、|/).*)?", bare):
        return group
    if _fields_of(table).get(bare) == [table.person]:
        return re.sub(r"姓名$", "", bare)
    return person_named(head.text) or None


def _is_mine(told: Owned, head: Head, table: Table) -> bool:
    if not (table.person and told.owner):
        return bool(table.person)
    words = _fields_of(table)
    bare = _PREFIX.sub("", told.owner)
    forms = (told.owner, f"{told.owner}姓名", bare, f"{bare}姓名")
    known = any(words.get(form) == [table.person] for form in forms)
    return known or re.fullmatch(table.owner, told.owner) is not None


def _is_faint(head: Head, table: Table) -> bool:
    """A heading that yields to any other that says the same: 网格长 to 网格员."""
    said = bare_heading(head.text)
    group = next((p for p in map(person_named, head.groups) if p), "")
    forms = (f"{group}{said}", group) if group else (said,)
    return any(form in table.faint for form in forms)


def _field(head: Head, table: Table, below: Sequence[Row]) -> str | None:
    """The field a heading means: with its group before it, as it stands, without what is in
    brackets, without the owner. What stands below says which of several fields it is."""
    said = key(head.text).lstrip("*※★").rstrip("*※★:")
    bare = re.sub(r"\(.*?\)", "", said)
    grouped = [key(group) + bare for group in head.groups]
    for form in (*grouped, said, bare):
        owned = re.sub(rf"^({table.owner})(?=.)", "", form)
        for word in (form, _PREFIX.sub("", form), owned, _PREFIX.sub("", owned)):
            fields = [n for n in _fields_of(table).get(word, []) if n not in (PHONE, table.person)]
            if len(fields) == 1:
                return fields[0]
            if fields and word in (key(head.text), *grouped, owned):
                fitting = (n for n in fields[::-1] if _fits(table.columns[n], below[:20], head.at))
                return next(fitting, fields[0])
    return None


@cache
def _fields_of(table: Table) -> Mapping[str, Sequence[str]]:
    fields: dict[str, list[str]] = {}
    for name, told in table.columns.items():
        for word in {key(word) for word in (told.heading, *told.also.split())}:
            fields.setdefault(word, []).append(name)
    return fields


@cache
def phone_words(table: Table) -> frozenset[str]:
    told = table.columns.get(PHONE)
    return frozenset(map(key, (told.heading, *told.also.split()))) if told else frozenset()


def _fits(told: Told, rows: Sequence[Row], at: int) -> bool:
    for row in rows:
        try:
            if told.read and told.read(row.at(at)) is not None:
                return True
        except Unreadable:
            continue
    return False


def _differ(rows: Sequence[Row], one: int, other: int) -> bool:
    return any(row.at(other) not in (None, "", row.at(one)) for row in rows[:50])


def _whose(table: Table) -> tuple[str, str]:
    label = table.columns[table.person].label
    who = label if label != "姓名" else table.name
    return "分不清这一列是谁的电话", f"请在表头写明是谁的电话，如“{who}电话”"


def _two_people(table: Table) -> tuple[str, str]:
    label = table.columns[table.person].heading
    return f"有两列都是{label}", "请一人一行：第二个人另起一行填写，再删去这一列"


def _not_mine(heads: Sequence[Head], at: int, me: Owned) -> str:
    """Said of a neighbour's phone, so that nobody looks for it in vain."""
    before = [h.text for h in heads if h.at < at and person_named(h.text) and h.at != me.at]
    return f"这是“{before[-1]}”的电话，没有用到" if before else "没有用到这一列"


def _unused(
    heads: Sequence[Head],
    fields: Mapping[str, int],
    why: Mapping[int, str],
    unclear: Mapping[int, tuple[str, str]],
) -> list[tuple[int, str, str]]:
    used, seen, unused = set(fields.values()) | set(unclear), "", []
    for head in heads:
        if head.at not in used and head.text != seen and key(head.text) not in _QUIET:
            identity = key(head.text) in _IDENTITY
            reason = "身份证号不采集" if identity else why.get(head.at, "没有用到这一列")
            unused.append((head.at, head.text, reason))
        seen = head.text
    return unused


def _told(
    heads: Sequence[Head], unclear: Mapping[int, tuple[str, str]]
) -> tuple[tuple[int, str, str, str], ...]:
    return tuple((h.at, h.text, *unclear[h.at]) for h in heads if h.at in unclear)
