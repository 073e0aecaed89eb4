"""The menu, in the order of the design; what is not there yet, or not for this person, is not
shown."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    key: str
    label: str
    icon: str


MENU: Mapping[str, tuple[Entry, ...]] = {
    "情况": (
        Entry("month", "本月", "calendar-days"),
        Entry("villages", "村(社区)", "house-chimney"),
        Entry("advisers", "法律顾问", "scale-balanced"),
        Entry("grids", "网格", "table-cells-large"),
        Entry("mingbairen", "法律明白人", "people-group"),
        Entry("visits", "进村服务", "shoe-prints"),
    ),
    "办理": (
        Entry("todo", "待办", "list-check"),
        Entry("closing", "月结", "lock"),
        Entry("registers", "台账", "book"),
        Entry("papers", "文件", "file-lines"),
    ),
    "管理": (
        Entry("imports", "导入", "file-import"),
        Entry("people", "人员", "user-gear"),
        Entry("settings", "设置", "gear"),
        Entry("audit", "留痕", "fingerprint"),
    ),
}


def menu_of(addresses: Mapping[str, str]) -> Iterable[tuple[str, list[tuple[Entry, str]]]]:
    """The groups with the entries that have an address."""
    for group, entries in MENU.items():
        there = [(entry, addresses[entry.key]) for entry in entries if entry.key in addresses]
        if there:
            yield group, there
