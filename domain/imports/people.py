"""One person, one phone: a slip in either would make two people of one, or one of two."""

from domain.imports.phones import is_mobile
from domain.imports.reading import Reader
from domain.people import masked_phone


class PhoneBook:
    """Whose mobile a number is, across the sheets of a workbook."""

    def __init__(self) -> None:
        self._owner: dict[str, tuple[str, str]] = {}

    def check(self, reader: Reader, name: str, phone: str | None) -> None:
        """Blames the row's phone if another name has it already."""
        if phone is None or not is_mobile(phone):
            return
        here = f"“{reader.sheet}”表第 {reader.row} 行"
        owner, where = self._owner.setdefault(phone, (name, here))
        if owner != name:
            reason = f"{where}的{owner}也是这个号码（{masked_phone(phone)}）"
            reader.blame("phone", reason, "请核对姓名和电话，一个手机号只能属于一个人")
