"""Questions as people ask them: 本月还差多少, 谁还没达标, 林晓这个月怎么样."""

import re
from datetime import date
from enum import StrEnum

from domain.model import Model
from domain.months import Month
from domain.understanding.months import read_month
from domain.understanding.text import tidied

LONGEST = 30
"""Characters; a longer text is no question of this kind."""


class Asked(StrEnum):
    """What is asked for."""

    STANDING = "standing"
    WHO_IS_SHORT = "who_is_short"
    GRIDS = "grids"
    VISITS = "visits"


class Question(Model):
    """`about` is who or where, as said; "" for oneself, or for all one answers for. `own`: 我 was
    said."""

    asked: Asked
    month: Month
    about: str = ""
    own: bool = False


_MONTH = re.compile(
    r"这个月|本月份?|当月|上上?个?月份?"
    r"|(?:20\d\d年|今年|去年)?(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
)
_BEFORE = re.compile(
    r"(?:请问|请|麻烦|想问一下|问一?下|你好|您好|帮我|给我|查询|查一?下|查查|查|看一?下|看看|看"
    r"|我?想知道|统计一下|[ ,，。:])+"
)
_OWN = r"我们|我自己|本人|自己|我"
_LACK = r"差|缺|欠|剩|够|达标|合格|满|落后"
_ASKS = r"多少|几|怎么样|怎样|如何|咋样|到哪一?步?|没有?|不|吗|进度|进展|情况"
_OF_HOURS = r"时长|小时|任务|指标|8|八|累计|进村|下村|到村"
_FILLING = (
    r"还|都|已经|目前|现在|总共|一共|完成|工作|服务|登记|做|去|跑|个|次|村|要|的|得|了|着|有|少|是|呢|啊|呀"
    r"|嘛|吧|时间|完"
)
_STANDING = re.compile(rf"(?:{_LACK}|{_ASKS}|{_OF_HOURS}|{_FILLING})+")
_WHO = re.compile(
    r"(?:还?有)?(?:谁|(?:哪些|哪个|哪几个|几个|多少个?)(?:人|村|社区|顾问|律师|地方)?)"
)
_SHORT = re.compile(rf"(?:{_LACK}|没有?|未|不|{_OF_HOURS}|{_FILLING}|多少|几|来|过)+")
_NOT_YET = re.compile(r"没|未|不|差|缺|欠|落后")
_GRIDS = re.compile(
    r"(?:还?有)?(?:哪些?个?|几个|多少个?)(?:网格|地方|村)(?:还|都)*(?:没有?|缺|差|空着|未)[有着]?"
    r"(?:法律)?(?:明白人|覆盖)?|网格(?:覆盖)?(?:情况)?(?:怎么样|如何|覆盖了?多少|情况)"
)
_VISITS = re.compile(
    r"(?:上次|最近|之前|已经|一共|是|都)*(?:登记|记|补记|补|去|填|做|进)(?:了|过)?"
    r"(?:哪些?|几次|多少次|什么)(?:服务|村|记录|次)?"
    r"|(?:上次|最近一次)是?(?:什么时候|哪天|几号)(?:去|登记|做|进村)?"
)
_END = re.compile(r"[ 。.!！?？~,，啊呀呢嘛吧哈的了]+$")


def read_question(text: str, today: date) -> Question | None:
    """The question a short text asks, or None."""
    plain = tidied(text).strip()
    if not plain or len(plain) > LONGEST:
        return None
    polite = _BEFORE.match(plain)
    said = _END.sub("", plain[polite.end() :] if polite else plain)
    named, own = _MONTH.search(said), re.search(_OWN, said)
    month = (read_month(named[0], today) if named else None) or Month.of(today)
    rest = re.sub(rf"{_OWN}|[ ,，]", "", _MONTH.sub("", said, count=1))
    if asked := _asked(rest, placed=bool(named or own)):
        return Question(asked=asked, month=month, own=bool(own))
    about = _about(rest)
    return Question(asked=Asked.STANDING, month=month, about=about) if about else None


def _asked(rest: str, *, placed: bool) -> Asked | None:
    """`placed`: the month or oneself was named, so that nothing more need be."""
    if _GRIDS.fullmatch(rest) and ("网格" in rest or "明白人" in rest):
        return Asked.GRIDS
    who = _WHO.match(rest)
    if who and _NOT_YET.search(rest[who.end() :]) and _SHORT.fullmatch(rest[who.end() :]):
        return Asked.WHO_IS_SHORT
    if _VISITS.fullmatch(rest):
        return Asked.VISITS
    of_hours = re.search(f"{_LACK}|时长|小时|指标|任务|累计|完成|进度", rest)
    asks = re.search(_ASKS, rest) and _STANDING.fullmatch(rest)
    return Asked.STANDING if asks and (placed or of_hours) and len(rest) > 1 else None


def _about(rest: str) -> str:
    """Who or where is asked about: the shortest beginning behind which there is only a question."""
    for end in range(2, min(len(rest), 13)):
        asks = rest[end:].removeprefix("的")
        if re.search(_ASKS, asks) and _STANDING.fullmatch(asks):
            return rest[:end]
    return ""
