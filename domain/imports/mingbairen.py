"""The 法律明白人 sheet: who helps neighbours with the law, grid by grid."""

from collections.abc import Iterable
from datetime import date

from domain.imports.grids import Grids, read_grid, read_village
from domain.imports.phones import is_masked, is_mobile
from domain.imports.places import Villages
from domain.imports.reading import Reader, Seen
from domain.imports.rows import MingbairenRow
from domain.mingbairen import Stage

_OF_A_PERSON = ("gender", "born", "category", "phone", "certificate", "stage")


class MingbairenSheet:
    """Takes row after row; a row with anything wrong in it is left out as a whole."""

    def __init__(self, villages: Villages, grids: Grids, today: date) -> None:
        self.rows: list[MingbairenRow] = []
        self._villages, self._grids, self._today = villages, grids, today
        self._seen = Seen()
        self._owners: dict[tuple[str, str], MingbairenRow] = {}
        self._namesakes: dict[tuple[str, str], list[MingbairenRow]] = {}

    def take(self, readers: Iterable[Reader]) -> None:
        for reader in readers:
            if reader.names_nobody("name", *_OF_A_PERSON):
                continue
            row = self._read(reader)
            if row is not None:
                self._check_once(reader, row)
                if not reader.failed:
                    self.rows.append(row)

    def _read(self, reader: Reader) -> MingbairenRow | None:
        village = read_village(reader, "grid", self._villages)
        grid = self._grid(reader, village) if village else None
        said = reader.values()
        if said["born"] and said["born"] > self._today.strftime("%Y-%m"):
            reader.blame("born", "出生年月在今天之后", "请核对年份")
            said["born"] = None
        if said["stage"] is Stage.LEFT and said["note"] is None:
            reader.blame("note", "已退出，没有写原因", "请在备注中写明退出原因")
        if not (village and grid and said["name"] and said["stage"]):
            return None
        return MingbairenRow(sheet=reader.sheet, row=reader.row, village=village, grid=grid, **said)

    def _grid(self, reader: Reader, village: str) -> str | None:
        grid = read_grid(reader, "grid", village, self._villages)
        if grid is not None and (village, grid) not in self._grids:
            near = self._grids.nearest(village, grid) or "请先在“网格”表中列出这个网格"
            reader.blame("grid", f"“网格”表和系统里都没有“{grid}”", near)
            return None
        return grid

    def _check_once(self, reader: Reader, row: MingbairenRow) -> None:
        before = self._seen.before((row.name, row.phone), reader) if _is_whole(row) else None
        namesakes = self._namesakes.setdefault((row.village, row.name), [])
        twin = next((other for other in namesakes if _same_person(row, other)), None)
        if before is None and twin is not None:
            before = f"“{twin.sheet}”表第 {twin.row} 行"
        if before is None:
            namesakes.append(row)
            self._check_own(reader, row)
        else:
            reader.blame("name", f"与{before}是同一个人", "请删去其中一行，一人只登记在一个网格")

    def _check_own(self, reader: Reader, row: MingbairenRow) -> None:
        """A mobile and a certificate belong to one person: two names may be one of them misspelt,
        or one has the neighbour's number."""
        mobile = row.phone if row.phone and is_mobile(row.phone) else None
        for field, said in (("phone", mobile), ("certificate", row.certificate)):
            other = self._owners.setdefault((field, said), row) if said else row
            if other is not row:
                where = f"“{other.sheet}”表第 {other.row} 行的{other.name}"
                what = "电话" if field == "phone" else "证书编号"
                advice = f"若是同一人请删去其中一行；若是两个人请核对{what}"
                reader.blame(field, f"与{where}是同一个{what}", advice)


def _is_whole(row: MingbairenRow) -> bool:
    return row.phone is not None and not is_masked(row.phone)


def _same_person(one: MingbairenRow, other: MingbairenRow) -> bool:
    """Namesakes of one village are told apart by month of birth, else by phone, else by grid."""
    if one.born and other.born:
        return one.born == other.born
    if one.phone and other.phone:
        return one.phone == other.phone
    return one.grid == other.grid
