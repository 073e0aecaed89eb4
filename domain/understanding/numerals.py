"""Numbers as people type and say them: 42, ４２, 四十二, 一百二, 两百, 廿一, 1.2万, 二三十."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_NUMERALS = "".join(DIGITS) + "".join(UNITS) + "万廿卅"

NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d{1,7}(?:\.\d{1,2}(?=万))?[百千万]?"
    rf"|[{HAN_NUMERALS}]{{1,9}})"
)
"""One number inside a larger pattern; read it with `number`."""

SMALL = r"(?:\d{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3})"
"""A number of a clock or a calendar."""

NOT_INSIDE = rf"(?<![\d{HAN_NUMERALS}])"
"""Put before a number so that it isn't read from its middle."""

_ARABIC = re.compile(r"([\d,]{1,20}(?:\.\d{1,20})?)([百千万]?)")
_ABOUT = re.compile(r"([一二两三四五六七八九])([一二两三四五六七八九])([十百千]?万?)")


def number(text: str) -> int | None:
    """The whole number; of a spoken range (二三十) the lower end, as with 余 and 多."""
    arabic = _ARABIC.fullmatch(text)
    if arabic and re.search(r"\d", arabic[1]):
        times = UNITS.get(arabic[2], 10000 if arabic[2] else 1)
        return round(float(arabic[1].replace(",", "")) * times)
    if not text or any(c not in HAN_NUMERALS for c in text):
        return None
    about = _ABOUT.fullmatch(text)
    if about and (DIGITS[about[1]] + 1 == DIGITS[about[2]] or about[1] + about[2] == "三五"):
        return _with_units(about[1] + about[3])
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total = section = digit = 0
    unit = 1
    for c in text.replace("廿", "二十").replace("卅", "三十"):
        if c in DIGITS:
            digit = DIGITS[c]
            unit = unit if digit else 1
        elif c in UNITS:
            unit = UNITS[c]
            section += (digit or 1) * unit
            digit = 0
        else:
            total += (section + digit or 1) * 10000
            section, digit, unit = 0, 0, 10000
    # 一百二 is 120: the last digit counts tenths of the unit before it, unless 零 stands between.
    return total + section + (digit * unit // 10 if unit > 10 else digit)


def in_han(value: int) -> str:
    """A number below 100 as it is spoken: 6 is 六, 20 is 二十; greater ones digit by digit."""
    if value >= 100:
        return "".join("零一二三四五六七八九"[int(c)] for c in str(value))
    tens, ones = divmod(value, 10)
    head = ("" if tens <= 1 else "零一二三四五六七八九"[tens]) + "十" if tens else ""
    return head + ("零一二三四五六七八九"[ones] if ones or not tens else "")


def small(text: str | None) -> int:
    """A number matched by SMALL; 0 for what was not said."""
    return (number(text) if text else None) or 0
