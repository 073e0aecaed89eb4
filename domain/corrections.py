"""What is kept of a 明白人, each field read from a text as an import reads its cell (规则 2.13)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.errors import Refused, Stale
from domain.imports.cells import Unreadable
from domain.imports.fields import Told, columns_of
from domain.imports.rows import MingbairenRow
from domain.mingbairen import Mingbairen


class NotReadable(Refused):
    """Both texts are for whoever wrote it."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__()
        self.reason, self.suggestion = reason, suggestion


class NothingChanges(Stale):
    """What is to be corrected says so already."""


_SHOWN = (
    *("name", "category", "phone", "certificate", "certificate_until"),
    *("gender", "born", "politics", "education", "note"),
)
FIELDS: Mapping[str, Told] = MappingProxyType(
    {name: columns_of(MingbairenRow)[name] for name in _SHOWN}
)
"""By name, in the order in which a card shows them. Grid and stage have ways of their own."""


FIELD_WORDS = {
    **{told.label: field for field, told in FIELDS.items()},
    "电话": "phone",
    "手机": "phone",
    "身份": "category",
    "类别": "category",
    "证书": "certificate",
    "证书号": "certificate",
    "证书到期": "certificate_until",
    "有效期": "certificate_until",
    "出生": "born",
    "学历": "education",
    "网格": "grid",
    "所在网格": "grid",
}
"""What people call a field."""


def field_named(word: str) -> str | None:
    """电话, 改电话."""
    return FIELD_WORDS.get(word.removeprefix("改"))


def read_field(field: str, text: str) -> Any:
    """The value a text gives a field; None for 无. Raises NotReadable."""
    told = FIELDS[field]
    assert told.read is not None
    try:
        value = told.read(text)
    except Unreadable as error:
        raise NotReadable(error.reason, error.suggestion) from error
    if value is None and field in ("name", "category"):
        raise NotReadable(f"{told.label}不能空着", f"请写明{told.label}")
    return value


def shown_field(field: str, value: Any) -> str:
    return "" if value is None else FIELDS[field].show(value)


def differences(before: Mingbairen, after: Mingbairen) -> list[tuple[str, str, str]]:
    """Label, before and after of every field that differs, as a person reads it. Two numbers of
    which only the masked part differs are told apart."""
    found = []
    for field, told in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            was, will_be = shown_field(field, old), shown_field(field, new)
            found.append(
                (told.label, was, will_be + ("（中间几位不同）" if was == will_be else ""))
            )
    return found
