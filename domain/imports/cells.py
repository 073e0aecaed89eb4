"""One cell at a time: from what Excel holds to a value of ours, or the reason why not."""

import re
from datetime import date, datetime, timedelta

from domain.imports.sheet import Value
from domain.imports.spelling import key, means_nobody, tidy, tight

_EXCEL_ERROR = re.compile(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL)[!?]?", re.I)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d{1,3}")
_DAY = re.compile(
    r"(\d{4})[年./\-、](\d{1,2})(?:月|[./\-、](?=\d)|$)(?:(\d{1,2})[日号]?)?"
    r"(?:t?00:00(?::00)?(?:\.0+)?)?"
)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(3654, 73051)
"""Excel's day numbers for 1910 to 2099; they never look like a year, 202502 or 20250203."""
_YEARS = range(1900, 2100)

LONGEST, LONGEST_NAME, LONGEST_WORD = 300, 40, 20
"""Characters a note, a name or code, and a word like 学历 may have."""
DATE_EXAMPLE = "请写成 2025-02-03 或 2025.2（文本）"


class Unreadable(ValueError):
    """A cell that can't be taken as it is; both texts are for the clerk."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.reason, self.suggestion = reason, suggestion


def as_text(value: Value) -> str:
    """The cell as a person sees it: no `.0` behind whole numbers, no scientific notation."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def read_text(value: Value, longest: int = LONGEST) -> str | None:
    text = as_text(value)
    if _EXCEL_ERROR.fullmatch(text):
        raise Unreadable("公式出错，没有算出内容", "请在表格里改正公式，或直接填写内容")
    if len(text) > longest:
        raise Unreadable(f"写了 {len(text)} 个字，太长", f"请缩短到 {longest} 个字以内")
    return None if means_nobody(text) else text


def read_name(value: Value) -> str | None:
    """A person's name: `王 芳` is 王芳."""
    text = read_text(value, LONGEST_NAME)
    if text is None:
        return None
    if not isinstance(value, str) or not re.search(r"[^\W\d_]", text):
        raise Unreadable("这里应当是姓名", "请填写姓名；没有人请填“/”")
    if re.search(r"[、,，;；/]", text):
        raise Unreadable("一格里写了不止一个人", "请一人一行")
    return tight(text) if re.search(r"[\u4e00-\u9fff]", text) else text


def read_phone(value: Value) -> str | None:
    """Digits of a mobile; a landline with its area code and a hyphen, `0511-87654321`."""
    text = read_text(value)
    if text is None:
        return None
    if re.search(r"[、,，;；/]", text):
        raise Unreadable("一格里写了不止一个号码", "请只留一个常用号码")
    digits = re.sub(r"[\-—–.()]", "", re.sub(r"\.0+$", "", key(text)))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
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


def is_mobile(phone: str) -> bool:
    """A mobile belongs to one person; a landline may be shared by a whole office."""
    return phone.startswith("1")


def read_code(value: Value) -> str | None:
    """A code of digits or letters. One that Excel has rounded is refused: its end is lost."""
    text = read_text(value, LONGEST_NAME)
    if text is None:
        return None
    if isinstance(value, datetime):
        raise Unreadable("编码被 Excel 当作日期", "请把这一列设为“文本”格式，再重新填写完整编码")
    code = re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", tight(text).lstrip("'’`"))
    number = isinstance(value, int | float)
    if _SCIENTIFIC.fullmatch(code.lower()) or (number and _is_rounded(code)):
        raise Unreadable(
            "编码被 Excel 当作数字，后几位已经丢失",
            "请把这一列设为“文本”格式，再重新填写完整编码",
        )
    return code


def _is_rounded(digits: str) -> bool:
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


def read_day(value: Value) -> date | None:
    """A day in any of the usual spellings; only a month given means its first day."""
    parts = _date_parts(value)
    if parts is None:
        return None
    year, month, day = parts
    if month is None:
        raise Unreadable("只有年份，没有月份", DATE_EXAMPLE)
    return _checked(year, month, day or 1)


def read_month(value: Value) -> str | None:
    """`1963-02`, or `1963` where only the year is given. The day is not kept."""
    parts = _date_parts(value)
    if parts is None:
        return None
    year, month, day = parts
    if month is None:
        return str(_checked(year, 1, 1).year)
    return _checked(year, month, day or 1).strftime("%Y-%m")


def _checked(year: int, month: int, day: int) -> date:
    if year in _YEARS:
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise Unreadable("没有这一天", DATE_EXAMPLE)


def _date_parts(value: Value) -> tuple[int, int | None, int | None] | None:
    if isinstance(value, datetime):
        return value.year, value.month, value.day
    if isinstance(value, float) and not value.is_integer():
        return _parts_of_fraction(value)
    text = read_text(value)
    if text is None:
        return None
    said = key(text)
    if said.isascii() and said.isdigit():
        return _parts_of_digits(said)
    found = _DAY.fullmatch(said)
    if not found:
        year_only = re.fullmatch(r"(\d{4})年?", said)
        if year_only:
            return int(year_only[1]), None, None
        raise Unreadable("看不出是哪一天", DATE_EXAMPLE)
    year, month, day = found.groups()
    return int(year), int(month), int(day) if day else None


def _parts_of_digits(digits: str) -> tuple[int, int | None, int | None]:
    match len(digits):
        case 4 if int(digits) in _YEARS:
            return int(digits), None, None
        case 6:
            return int(digits[:4]), int(digits[4:]), None
        case 8:
            return int(digits[:4]), int(digits[4:6]), int(digits[6:])
        case _ if int(digits) in _SERIALS:
            day = _EXCEL_DAY_ZERO + timedelta(days=int(digits))
            return day.year, day.month, day.day
    raise Unreadable("看不出是哪一天", DATE_EXAMPLE)


def _parts_of_fraction(number: float) -> tuple[int, int | None, int | None]:
    """`2025.2` as a number is February; `2025.1` may have been typed as 2025.1 or as 2025.10."""
    whole, _, fraction = repr(number).partition(".")
    if number not in _YEARS and 1900 <= number < 2100 and fraction.isdigit():
        if fraction == "1":
            raise Unreadable(
                f"Excel 把它当作数字，分不清是{whole}年1月还是10月",
                f"请写成 {whole}-01 或 {whole}-10（文本）",
            )
        if len(fraction) <= 2:
            return int(whole), int(fraction), None
    elif whole.isdigit() and int(whole) in _SERIALS:
        return _parts_of_digits(whole)
    raise Unreadable("看不出是哪一天", DATE_EXAMPLE)
