"""One cell at a time: from what Excel holds to a value of ours, or the reason why not."""

import re
from datetime import datetime

from domain.imports.sheet import Value
from domain.imports.spelling import key, means_nobody, tidy, tight

_EXCEL_ERROR = re.compile(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL)[!?]?", re.I)
SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d{1,3}")

LONGEST, LONGEST_NAME, LONGEST_WORD = 300, 40, 20
"""Characters a note, a name or code, and a word like 学历 may have."""


class Unreadable(ValueError):
    """A cell that can't be taken as it is; both texts are for the clerk."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.reason, self.suggestion = reason, suggestion


def as_text(value: Value) -> str:
    """The cell as a person sees it: no `.0` behind whole numbers, no scientific notation."""
    if isinstance(value, str):
        return tidy(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def check_calculated(text: str) -> None:
    """Raises Unreadable for a formula that failed, or that nobody has calculated yet."""
    if text.startswith("="):
        raise Unreadable(
            "公式还没有算出内容", "请用 Excel 打开这个文件，保存一次再导入，或直接填写内容"
        )
    if text.startswith("#") and _EXCEL_ERROR.fullmatch(text):
        raise Unreadable("公式出错，没有算出内容", "请在表格里改正公式，或直接填写内容")


def read_text(value: Value, longest: int = LONGEST) -> str | None:
    text = as_text(value)
    check_calculated(text)
    if len(text) > longest:
        raise Unreadable(f"写了 {len(text)} 个字，太长", f"请缩短到 {longest} 个字以内")
    return None if means_nobody(text) else text


def read_code(value: Value) -> str | None:
    """A code of digits or letters. One that Excel has rounded is refused: its end is lost."""
    text = read_text(value, LONGEST_NAME)
    if text is None:
        return None
    if isinstance(value, datetime):
        raise Unreadable("编码被 Excel 当作日期", "请把这一列设为“文本”格式，再重新填写完整编码")
    code = re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", tight(text).lstrip("'’`"))
    number = isinstance(value, int | float)
    if SCIENTIFIC.fullmatch(code.lower()) or (number and is_rounded(code)):
        raise Unreadable(
            "编码被 Excel 当作数字，后几位已经丢失",
            "请把这一列设为“文本”格式，再重新填写完整编码",
        )
    return code


def is_rounded(digits: str) -> bool:
    """Excel keeps 15 digits; and 1.23E+14 once written out ends in nothing but zeros."""
    if not digits.isdigit():
        return True
    return len(digits) > 15 or (len(digits) >= 12 and len(digits.rstrip("0")) <= 6)


def read_count(value: Value) -> int | None:
    """A whole number of households, `471` or `471户`."""
    text = read_text(value)
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,6})户?", key(text))
    if not found:
        raise Unreadable("不是户数", "请只填整数；不清楚可以留空")
    return int(found[1].replace(",", ""))
