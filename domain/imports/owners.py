"""Whose a column is: a heading that names its owner is believed, else the nearest name to its left.

网格长, 村联系人, 法律顾问 stand side by side in one table, each with a phone behind the name. The
neighbour's phone must not become somebody's own: what stays unclear is asked.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.imports.spelling import key

_PERSON = re.compile(
    r".*(长|员|人|师|书记|主任|顾问|法律工作者|干部|领导|民警|辅警|法官|检察官|会计|文书|联络员)"
)
_NO_PERSON = re.compile(r"是否.*|.*(党员|团员|成员|村民|单位.*人员|重点人员|人员)")
_NAME = re.compile(
    r"(?:的?(?P<name>姓名|名字))?(?P<and>及|和|与|、|/|,)?(?P<phone>(联系)?(电话|方式|手机号?码?|号码)+)?$"
)
_SEVERAL = re.compile(r"[/、,，和与及]")
_NOBODY_IN_PARTICULAR = frozenset(("", "本人", "个人", "常用", "联系", "有效", "移动", "手机"))


class Owned(NamedTuple):
    """One column as far as it tells whose it is: `owner` is the person it names, "" for none."""

    at: int
    owner: str


def person_named(heading: str) -> str:
    """`网格长`, `网格长姓名`: the person whose names stand in the column; "" if none do."""
    said = bare_heading(heading)
    found = _NAME.search(said)
    assert found is not None
    base = re.sub(r"[12一二①②]$", "", said[: found.start()])
    if found["phone"] and not (found["name"] or found["and"]):
        return ""
    return base if _PERSON.fullmatch(base) and not _NO_PERSON.fullmatch(base) else ""


def bare_heading(heading: str) -> str:
    """Without what is in brackets and the marks of what must be filled in."""
    return re.sub(r"\(.*?\)", "", key(heading)).strip("*※★:")


def phone_owner(heading: str, words: Iterable[str]) -> str | None:
    """Whom a phone's heading names; "" if nobody, None if it is no phone at all."""
    bare = bare_heading(heading)
    bracketed = "".join(re.findall(r"\((.*?)\)", key(heading)))
    word = max((w for w in words if bare.endswith(w)), key=len, default=None)
    if word is None:
        return None
    before = re.sub(r"(的|联系)$", "", bare.removesuffix(word))
    if before in _NOBODY_IN_PARTICULAR:
        before = bracketed if _PERSON.fullmatch(bracketed) else ""
    return re.sub(r"(姓名|名字)$", "", before)


def several(owner: str) -> list[str]:
    """`网格长/网格员` are two."""
    parts = [part for part in _SEVERAL.split(owner) if part]
    return parts if len(parts) > 1 and all(_PERSON.fullmatch(p) for p in parts) else []


class Phones(NamedTuple):
    """`mine` is the column to read; `others` are somebody else's; `unclear` nobody can tell."""

    mine: int | None
    others: Sequence[int]
    unclear: Sequence[int]


def my_phone(
    phones: Sequence[Owned], me: Owned, names: Sequence[Owned], same: re.Pattern[str]
) -> Phones:
    """Which phone belongs to the name in `me.at`. `names` are all columns of people's names;
    `same` are the words that mean my kind of person."""
    mine: list[int] = []
    others: list[int] = []
    unclear: list[int] = []
    unowned: list[int] = []
    for phone in phones:
        if parts := several(phone.owner):
            here = [part for part in parts if any(_is(part, n.owner, same) for n in names)]
            (unclear if len(here) > 1 else unowned).append(phone.at)
        elif phone.owner:
            (mine if _is(phone.owner, me.owner, same) else others).append(phone.at)
        else:
            unowned.append(phone.at)
    lonely = {n.at for n in names if n.at != me.at and not _has_own(n, names, phones, same)}
    near = [at for at in unowned if _nearest(at, names) == me.at]
    for at in unowned:
        left = _nearest(at, names)
        if left is None and len(names) > 1 and not mine:
            unclear.append(at)
        elif left is None and len(names) == 1:
            near.append(at)
        elif left != me.at:
            others.append(at)
    if len(near) > 1 and lonely and not mine:
        unclear, near = [*unclear, *near], []
    return Phones(next(iter([*mine, *near]), None), others, sorted(unclear))


def _has_own(
    name: Owned, names: Sequence[Owned], phones: Sequence[Owned], same: re.Pattern[str]
) -> bool:
    return any(
        _is(p.owner, name.owner, same) if p.owner else _nearest(p.at, names) == name.at
        for p in phones
    )


def _nearest(at: int, names: Sequence[Owned]) -> int | None:
    return max((name.at for name in names if name.at < at), default=None)


def _is(said: str, owner: str, same: re.Pattern[str]) -> bool:
    """专职网格员 is the 网格员; 律师 is the 法律顾问 where both mean the same."""
    if not owner or not said:
        return said == owner or same.fullmatch(said or owner) is not None
    alike = said.endswith(owner) or owner.endswith(said)
    return alike or (same.fullmatch(said) is not None and same.fullmatch(owner) is not None)
