"""How many leaflets were handed out: 宣传资料200份, 手册30本, 传单一百五十份; not 审查合同3份."""

import re

from domain.understanding.counts import ABOUT, AMOUNT, PART, TOTAL, Count
from domain.understanding.numerals import HAN_NUMERALS, NUMBER, number
from domain.understanding.text import GAP, Claims, Piece

_UNIT = r"(?:(?:份(?!数)|[张本册套页件])(?:/[份张本册])?)"
_PLAIN = (
    "宣传资料|宣传材料|宣传单页|宣传折页|宣传手册|宣传画册|宣传册子|宣传画|宣传册|宣传单|宣传页"
    "|宣传品|宣传物料|宣传卡片?"
)
_NOUN = (
    rf"(?:{_PLAIN}|传单|折页|单页|彩页|[小]?手册|小?册子|读本|普法书籍?|资料|明白纸|明白卡|海报"
    rf"|倡议书|公开信|书籍|图书"
    r"|份数|联系卡|便民卡|服务卡|挂历|台历|宣传袋|普法扇|法律书|材料|单子|《[^》《]{1,30}》)"
)
_KIND = (
    r"(?:法治|法制|法律|法律法规|法律知识|普法|宣传|民法典|宪法|反诈|防诈骗?|禁毒|各类|各种|相关"
    r"|学习|便民|平安|知识|彩色|的|等){0,4}"
)
_HAND_OUT = (
    r"(?<![开签颁研触引激突转出理])(?:一?共|总共|现场|同时|并|还|又|共计|累计)?(?:发放|派发|分发"
    r"|散发|赠送|赠阅|发出|送出|发送|发|派(?!出所)|送(?!法|戏|文化)出?)(?:了|出|给)?"
)
_SOME = r"(?:一?共计?|总共|合计|总计|(?<![民公合租])约|大约|大概|近|将近|各|了|有|:| ){0,3}"
_PEOPLE = rf"{NUMBER} ?{ABOUT} ?(?:个?人|[名位])"
"""What is handed out does not reach over a count of people: 送温暖演出 观众300人 发手册150本."""
_HANDED = re.compile(
    rf"{_HAND_OUT}(?P<what>(?:(?!{_PEOPLE})[^,，。;；!！{GAP}]){{0,24}}?){_SOME}{AMOUNT} ?{_UNIT}"
    rf"(?: ?的?{_KIND}{_NOUN}(?! ?:?\d))?"
)
_HANDED_BARE = re.compile(
    rf"{_HAND_OUT}(?:(?!{_PEOPLE})[^,，。;；!！ {GAP}]){{0,12}}?{_NOUN}{_SOME}{AMOUNT}"
    rf"(?![\d{HAN_NUMERALS}年月日号点时小个人名户次家位:.条])"
)
_NOUN_FIRST = re.compile(
    rf"(?:{_KIND})(?P<noun>{_NOUN})(?:发放了?|发了)?{_SOME}{AMOUNT} ?(?:{_UNIT}"
    rf"|(?=[ ,，。;；{GAP}]|$))"
)
_NUMBER_FIRST = re.compile(rf"{_SOME}{AMOUNT} ?{_UNIT} ?的?(?:{_KIND})(?P<noun>{_NOUN})")
_COPIES = re.compile(
    rf"{_SOME}{AMOUNT} ?(?:份(?!量|额|子|数)|册"
    r"|本(?![村人周月次院地年市县区级社街镇日]))"
)
_DOCUMENT = re.compile(
    r"合同|协议|文件|章程|规约|民约|文书|意见|报告|方案|遗嘱|案卷|卷宗|问卷|决议|诉状|制度|申请"
    r"|公约|清单|台账|审|笔录|[律公]?师?函|委托书|授权书|凭证|证据|[借欠收]条|合约|代书|代写|租约|答卷|试卷"
)
_EACH = re.compile(r"一人一[份本册张]|人手一[份本册张]|每[人户][一1][份本册张]")


def leaflets(text: str) -> list[Piece[Count]]:
    """Every count of leaflets with the words around it that belong to it."""
    claims = Claims(text)
    found = []
    for m in _EACH.finditer(text):
        claims.claim(m.start(), m.end())
        found.append(Piece(Count(None), m.start(), m.end()))
    for pattern in (_HANDED, _HANDED_BARE, _NUMBER_FIRST, _NOUN_FIRST, _COPIES):
        for m in pattern.finditer(text):
            document = _is_document(m)
            start = m.start("n") if document else m.start()
            if claims.claim(start, m.end()):
                found.append(Piece(Count(None) if document else _count(m), start, m.end()))
    return sorted(found, key=lambda p: p.start)


def one_number(pieces: list[Piece[Count]]) -> int | None:
    """All kinds together (宣传单100张, 手册30本 are 130), unless a total was said."""
    counts = [p.value for p in pieces if p.value.number is not None]
    counts = [c for c in counts if c.total] or [c for c in counts if not c.part]
    numbers = [c.number or 0 for c in counts]
    if not numbers:
        return None
    return max(numbers) if counts[0].total else sum(numbers)


def _count(m: re.Match[str]) -> Count:
    before = m.string[max(m.start() - 4, 0) : m.start("n")]
    value = number(m["low"] or m["n"])
    return Count(value, bool(TOTAL.search(before)), bool(PART.search(before)))


def _is_document(m: re.Match[str]) -> bool:
    """Contracts and the like are counted in 份 too; handed out (发放合同范本) they are leaflets."""
    if m.re is _HANDED:
        return "问卷" in m["what"]
    before = re.split(r"[,，。;；]", m.string[max(m.start("n") - 10, 0) : m.start("n")])[-1]
    after = re.split(rf"[,，。;； {GAP}]", m.string[m.end() : m.end() + 8])[0]
    if m.re in (_NOUN_FIRST, _NUMBER_FIRST):
        return "审" in before or (m["noun"] == "材料" and bool(_DOCUMENT.search(before)))
    return bool(_DOCUMENT.search(before) or _DOCUMENT.search(after))
