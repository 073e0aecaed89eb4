"""Phones as spreadsheets hold them: whole, masked, rounded, or two in a cell."""

import re

from domain.imports.cells import SCIENTIFIC, Unreadable, read_text
from domain.imports.sheet import Value
from domain.imports.spelling import key
from domain.people import masked_phone

_TWO = re.compile(r"1[3-9]\d{9}\D*1[3-9]\d{9}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MASKED = re.compile(r"[\d-]{2,4}\*{4}\d{4}|\*{2,}\d{2}")
_KNOWN_DIGITS = 6
"""`1.38123E+10` has six: what Excel shows of a number in a narrow column, zeros for the rest."""


def read_phone(value: Value) -> str | None:
    """Digits of a mobile; a landline with its area code and a hyphen, `0511-87654321`.

    One that is masked stays so: it says that the number is the one known before.
    """
    if isinstance(value, str) and _MOBILE.fullmatch(value):
        return value
    text = read_text(value)
    if text is None:
        return None
    if re.search(r"[、,，;；/]", text) or _TWO.fullmatch(key(text)):
        raise Unreadable("一格里写了不止一个号码", "请只留一个常用号码")
    if _MASKED.fullmatch(key(text)):
        return key(text)
    digits = re.sub(r"[\-—–.()]", "", re.sub(r"\.0+$", "", key(text).lstrip("'’`")))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    if _is_rounded(value, digits):
        advice = "请把这一列设为“文本”格式，再重新填写完整号码"
        raise Unreadable("号码被 Excel 当作数字，后几位已经丢失", advice)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    landline = re.fullmatch(r"(010|02\d|0[3-9]\d{2})([2-9]\d{6,7})", digits)
    if landline:
        return "-".join(landline.groups())
    if not digits.isdigit():
        raise Unreadable("不是电话号码", "请填 11 位手机号；没有可以留空")
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        raise Unreadable("座机号码缺少区号", "请在前面加上区号，如 0511-")
    raise Unreadable(f"号码有 {len(digits)} 位，不是有效的手机号", "请核对，应为 11 位手机号")


def _is_rounded(value: Value, digits: str) -> bool:
    """1.38E+10, or 13800000000 where a number came out of it: its end is lost."""
    if SCIENTIFIC.fullmatch(key(str(value))):
        return True
    number = isinstance(value, int | float) or key(str(value)).endswith(".0")
    return number and len(digits) == 11 and len(digits.rstrip("0")) <= _KNOWN_DIGITS


def is_mobile(phone: str) -> bool:
    """A mobile belongs to one person; a landline may be shared by a whole office."""
    return phone.startswith("1") and not is_masked(phone)


def is_masked(phone: str) -> bool:
    return "*" in phone


def same_phone(said: str, known: str) -> bool:
    """Whether `said`, which may be masked, is the number that is known."""
    return said == known or (is_masked(said) and masked_phone(known) == said)
