"""The 网格 sheet: the grids of each village, and who looks after them."""

from collections.abc import Iterable
from functools import partial

from domain.imports.cells import Unreadable, as_text
from domain.imports.people import PhoneBook
from domain.imports.places import Villages, canonical_grid, check_one_village, grid_name, nearest
from domain.imports.reading import Reader, Seen
from domain.imports.rows import GridRow
from domain.imports.sheet import Value
from domain.imports.spelling import key, means_nobody

FIRST_LIST_IT = "请先在“法律顾问”表中列出这个村（社区）"


class Grids:
    """The grids there are, by village: those of the workbook and those known before."""

    def __init__(self, villages: Villages, known: Iterable[tuple[str, str]] = ()) -> None:
        self._villages = villages
        self._of: dict[str, dict[str, str]] = {}
        for village, name in known:
            self.add(village, name)

    def add(self, village: str, name: str) -> None:
        """Known grids may have been named by hand: `第一网格` is found as `后塘村第一网格`. One
        that bears the name of the village it was in is found there, too."""
        full = canonical_grid(village, name, self._villages)
        for home, known in {(village, full), self._villages.bearing(name, village)}:
            self._of.setdefault(home, {})[key(known)] = known

    def __contains__(self, place: tuple[str, str]) -> bool:
        village, name = place
        return key(name) in self._of.get(village, {})

    def nearest(self, village: str, name: str) -> str:
        return nearest(name, self._of.get(village, {}).values())


def read_village(reader: Reader, grid: str, villages: Villages) -> str | None:
    """The village of a row that names a grid: from its own cell, or from the grid's full name."""
    text = as_text(reader.raw("village"))
    if not text:
        leading = villages.leading(as_text(reader.raw(grid))) or _above(reader, villages)
        if leading is None and "village" not in reader.failed:
            where = "village" if reader.has("village") else grid
            reader.blame(where, "没有写是哪个村（社区）", "请填写村（社区）全称")
        return leading

    def known(_: Value) -> str:
        check_one_village(text)
        village = villages.find(text)
        if village is None:
            near = villages.nearest(text) or FIRST_LIST_IT
            raise Unreadable("“法律顾问”表和系统里都没有这个村（社区）", near)
        return village

    return reader.read("village", known)


def _above(reader: Reader, villages: Villages) -> str | None:
    """The village of a group title, of the table's title or of the sheet, the nearest known one."""
    if reader.has("village") and not reader.grouped:
        return None
    for place in reader.places:
        known = reader.read("village", partial(_find, villages, place))
        if known is not None:
            return known
    if reader.places:
        near = villages.nearest(reader.places[0]) or FIRST_LIST_IT
        reason = f"“法律顾问”表和系统里都没有“{reader.places[0]}”"
        reader.blame("village", reason, near)
    return None


def _find(villages: Villages, place: str, _: Value) -> str | None:
    return villages.find(place)


def read_grid(reader: Reader, grid: str, village: str, villages: Villages) -> str | None:
    def full(value: Value) -> str:
        text = as_text(value)
        if means_nobody(text):
            raise Unreadable("没有写网格", f"请写成“{village}第一网格”的样子")
        was = villages.merged_name(as_text(reader.raw("village")))
        if was is not None:  # of its two first grids this one has the old village's name
            text = grid_name(was, text, Villages([was]))
        return grid_name(village, text, villages)

    return reader.read(grid, full)


class GridSheet:
    """Takes row after row; `grids` grows with every grid it meets."""

    def __init__(self, villages: Villages, grids: Grids, phones: PhoneBook) -> None:
        self.rows: list[GridRow] = []
        self._villages, self._grids, self._phones = villages, grids, phones
        self._codes, self._names = Seen(), Seen()

    def take(self, readers: Iterable[Reader]) -> None:
        for reader in readers:
            village = read_village(reader, "name", self._villages)
            name = read_grid(reader, "name", village, self._villages) if village else None
            if village and name:
                self._take_grid(reader, village, name)

    def _take_grid(self, reader: Reader, village: str, name: str) -> None:
        before = self._names.before((village, key(name)), reader)
        if before is not None:
            reader.blame("name", f"与{before}是同一个网格", "请删去其中一行，或改正网格名称")
        said = reader.values()
        taken = said["code"] and self._codes.before(key(said["code"]), reader)
        if taken:
            reader.blame("code", f"编码与{taken}重复", "网格编码不能重复，请核对")
            said["code"] = None
        self._check_worker(reader, said["worker"], said["phone"])
        if reader.failed_in("worker", "phone"):
            said["worker"] = said["phone"] = None
        if before is None:
            self._grids.add(village, name)
            row = GridRow(sheet=reader.sheet, row=reader.row, village=village, name=name, **said)
            self.rows.append(row)

    def _check_worker(self, reader: Reader, name: str | None, phone: str | None) -> None:
        if name is not None:
            self._phones.check(reader, name, phone)
        elif phone is not None and "worker" not in reader.failed:
            advice = "请补上网格员姓名；没有网格员请把电话也留空"
            reader.blame("worker", "写了电话，没有写姓名", advice)
