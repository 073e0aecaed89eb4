"""How many people were reached: 42人, 40余名群众, 近50人, 参加群众60人, 四十二个人."""

import re
from itertools import pairwise

from domain.understanding.counts import ABOUT, AMOUNT, TOTAL, Count
from domain.understanding.numerals import HAN_NUMERALS, number
from domain.understanding.text import GAP, HAN, Claims, Piece

AUDIENCE = (
    r"(?:(?:到场|参会|与会|现场|当地|本村|全体|留守|广大|残疾|困难|青年|农村|外来|社区矫正|村组"
    r"|村|社区|法律|返乡|企业|退休|老年|的)"
    r"{0,3}(?:村民小组长|村民代表|居民代表|群众代表|村民组长|小组长|组长|代表|村民|居民|群众"
    r"|老百姓|百姓|乡亲们?|党员|村干部?|干部"
    r"|两委成员|两委|老人家?|老年人|老同志|儿童|孩子|小朋友|学生|师生|妇女|青年|青少年|网格员"
    r"|网格长|明白人|调解员|辅警|职工|员工|老师|教师|教职工|辅导员|男性?|女性?"
    r"|工人|工友|农民工|农民|农户代表|当事人|家长|学员|听众|观众|人员|对象|业主|商户|经营户"
    r"|种植户|老板|企业主|中老年人|成员|同志"
    r"|信访人|来访者|咨询者|大爷大妈|大妈|大爷|家属|居委干部))"
)
_HELPER = (
    r"(?:律师|法律顾问|顾问|法官|检察官|民警|志愿者|工作人员|同事|司法助理员|书记员|实习生"
    r"|人民陪审员)"
)
_DONE = r"(?:参加|参与|参会|到场|到会|听课|听讲|来听|听了?|来了|来|受教育|受益|签到|前来|接受|了)"
_LABEL = (
    rf"(?:(?:参加|问|听|咨询|来|到场|前来|在场)的{AUDIENCE}?|参[加与会]人数|到场人数|受众人数|人数|参加|参与|参会|到场|到会|听课|听讲|听众|观众|受众"
    r"|受益|受教育|惠及|覆盖|辐射|服务|接待"
    r"|吸引|组织|召集|群众|(?<!村)村民|居民|学员|来了|到了|来听的?|来的人?|来人|听的人"
    r"|签到|出席|在场|共有|人次数?|实际|通知了?|计划|预计|原定|邀请了?|缺席|请假|未到|缺"
    r"|[应实]际?(?:到|参加|参训|参会|参|有|来|考|训|听|出席)(?:会|场|训)?(?:人数|代表|村民|党员|群众)?)"
)
_SOME = (
    r"(?:一?共计?|总共|合计|总计|累计|(?<![民公合租])约|大约|大概|大致|差不多|将近|接近|近|其中"
    r"|包括|有|达|了"
    r"|为|是|:|【|】| )"
)
_BEFORE = rf"(?P<before>(?:{_LABEL}|{_SOME}){{0,5}})"
_PERSON = (
    r"人(?:次|员)?(?!数|民(?!法典|事|间|主|营|警)|大代表|信息|社保|格|身(?!安)|事|才|均|工智能|造)"
)
_NOT_A_LABEL = rf"(?! ?(?<= )人次:?[\d{HAN_NUMERALS}])"
"""时长一小时五十 人次十五: the label belongs to what follows it."""
_UNCOUNTED = rf"(?! ?[:约近共有]{{0,2}}(?:\d|[{HAN_NUMERALS}]{{1,4}}[多余]?[名位人个]))"
"""妇女32名 儿童11名: the second noun belongs to the second number."""
_PEOPLE = re.compile(
    rf"{_BEFORE}{AMOUNT}{_NOT_A_LABEL} ?(?:(?:个|号|名|位)?(?:来|多)?{_PERSON}(?:以上)?"
    rf"(?P<noun1>{AUDIENCE}{_UNCOUNTED})?"
    rf"|(?:名|位)(?!一体|列)(?:的? ?(?:(?P<noun2>{AUDIENCE}{_UNCOUNTED})|(?P<helper>{_HELPER})))?"
    rf"|个(?P<noun3>{AUDIENCE}{_UNCOUNTED}))"
    rf"(?:左右|上下|次|以上)?{_DONE}{{0,2}}"
)
_NOUN_FIRST = re.compile(
    rf"(?P<before>{AUDIENCE} ?:?{_SOME}{{0,2}}){AMOUNT} ?[个名位]"
    rf"(?=[ ,，。;；、!！)）{GAP}]|$|发|讲|{AUDIENCE})"
)
_LABELLED = re.compile(
    rf"(?P<before>{_LABEL}(?:{_LABEL}|{_SOME}){{0,4}})(?=\d"
    rf"|[{HAN_NUMERALS}]{{0,3}}[十百千廿卅]){AMOUNT}"
    rf"(?=(?:个|左右)?(?:[ ,，。;；!！、)）{GAP}]|$|发放|发了|共|讲))(?! ?(?:-"
    rf"|~) ?\d)(?! (?:[年月号点]|日(?!期)|时(?![间长段])))"
)
_EXPECTED = re.compile(r"应(?:到|参|来|有|考|训|听|出席)|通知|计划|预计|原定|邀请")
_ACTUAL = re.compile(r"实(?:到|际|参|有|来|考|训|听|出席)")
_ABSENT = re.compile(r"缺席?|请假|未到|未参加|没来")
_NOUN_BEFORE = re.compile(
    rf"(?P<verb>(?:来|到|组织|吸引|召集|邀请)了?)?(?P<noun>(?:{AUDIENCE}[和、及与]?){{1,3}})"
    r" ?:?(?:大?约|大概|近|有|共){0,2}$"
)
_PART_BEFORE = re.compile(
    r"(?:(?:现场|解答|接受|接待|提供|法律|群众|村民|的|来访|来电){0,3}咨询"
    r"|其中)[^,，。;；、 ]{0,4}$"
)
_NOT_PEOPLE = re.compile(
    rf"(?:我|自己|就)一个?人|(?:我们|咱们|我俩|俺们)(?:{ABOUT}[一两俩二三四仨2-4])?个?人"
    rf"|一行[一-十\d]{{1,2}}个?人|[百千万]名[{HAN}]{{2,8}}?[进入下走联]|[每一]人(?=[一1])"
    r"|一对一|(?:我|咱)们?[两俩仨]个?人?(?=一起|一同|在|去|到)"
)
_HELPER_BEFORE = re.compile(rf"{_HELPER} ?:?$")
_CONNECTED = re.compile(
    rf"[{GAP} ,，、;；+]{{0,3}}(?:和|与|及|以及|还有|加上|外加|另有)?[{GAP} ]{{0,2}}"
)


def people(text: str) -> list[Piece[Count]]:
    """Every count of people with the words around it that belong to it; advisers and their
    helpers (2名律师) are not people reached."""
    claims = Claims(text)
    found = []
    for m in _NOT_PEOPLE.finditer(text):
        claims.claim(m.start(), m.end())
        found.append(Piece(Count(None), m.start(), m.end()))
    for pattern in (_PEOPLE, _NOUN_FIRST, _LABELLED):
        for m in pattern.finditer(text):
            if claims.claim(m.start(), m.end()):
                found.append(_piece(m))
    return sorted(found, key=lambda p: p.start)


def one_number(text: str, pieces: list[Piece[Count]]) -> int | None:
    """A said total; else the first count with what is joined to it (3名村干部和20名村民 are 23);
    shares of it (其中…) and those advised on the side (咨询12人次) only if nothing else is said."""
    counts = [p for p in pieces if p.value.number is not None]
    counts = [p for p in counts if not p.value.expected] or counts
    totals = [p.value.number for p in counts if p.value.total and not p.value.part]
    if totals:
        return totals[0]
    counts = [p for p in counts if not p.value.part] or counts[:1]
    if not counts:
        return None
    total = counts[0].value.number or 0
    for left, right in pairwise(counts):
        named = left.value.noun and right.value.noun and left.value.noun != right.value.noun
        if not (named and _CONNECTED.fullmatch(text, left.end, right.start)):
            break
        total += right.value.number or 0
    return total


def _piece(m: re.Match[str]) -> Piece[Count]:
    groups = m.groupdict()
    ahead = m.string[max(m.start() - 12, 0) : m.start()]
    part = _PART_BEFORE.search(ahead + m["before"])
    start = m.start() - max(len(ahead) - part.start(), 0) if part else m.start()
    named = _NOUN_BEFORE.search(ahead + m["before"])
    inside = re.match(f"[{HAN}]", (" " + ahead)[min(named.start(), len(ahead))]) if named else None
    if named and (named["verb"] or not inside):
        start = min(start, m.start() - len(ahead) + min(named.start(), len(ahead)))
    noun = groups.get("noun1") or groups.get("noun2") or groups.get("noun3")
    noun = noun or (named["noun"] if named else m["before"] if m.re is _NOUN_FIRST else "")
    helped = groups.get("helper") or _HELPER_BEFORE.search(ahead + m["before"])
    value = None if helped else number(m["low"] or m["n"])
    if _ABSENT.search(m["before"]):
        value = None
    actual = bool(_ACTUAL.search(m["before"]))
    expected = not actual and bool(_EXPECTED.search(m["before"]))
    total = not expected and (actual or bool(TOTAL.search(m["before"])))
    return Piece(Count(value, total, bool(part), expected, noun), start, m.end())
