"""Names of villages and grids: the same place under its several spellings."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rapidfuzz import fuzz, process

from domain.imports.cells import LONGEST_NAME, Unreadable
from domain.imports.spelling import chinese_number, key, number_of, tight

_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区|村)$")
_OFFICIAL = re.compile(
    r"(?:(?P<v>行政村|建制村|村?村民委员会|村?村委会|村委员会|村委|村)"
    r"|(?P<c>社区居民委员会|社区居委会|居民委员会|居委会|社区居委|社区工作站|社区))"
    r"(?:\((?:行政村|村|社区|建制村)\)|(?:党总支|党支部|党委)(?:委员会)?)?$"
)
_OFFICE_BEFORE = re.compile(r"^.{2,}?(?:街道|镇|乡)(?=.{2,})")
_NUMBERED = re.compile(
    r"第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})[号个]?(?:网格)?|网格([0-9]{1,3})"
)
_OFFICE_AFTER = re.compile(r"(?:村?村?民?委员?会)?[-—–－_·:/|]*")
_ALL_AFTER = re.compile(r"(?:行政村|村|社区)?(?:村民委员会|居民委员会|村委会|居委会)?[-—–－_·:/|]*")
_BRACKETED = re.compile(r"^[(（](.*)[)）]$")
_NEAR_ENOUGH = 50
"""Of 100: three of four characters right is 75, two of four is 50."""


def nearest(text: str, names: Iterable[str]) -> str:
    """The one or two names most like `text`, as `是不是“后塘村”？`; "" if none is near."""
    found = process.extract(
        key(text), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=2
    )
    best = [name for name, score, _ in found if score == found[0][1]]
    return f"是不是“{'”或“'.join(best)}”？" if best else ""


def plain_name(text: str) -> str:
    """后塘村村民委员会, 后塘行政村, 后塘村委会 are 后塘村; 三里店社区居委会 is 三里店社区."""
    said = re.sub(r"^.{2,}?街道(?=.{3,})", "", tight(text))
    found = _OFFICIAL.search(key(said))
    if not found or not found.start():
        return said
    return said[: found.start()] + ("村" if found["v"] else "社区")


def short_name(village: str) -> str:
    """`后塘` of 后塘村, 后塘社区, 后塘村委会."""
    return _SUFFIX.sub("", village)


class Villages:
    """The villages there are, found by any usual spelling of their names."""

    def __init__(
        self,
        names: Iterable[str] = (),
        former: Mapping[str, str] = MappingProxyType({}),
        merged: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`former` names lead to those of today, `merged` ones to another village."""
        self._by_key: dict[str, str] = {}
        self._by_plain: dict[str, str] = {}
        self._by_short: dict[str, set[str]] = {}
        self._longest = 0
        for name in names:
            self.add(name)
        self._merged = {key(old): old for old in merged if key(old) not in self._by_key}
        for old, name in {**former, **merged}.items():
            self._by_key.setdefault(key(old), name)

    def merged_name(self, text: str) -> str | None:
        """The name as it was, of a village that was merged into another."""
        said = key(text)
        return self._merged.get(said) or self._merged.get(_OFFICE_BEFORE.sub("", said))

    def add(self, name: str) -> None:
        said = key(name)
        self._by_key[said] = name
        self._by_plain.setdefault(key(plain_name(name)), name)
        self._by_short.setdefault(short_name(said), set()).add(name)
        self._longest = max(self._longest, len(said))

    def find(self, text: str) -> str | None:
        """The village meant: in full, without 村, with the street before it; None if unknown.

        Raises Unreadable if it may be two of them: that is for a person to say.
        """
        said = key(text)
        for form in (said, _OFFICE_BEFORE.sub("", said)):
            if form in self._by_key:
                return self._by_key[form]
            plain = key(plain_name(form))
            if plain in self._by_plain:
                return self._by_plain[plain]
            few = self._by_short.get(short_name(form), set())
            if len(few) > 1:
                both = "”和“".join(sorted(few))
                raise Unreadable(f"“{both}”都像", "请写全称")
            if few and (
                form == short_name(form) or form.endswith("委员会") or form.endswith("委会")
            ):
                return next(iter(few))
        return None

    def leading(self, text: str) -> str | None:
        """The longest village name that `text`, a grid's name, begins with."""
        said = key(text)
        for length in range(min(self._longest, len(said)), 1, -1):
            if said[:length] in self._by_key:
                return self._by_key[said[:length]]
        return None

    def bearing(self, grid: str, home: str) -> tuple[str, str]:
        """The village whose name a grid bears or bore, else its `home`, and what the grid would be
        called there today: 后塘村第一网格 of then is 湖滨村第一网格 where 后塘村 is 湖滨村 now."""
        said, village = key(grid), self.leading(grid)
        renamed = village and not said.startswith((key(village), *self._merged))
        if village and renamed:
            then = max((o for o in self._by_key if said.startswith(o)), key=len)
            return village, canonical_grid(village, said.removeprefix(then), self)
        return village or home, canonical_grid(village or home, grid, self)

    def nearest(self, text: str) -> str:
        return nearest(text, self._by_key.values())


def check_one_village(text: str) -> None:
    if re.search(r"[、,，;；]", text):
        raise Unreadable("一格里写了不止一个村（社区）", "请一村一行")
    if len(tight(text)) < 2 or tight(text).isdigit():
        raise Unreadable("这里应当是村（社区）名称", "请填写村（社区）全称")
    if len(tight(text)) > LONGEST_NAME - len("第九十九网格"):
        raise Unreadable("村（社区）名称太长", "请只写村（社区）全称")


def grid_name(village: str, text: str, villages: Villages) -> str:
    """`第4网格`, `4网格`, `后塘第四网格`, `4` in 后塘村 are all `后塘村第四网格`.

    A grid that goes by a name instead of a number keeps it: `后塘村东片网格`.
    Raises Unreadable if the text names another village or nothing but the village.
    """
    said = tight(text)
    rest = _without_village(village, said)
    number = _grid_number(rest)
    if number is not None:
        return f"{village}第{chinese_number(number)}网格"
    other = villages.leading(said)
    if other is not None and other != village and len(key(other)) > len(said) - len(rest):
        raise Unreadable(f"所属村是“{village}”，网格名却写着“{other}”", "请核对这一行的村和网格")
    if not rest:
        raise Unreadable("只写了村名，没有写是哪个网格", f"请写成“{village}第一网格”的样子")
    if len(village) + len(rest) > LONGEST_NAME:
        raise Unreadable("网格名称太长", f"请写成“{village}第一网格”的样子")
    return f"{village}{rest}"


def canonical_grid(village: str, name: str, villages: Villages) -> str:
    """The full name of a stored grid, which may have been named by hand in any way."""
    try:
        return grid_name(village, name, villages)
    except Unreadable:
        return name


def _without_village(village: str, said: str) -> str:
    """What is left of `后塘村-第一网格`, `后塘村村委会第一网格`, `后塘村（第一网格）`."""
    whole, short, text = key(village), short_name(key(village)), key(said)
    for form, more in ((whole, _OFFICE_AFTER), (short, _ALL_AFTER)):
        if len(form) > 1 and text.startswith(form):
            found = more.match(text, len(form))
            rest = said[found.end() if found else len(form) :]
            return _BRACKETED.sub(r"\1", rest)
    return said


def _grid_number(rest: str) -> int | None:
    found = _NUMBERED.fullmatch(key(rest))
    return number_of(found[1] or found[2]) if found else None
