"""A correction as it is spoken: 更正…, 把昨天那次改成30人, 昨天那条人数报错了，是35, 删除昨天那条.

It says which visit is meant and what changes; it never begins a new visit, and its words are never
a topic (规则 3.13).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from domain.model import Model
from domain.understanding.sentence import Understood, understand
from domain.understanding.text import tidied

_FIELD = (
    r"(?:开始时间|结束时间|时间|时长|日期|地点|村名?|人数|人次|份数|资料(?:份数)?|主题|题目|内容"
    r"|服务类型|类型)"
)
_TO = r"(?:改成|改为|改到|改作|换成|换到|更正为|更正成|修改为|修改成|变更为|调整为|调整到)[:, ，]?"
_ONE = (
    r"(?:[那这](?:一?[条次个场回天]|笔)|刚才|刚刚|刚(?=登记|报|发|记)|上一?[条次个]|最后一[条次]"
    r"|前面那?|记录|登记)"
)
_WRONG = (
    r"(?:(?:写|登记|报|记|填|说|弄|搞|录|打)(?:错|反)了?|有误|不对|错了|不准确?)[,，。:;； ]*"
    r"(?:应该?(?:是|为)?|应为|实际(?:是|为)?|是|改成|改为|正确的?是)?"
)
_BEGINS = re.compile(r"^ ?(?:更正|订正|改正|勘误|修正)(?:一下|下)?[:，, ]*(?P<rest>.*)$", re.S)
_POLITE = r"^ ?(?:请|麻烦|帮我|我要|我想|我)?(?:把|将)?"
_WHICH = rf"(?P<which>[^。;；]{{0,30}}?)(?P<field>{_FIELD})?"
_FROM = r"(?:都|全部|[从由][^,，。]{1,10})?"
_NEW = r"(?P<new>.+)$"
_MAKE = re.compile(_POLITE + _WHICH + _FROM + _TO + _NEW, re.S)
_NOT_BUT = re.compile(
    rf"^ ?{_WHICH}(?:并|根本)?不是[^,，。;；]{{1,15}}[,，。;； ]+(?:而|应该?)?是{_NEW}", re.S
)
_MISTAKEN = re.compile(rf"^ ?{_WHICH}(?:给|我)?{_WRONG}{_NEW}", re.S)
_IS_NOT = re.compile(
    rf"^ ?{_WHICH}(?:应该?)?是(?P<new>[^,，。]{{1,15}}?)[,，]?而?不是[^,，。]{{1,15}}$"
)
_INSTEAD = re.compile(r"[,，]?而?不是[^,，。]*$")
_OUGHT = re.compile(rf"^ ?(?:不对[,，]?)?{_WHICH}(?:应该是|应该为|应为|应是){_NEW}")
_CHANGE = re.compile(rf"^ ?改(?:一下)?(?P<field>{_FIELD})[:为成到 ]*{_NEW}")
_CLEARED = re.compile(
    rf"{_POLITE}(?P<which>.{{0,24}}?)(?:给我?|都)?"
    r"(?:删除|删掉|删了|删|撤回|撤销|撤掉|作废|去掉|取消)(?:掉|了|吧|一下)*"
    r"(?P<which2>.{0,24}?)[。!！ ]*$"
)
_UNWANTED = re.compile(r"^ ?(?P<which>.{0,20}?)(?:不要了|不算了?|作废|不作数)[。!！ ]*$")
_LAST = re.compile(r"刚才|刚刚|刚(?=登记|报|发|记)|上一?[条次个]|最后一[条次]")
_NO_VISIT = re.compile(r"合同|协议|规约|民约|章程|文书|条款|方案|制度|公约")


class Which(Model):
    """The visit that is meant, as far as it was said; all empty is the one at hand."""

    day: date | None = None
    village: str | None = None
    start: time | None = None
    last: bool = False
    """刚才那条, 上一条: the one recorded last."""


class Correction(Model):
    """`changes` says only what becomes different; `withdraw`: nothing of the visit stays."""

    which: Which
    changes: Understood = Understood()
    withdraw: bool = False


def read_correction(text: str, now: datetime, villages: Sequence[str] = ()) -> Correction | None:
    """What a sentence corrects, None for one that corrects nothing."""
    said = tidied(text).strip()[:300]
    withdrawn = _withdrawn(said, now, villages)
    if withdrawn:
        return Correction(which=withdrawn, withdraw=True)
    begins = _BEGINS.match(said)
    rest = begins["rest"] if begins else said
    for pattern in (_MAKE, _NOT_BUT, _MISTAKEN, _IS_NOT, _OUGHT, _CHANGE):
        m = pattern.match(rest)
        if m and (begins or _names_a_visit(m, now, villages)):
            found = _changed(m, now, villages)
            if found:
                return found
    if begins and rest:
        return _said_anew(rest, now, villages)
    return None


def _withdrawn(said: str, now: datetime, villages: Sequence[str]) -> Which | None:
    m = _UNWANTED.match(said) or _CLEARED.match(said)
    if not m:
        return None
    which = m["which"] + (m.groupdict().get("which2") or "")
    known = _which(which, now, villages)
    named = re.search(_ONE, which) or (known != Which() and re.search(r"[条次场]|登记|记录", which))
    return known if named and not _NO_VISIT.search(which) else None


def _names_a_visit(m: re.Match[str], now: datetime, villages: Sequence[str]) -> bool:
    """把昨天那次改成 is of a visit; 把租赁合同改成新版 is the work done in one."""
    which = m["which"] if "which" in m.groupdict() else ""
    if _NO_VISIT.search(which):
        return False
    if m["field"] or re.search(_ONE, which) or not which.strip(" ,，不对"):
        return True
    return which.endswith("的") and _which(which, now, villages) != Which()


def _changed(m: re.Match[str], now: datetime, villages: Sequence[str]) -> Correction | None:
    field, new = m["field"] or "", _INSTEAD.sub("", m["new"]).strip(" :,，。吧了")
    changes = _read(field, new, now, villages)
    if changes == Understood():
        return None
    return Correction(
        which=_which(m["which"] if "which" in m.groupdict() else "", now, villages), changes=changes
    )


def _read(field: str, new: str, now: datetime, villages: Sequence[str]) -> Understood:
    """The new values; a bare number means the field that was named."""
    if field in ("主题", "题目"):
        return Understood(topic=new.strip('“”"《》')[:60] or None)
    label = {"村名": "村", "资料份数": "资料", "人次": "人数"}.get(field, field)
    said = understand(f"{label}:{new}" if field else new, now, villages)
    if field in ("结束时间", "开始时间") and said.start and said.end is None:
        moved = {"start": None, "end": said.start} if field == "结束时间" else {}
        said = said.model_copy(update=moved)
    return said.model_copy(
        update={"topic": said.topic if field == "内容" else None, "period": None}
    )


def _said_anew(rest: str, now: datetime, villages: Sequence[str]) -> Correction | None:
    """更正：昨天下午2点到4点 后塘村 42人: the day and the village say which, all of it is right."""
    said = understand(rest, now, villages)
    if said == Understood():
        return None
    which = Which(day=said.date, village=said.village, last=bool(_LAST.search(rest)))
    topic = said.topic if re.search("主题|内容", rest) else None
    return Correction(which=which, changes=said.model_copy(update={"topic": topic, "period": None}))


def _which(said: str, now: datetime, villages: Sequence[str]) -> Which:
    known = understand(said, now, villages)
    just = _LAST.search(said)
    return Which(
        day=None if just else known.date,
        village=known.village,
        start=known.start,
        last=bool(just),
    )
