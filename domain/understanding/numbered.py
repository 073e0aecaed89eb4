"""One of several that were listed, called by its number: 第2条42人, 第二条不要, 删除第1条."""

import re

from domain.model import Model
from domain.understanding.answers import read_number


class Numbered(Model):
    """`number` from 1; `said` is what is said of it, or it is `left_out`."""

    number: int
    said: str = ""
    left_out: bool = False


_NUMBER = r"第? ?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3}) ?[条个次项]"
_NUMBERED = re.compile(rf"{_NUMBER}[,，:： ]*(?P<said>.+)")
_LEFT_OUT = re.compile(r"(?:不要|删掉?|删除|去掉|不算|取消|不登记)了?")
_LEAVE_OUT = re.compile(rf"(?:不要|删掉?|删除|去掉){_NUMBER}")


def read_numbered(text: str) -> Numbered | None:
    if leave_out := _LEAVE_OUT.fullmatch(text):
        number = read_number(leave_out["number"])
        return Numbered(number=number, left_out=True) if number else None
    found = _NUMBERED.fullmatch(text)
    number = read_number(found["number"]) if found else None
    if found is None or not number:
        return None
    if _LEFT_OUT.fullmatch(found["said"]):
        return Numbered(number=number, left_out=True)
    return Numbered(number=number, said=found["said"])
