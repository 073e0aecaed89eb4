"""One line registering a 法律明白人: 登记明白人 王秀英 村妇联执委 13800000000 第二网格 培训中."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.mingbairen import Category, Stage
from domain.model import Model
from domain.understanding.certificates import certificate_end_in, certificate_in
from domain.understanding.numerals import SMALL, number
from domain.understanding.people_named import names_said, without_others
from domain.understanding.roster_words import category_in, stage_in
from domain.understanding.text import GAP, HAN, Piece, blanked, tidied, without

_PREFIX = re.compile(
    r"^ ?(?:请|帮我?|我要?|要|麻烦)?(?:登记|新增|添加|增加|录入|新建|补登|上报)(?:一下"
    r"|一[名个位])?(?:新的?)?(?:法律)?(?:明白人)?[:， ,]?"
    r"|^ ?(?:法律)?明白人(?=[: ，,])"
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d-])(?:[(（]?(0\d{2,3})[)）]?[- ]?([2-9]\d{6,7})|()([3-8]\d{6,7}))(?![\d-])"
)
_VILLAGE_APART = re.compile(
    rf"(?<![{HAN}])(?P<place>[{HAN}]{{2,6}}?(?:村|社区))(?=[ ,，:;；。{GAP}]|$)"
)
_GRID = re.compile(
    rf"(?P<place>[{HAN}]{{0,8}}?(?:村|社区)(?:0\d"
    rf"|\d{{1,3}}(?=[ 第一二三四五六七八九十]))?)? ?(?:第?(?P<n1>{SMALL})号?网格"
    rf"|网格第?(?P<n2>{SMALL})号?)(?![员长])"
)


class UnderstoodMingbairen(Model):
    """What one line says of a 明白人; null is what it doesn't say. `phone` is digits (a landline
    with its hyphen). `grids`: the (id, name) that fit when more than one does; `names`: the people
    when more than one is named."""

    name: str | None = None
    names: tuple[str, ...] = ()
    category: Category | None = None
    phone: str | None = None
    certificate: str | None = None
    certificate_until: date | None = None
    stage: Stage | None = None
    grid: str | None = None
    grid_id: int | None = None
    grids: tuple[tuple[int, str], ...] = ()


def understand_mingbairen(text: str, grids: Sequence[tuple[int, str]] = ()) -> UnderstoodMingbairen:
    """Read one line in any order; `grids` are the (id, name) a speaker may mean. Never raises."""
    line = _PREFIX.sub(lambda m: GAP * len(m[0]), tidied(text), count=1)
    line = without_others(line)
    until = certificate_end_in(line)
    line = without(line, [until] if until else [])
    certificate = certificate_in(line)
    line = without(line, [certificate] if certificate else [])
    phone = _phone(line)
    line = without(line, [phone] if phone else [])
    fitting, line = _grids(line, grids)
    category = category_in(line)
    line = without(line, [category] if category else [])
    stage = stage_in(line)
    line = without(line, [stage] if stage else [])
    one = fitting[0] if len(fitting) == 1 else None
    names = names_said(line, [name for _, name in grids])
    return UnderstoodMingbairen(
        name=names[0] if len(names) == 1 else None,
        names=tuple(names) if len(names) > 1 else (),
        category=category.value if category else None,
        phone=phone.value if phone else None,
        certificate=certificate.value if certificate else None,
        certificate_until=until.value if until else None,
        stage=stage.value if stage else None,
        grid=one[1] if one else None,
        grid_id=one[0] if one else None,
        grids=fitting if len(fitting) > 1 else (),
    )


def read_phone(text: str) -> str | None:
    """An 11-digit mobile number or a landline (0511-87260000, 87260000)."""
    phone = _phone(tidied(text))
    return phone.value if phone else None


def match_grids(text: str, grids: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """The grids a text names, with or without the village: 第二网格, 2网格, 后塘村二网格."""
    return _grids(tidied(text), grids)[0]


def _phone(line: str) -> Piece[str] | None:
    mobile = _MOBILE.search(line)
    if mobile:
        return Piece("".join(mobile.groups()), mobile.start(), mobile.end())
    landline = _LANDLINE.search(line)
    if landline:
        digits = f"{landline[1]}-{landline[2]}" if landline[1] else landline[4]
        return Piece(digits, landline.start(), landline.end())
    return None


def _grids(line: str, grids: Sequence[tuple[int, str]]) -> tuple[tuple[tuple[int, str], ...], str]:
    """The grids the line names, and the line without those words."""
    said = _GRID.search(line)
    for grid in grids:
        name = tidied(grid[1]).strip()
        at = line.find(name)
        if at >= 0 and not (said and said["place"] is None and at > said.start()):
            same = [g for g in grids if tidied(g[1]).strip() == name]
            return _once(same), blanked(line, [(at, at + len(name))])
    if not said:
        return (), line
    apart = [] if said["place"] else [m["place"] for m in _VILLAGE_APART.finditer(line)]
    fitting = _once(grid for grid in grids if _fits(said, _GRID.search(tidied(grid[1])), apart))
    start = said.start()
    if said["place"] and fitting:
        own = _GRID.search(tidied(fitting[0][1]))
        start += len(said["place"]) - len(own["place"] or "") if own else 0
    return fitting, blanked(line, [(start, said.end())])


def _once(grids: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """A grid of several names is one, by the first of them."""
    found: dict[int, str] = {}
    for id_, name in grids:
        found.setdefault(id_, name)
    return tuple(found.items())


def _fits(said: re.Match[str], grid: re.Match[str] | None, apart: Sequence[str]) -> bool:
    """`apart`: the villages said elsewhere in the line; no grid of another one is meant."""
    if not grid or number(said["n1"] or said["n2"]) != number(grid["n1"] or grid["n2"]):
        return False
    places = [said["place"]] if said["place"] else apart
    home = grid["place"]
    return not (places and home) or any(place.endswith(home) for place in places)
