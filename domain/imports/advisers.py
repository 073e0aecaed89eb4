"""The 法律顾问 sheet: the villages there are, and who serves each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.advisers import ADVISER_KIND_LABELS
from domain.imports.cells import as_text
from domain.imports.days import term_of
from domain.imports.people import PhoneBook
from domain.imports.places import Villages, check_one_village, plain_name
from domain.imports.reading import Reader, Seen
from domain.imports.rows import THE_ADVISER, AdviserRow
from domain.imports.sheet import Value


class AdviserSheet:
    """Takes row after row; `villages` grows with every village it meets."""

    def __init__(self, villages: Villages, phones: PhoneBook, today: date) -> None:
        self.village_rows: list[AdviserRow] = []
        self.rows: list[AdviserRow] = []
        self._villages, self._phones, self._today = villages, phones, today
        self._seen, self._served = Seen(), Seen()
        self._known: dict[str, AdviserRow] = {}

    def take(self, readers: Iterable[Reader]) -> None:
        for reader in sorted(readers, key=self._merged):
            village = self._place(reader) or reader.read("village", self._village)
            if village is not None:
                row = self._row(reader, village)
                merged = self._merged(reader)
                if not merged and self._seen.before(village, reader) is None:
                    self.village_rows.append(row)
                if not merged or (row.name and (village, row.name) not in self._served):
                    self._take_adviser(reader, row)
            elif "village" not in reader.failed:
                reader.blame("village", "没有写村（社区）", "请填写村（社区）全称")

    def _place(self, reader: Reader) -> str | None:
        """The village that stands above the row, where the table has no column for it."""
        if reader.has("village") or not reader.places:
            return None
        return self._village_of(reader.places[0])

    def _merged(self, reader: Reader) -> bool:
        """A table older than a merger has two rows for what is one village now."""
        text = as_text(reader.raw("village")) or next(iter(reader.places), "")
        return self._villages.merged_name(text) is not None

    def _village(self, value: Value) -> str | None:
        text = as_text(value)
        if not text:
            return None
        check_one_village(text)
        return self._village_of(text)

    def _village_of(self, text: str) -> str:
        known = self._villages.find(text)
        if known is None:
            known = plain_name(text)
            self._villages.add(known)
        return known

    def _row(self, reader: Reader, village: str) -> AdviserRow:
        said = reader.values()
        if said["since"] and said["since"] > self._today:
            advice = "请核对年份；未来的聘任请到时再导入"
            reader.blame("since", "聘任时间还没有到", advice)
            said["since"] = None
        self._take_term(reader, said)
        return AdviserRow(sheet=reader.sheet, row=reader.row, village=village, **said)

    def _take_term(self, reader: Reader, said: dict[str, Any]) -> None:
        """A cell that names the whole term says its end too. One that is over appoints nobody."""
        if said["until"] is None and not reader.failed_in("since"):
            said["until"] = term_of(reader.raw("since"))[1]
        if said["until"] and said["name"] and said["until"] < self._today:
            reason = f"聘期到 {said['until']} 已经结束"
            advice = "续聘的请写新的聘期；不再聘任的请在姓名处填“/”"
            reader.blame("until" if reader.has("until") else "since", reason, advice)
        elif said["until"] and said["since"] and said["until"] < said["since"]:
            reader.blame("until", "聘期结束早于开始", "请核对聘任时间和聘任到期")

    def _take_adviser(self, reader: Reader, row: AdviserRow) -> None:
        if row.name is None:
            self._check_nobody(reader, row)
        else:
            self._check_complete(reader, row)
            self._check_same_person(reader, row)
        self._check_once(reader, row)
        if not reader.failed_in("name", "phone", "since", "until", "kind", "village"):
            self.rows.append(row)

    def _check_nobody(self, reader: Reader, row: AdviserRow) -> None:
        if row.phone is not None and "name" not in reader.failed:
            reader.blame("name", "写了电话，没有写姓名", "请补上姓名；没有顾问请填“/”")

    def _check_complete(self, reader: Reader, row: AdviserRow) -> None:
        if row.kind is None and "kind" not in reader.failed:
            names = "、".join(ADVISER_KIND_LABELS.values())
            reader.blame("kind", "没有写执业类别", f"请填写：{names}")
        if row.since is None and "since" not in reader.failed:
            reader.blame("since", "没有写聘任时间", "请写成 2025-02-03 或 2025.2")

    def _check_same_person(self, reader: Reader, row: AdviserRow) -> None:
        name = row.name or ""
        first = self._known.setdefault(name, row)
        where = f"“{first.sheet}”表第 {first.row} 行的{name}"
        if row.phone and first.phone and row.phone != first.phone:
            advice = "若是同一人请统一电话；若是两个人请在姓名后注明单位以便区分"
            reader.blame("phone", f"与{where}电话不同", advice)
        else:
            self._phones.check(reader, name, row.phone)
        if row.kind and first.kind and row.kind is not first.kind:
            reader.blame("kind", f"与{where}执业类别不同", "请统一为一种")

    def _check_once(self, reader: Reader, row: AdviserRow) -> None:
        """Several advisers may serve a village, none of them twice; nobody and somebody exclude."""
        before = self._served.before((row.village, row.name), reader)
        if before is None and row.name is None:
            before = self._served.before((row.village, "anybody"), reader)
        elif before is None:
            self._served.before((row.village, "anybody"), reader)
        if before is not None and "name" not in reader.failed:
            reader.blame("village", f"与{before}重复", "请删去其中一行", THE_ADVISER)
