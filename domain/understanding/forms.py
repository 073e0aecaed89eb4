"""Lines as forms, logs and scanners give them, made plain without moving a letter.

Numbers of a list (2., (3), 四、, 第五) are no numbers of a visit, the name of a field in brackets
or before a bar (【人数】32, 人数|32) is a label, and 上 午 is 上午.
"""

import re

from domain.understanding.numerals import small
from domain.understanding.text import HAN

_FIELD = (
    rf"(?:日期|时间|地点|村名?|社区|内容|主题|类型|形式|活动|人数|人次|份数|资料|时长|备注|村居|到会|到场|参加|参会|受众|出席"
    rf"|对象|[{HAN}]{{2,4}}(?:日期|时间|地点|内容|主题|类型|形式|名称|人数|人次|份数|时长|对象|资料|村居|人员))"
)
_BRACKETED = re.compile(rf"(?P<open>[【\[「])(?P<field>{_FIELD})(?P<close>[】\]」]) ?:?")
_BARRED = re.compile(rf"(?<![{HAN}])(?P<field>{_FIELD}) ?(?P<bar>[|=]|-{{2,}})")
_UNIT_OF_FIELD = re.compile(
    r"[(（](?P<unit>人次?|名|小时|分钟|h|份|张|册|本)[)）] ?[:|]? ?"
    r"(?P<number>\d{1,5}(?:\.\d)?)(?![\d.:人月])"
)
_WIDE_THOUSANDS = re.compile(r"(?<=(?<!\d)[1-9])，(?=\d{3} ?[余多]?[人份张册本名])")
_APART = re.compile(
    r"(?<![\d一二三四五六七八九十])"
    r"(?:[上下中] +午|[早晚] +上|[昨今前] +[天日晚]|人 +次(?=$|[ ,，。;；])|小 +时|分 +钟)"
)
_NOT_COUNTED = r"(?![网组个位名批场次期季届轮条章节款项层排书副村民代份户])"
_STYLES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"[(（] ?(\d{1,2}) ?[)）]"), 2),
    (re.compile(r"[(（] ?([一二三四五六七八九十]{1,2}) ?[)）]"), 2),
    (re.compile(r"(?<![\d(（.])(\d{1,2}) ?[)）]"), 2),
    (re.compile(r"(?<![\d(（])(\d{1,2})[、.,](?! ?\d{1,2}[日号组])"), 3),
    (re.compile(r"(?<![\d:])(\d{1,2}):"), 3),
    (re.compile(r"(?<![一二三四五六七八九十第])([一二三四五六七八九十]{1,2})、"), 2),
    (re.compile(rf"第([一二三四五六七八九十]{{1,2}})[、,，是:]?{_NOT_COUNTED}"), 3),
)
_LEAST_ITEM = 2
"""Letters of an item: 三、五组 and 1、2、3号网格 are no lists."""


def plain_form(text: str) -> str:
    """The tidied text with what only arranges it turned to signs and blanks of the same length."""
    text = _BRACKETED.sub(lambda m: f" {m['field']}:".ljust(len(m[0])), text)
    text = _BARRED.sub(lambda m: f"{m['field']}:".ljust(len(m[0])), text)
    text = _APART.sub(lambda m: m[0].replace(" ", "").ljust(len(m[0])), text)
    text = _WIDE_THOUSANDS.sub(",", text)
    text = _UNIT_OF_FIELD.sub(_unit_behind, text)
    for style, least in _STYLES:
        text = _unnumbered(text, style, least)
    return text


def _unit_behind(m: re.Match[str]) -> str:
    """时长（小时）：2 says 2小时."""
    return f":{m['number']}{m['unit']}".ljust(len(m[0]))


def _unnumbered(text: str, style: re.Pattern[str], least: int) -> str:
    """Without the numbers of a list in this style: one, two, three…, some item begins in words."""
    marks = _run(list(style.finditer(text)))
    worded = any(re.match(rf" ?(?:[{HAN}【]|\d{{1,2}}月)", text[m.end() :]) for m in marks)
    if len(marks) < least or not worded:
        return text
    letters = list(text)
    for m in marks:
        letters[m.start() : m.end()] = "；".ljust(len(m[0]))
    return "".join(letters)


def _run(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for m in marks:
        far = not found or m.start() - found[-1].end() >= _LEAST_ITEM
        if far and small(m[1]) == len(found) + 1:
            found.append(m)
    return found
