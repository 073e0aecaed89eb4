"""Many spellings, one word: what a clerk's cell says once spaces, widths and habits are gone."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f]")
_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")
"""What has no second spelling but for capitals: most cells."""
_SIGNS_FOR_NOBODY = frozenset("/\\-—–~*.")
_NOBODY = re.compile(
    "无|暂无|没有|空|空缺|暂缺|缺|未配备|暂未配备|未聘|未聘任|暂未聘任|暂未聘|未确定|待定|n/a|na|none|null"
)
DOTS = "·•．.・‧∙⋅●•｡∘"
"""What stands between the parts of a name, as keyboards have it."""
_DIGITS = "零一二三四五六七八九"


_remembered = lru_cache(maxsize=8192)
"""A workbook says the same few words in thousands of rows."""


@_remembered
def tidy(text: str) -> str:
    """Shown to people: invisible signs gone, digits half-width, single spaces."""
    if _PLAIN.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", text).translate(_FULL_WIDTH)
    return " ".join(text.split())


def tight(text: str) -> str:
    """A name without any space, as `示 例 村` and `示例村` are the same place."""
    return tidy(text).replace(" ", "")


@_remembered
def key(text: str) -> str:
    """For comparing, never for showing: full-width signs and capitals make no difference."""
    if _PLAIN.fullmatch(text):
        return text.lower()
    return unicodedata.normalize("NFKC", tight(text)).lower()


def word_key(text: str) -> str:
    """`村（居）民小组长`, `“五老”人员`: quotes and brackets make no difference either."""
    return re.sub(r"[\"'“”‘’「」()\[\]【】、,/·*※:]", "", key(text))


@_remembered
def means_nobody(text: str) -> bool:
    """Empty, `/`, `-`, 无, 暂无 and their kin."""
    said = key(text).strip("()")
    return _SIGNS_FOR_NOBODY.issuperset(said) or _NOBODY.fullmatch(said) is not None


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese, as grids are numbered; larger ones stay in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")


def number_of(text: str) -> int | None:
    """`4`, `04`, `四`, `十二`, `二十`, `二十一` as a number, 1 to 999; None for others."""
    if text.isascii() and text.isdigit():
        return int(text) or None if len(text) <= 3 else None
    found = re.fullmatch(r"([二三四五六七八九]?十)?([一二三四五六七八九])?", text)
    if not found or not text:
        return None
    tens, ones = found.groups()
    ten = 0 if not tens else 10 if tens == "十" else _DIGITS.index(tens[0]) * 10
    return ten + (_DIGITS.index(ones) if ones else 0)
