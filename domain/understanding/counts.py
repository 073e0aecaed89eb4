"""What both counts share: pieces with their weight, and how several become one."""

import re
from typing import NamedTuple

from domain.understanding.numerals import HAN_NUMERALS, NUMBER

ABOUT = r"(?:余|多|来|好?几|\+)?"
BEFORE = rf"(?<![\d{HAN_NUMERALS}几第前])(?<!\d[:./])(?<!(?<![人份])数)"
AMOUNT = rf"{BEFORE}(?:(?P<low>{NUMBER}) ?(?:-|~|到|至) ?)?(?P<n>{NUMBER}) ?{ABOUT}"
TOTAL = re.compile(r"[共总]|合计|人数|累计")
PART = re.compile(r"其中|包括|包含|含$")


MOST = 999_999
"""More people or leaflets than this are a slip of the finger, and no database column's business."""


def likely(count: int | None) -> int | None:
    """The count, unless nobody can have meant it."""
    return count if count is not None and count <= MOST else None


class Count(NamedTuple):
    """`number`: null for what is counted but isn't meant (2名律师, 合同3份). `part`: a share of the
    others (其中…, 咨询…人次). `expected`: who should have come (应到30). `noun`: who or what
    was named."""

    number: int | None
    total: bool = False
    part: bool = False
    expected: bool = False
    noun: str = ""
