"""Who a line about a 明白人 names: one person, two (to be asked about), or nobody.

A place before the name (后塘村张三丰), whoever recommends somebody and every word of rosters are no
names.
"""

import re
from collections.abc import Sequence

from domain.understanding.names import apart, joined, names_in
from domain.understanding.numerals import HAN_NUMERALS
from domain.understanding.roster_words import CATEGORY_WORDS, STAGE_WORDS
from domain.understanding.text import GAP, HAN, erased
from domain.understanding.villages import parted

_NAME = rf"[{HAN}]{{1,6}}(?:·[{HAN}]{{1,8}})*\d{{0,4}}"
_NAMED = re.compile(
    rf"(?:姓名|名字|名叫|叫做?)(?:是|为|:)? ?(?P<name>[{HAN}]{{1,4}}(?:·[{HAN}]{{1,8}})*\d{{0,4}})"
)
_WORD = re.compile(rf"(?<![{HAN}\d])(?P<name>{_NAME})(?![{HAN}\d])")
_ROSTER = re.compile(
    "|".join(
        re.escape(word)
        for word in sorted(
            (
                word
                for table in (CATEGORY_WORDS, STAGE_WORDS)
                for _, words in table
                for word in words
            ),
            key=len,
            reverse=True,
        )
    )
)
_ALONE = rf"(?<![{HAN}])(?:%s)(?![{HAN}])"
_SCHOOLING = r"(?:初中|高中|中专|大专|本科|小学|研究生)(?:文化|毕业)?"
_FILLER = re.compile(
    r"(?:联系)?(?:电话|手机号?码?|号码|方式)(?:是|为)?|身份类别|类别|身份|状态|阶段|所在|所属|属于"
    r"|位于|目前|现在|现任|担任|网格(?![员长])|性别|[男女]性?(?=[ ,，。;；\d]|$)|\d{1,3}周?岁|今年"
    r"|年龄|同志|女士|先生|老师|他是|她是|[他她](?=的)|本人|这个人|另外?|还有|以及|一个是|分别是|学历"
    r"|文化程度|政治面貌|民族|汉族|证书|法律明白人|登记|新增|[,，、;；。:()（）“”\"]"
    rf"|(?<![{HAN}])[的叫]|{_ALONE % _SCHOOLING}|{_ALONE % '明白人'}"
    rf"|{_ALONE % '[都均全同]?(?:在|是|为|属于?)|都|均'}"
)
_OTHERS = re.compile(
    r"(?:推荐人|联系人|介绍人|负责人|家属|丈夫|妻子|爱人|老公|老婆|父亲"
    r"|母亲|儿子|女儿)(?:是|为|:| )?"
    rf"[{HAN}]{{2,4}}(?![{HAN}])"
)
_DISTRICT = re.compile(
    rf"(?<![{HAN}])(?:[{HAN}]{{2,4}}?(?:省|市|县|区|街道|镇|乡))+"
    rf"(?=[ ,，{GAP}]|$|[{HAN}]{{1,6}}(?:村|社区))"
)
_VILLAGE = re.compile(
    rf"(?P<base>[{HAN}]{{1,6}}?)(?P<kind>村民委员会|居民委员会|村委会|居委会|社区|村)(?:村委会|居委会|的)?"
)
_GROUP = re.compile(
    rf"第?[\d{HAN_NUMERALS}]{{1,3}}号?(?:村民)?(?:小组|组|队|片区|片|网格)的?|[东南西北中](?:片|组)区?"
)


def names_said(line: str, grids: Sequence[str]) -> list[str]:
    """The people the line names, all else already taken out; `grids` name the places around."""
    line = joined(_without_places(line, grids))
    line = apart(erased(line, _ROSTER))
    named = _NAMED.search(line)
    rest = line[: named.start()] + "、" + line[named.end() :] if named else line
    words = [m["name"] for m in _WORD.finditer(erased(rest, _FILLER))]
    words = [word for word in words if len(word.rstrip("0123456789")) >= 2]
    names = names_in(words)
    if named:
        return list(dict.fromkeys([named["name"], *names]))
    return names or words[:1]


def without_others(line: str) -> str:
    """The line without who recommends or is related to somebody (推荐人李建国)."""
    return erased(line, _OTHERS)


def _without_places(line: str, grids: Sequence[str]) -> str:
    for base in sorted({_base(grid) for grid in grids} - {""}, key=len, reverse=True):
        known = re.escape(base)
        line = erased(line, re.compile(rf"{known}(?:村民委员会|居民委员会|村委会|居委会|社区|村)"))
        line = erased(
            line, re.compile(rf"(?<![{HAN}]){known}(?=$|[^{HAN}]|[{HAN}]{{2,4}}(?![{HAN}]))")
        )
    line = erased(erased(line, _GROUP), _DISTRICT)
    without = _VILLAGE.sub(_of_village, line)
    return without if _WORD.search(erased(erased(without, _ROSTER), _FILLER)) else line


def _base(grid: str) -> str:
    """后塘 of 后塘村第二网格."""
    place = re.match(rf"[{HAN}]{{1,8}}?(?:村|社区)", grid)
    base = parted(place[0]).base if place else ""
    return base if len(base) >= 2 else ""


def _of_village(m: re.Match[str]) -> str:
    """Of a long run only its last two letters are the village: 张三丰后塘村."""
    base = m["base"]
    kept = base[:-2] if len(base) >= 4 else ""
    return kept + GAP * (len(m[0]) - len(kept))
