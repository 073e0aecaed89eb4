"""Questions as people put them: 本月还差多少, 谁还没达标, 哪些网格没有明白人, a person's name."""

import re
from datetime import datetime
from enum import StrEnum

from domain.model import Model
from domain.months import Month, local_day
from domain.understanding.months import read_month
from domain.understanding.names import joined, looks_like_a_name
from domain.understanding.text import GAP, HAN, tidied


class About(StrEnum):
    OWN_MONTH = "own_month"
    """How many hours there are and how many are lacking."""
    SHORT = "short"
    UNCOVERED = "uncovered"
    RECORDS = "records"
    WAITING = "waiting"
    """What waits for the village's answer."""
    NOT_JOINED = "not_joined"
    """Who was not let in yet."""


class Question(Model):
    """`month`: the one that was named, None where none was. `subject`: who or where is asked
    about, as said; `own`: 我 was said."""

    about: About
    month: Month | None = None
    subject: str = ""
    own: bool = False


_WHO = r"(?:谁|哪[些个几]?(?:个|位|名)?|有没有|还有|有几|几个|多少个?)"
_SHORT = r"(?:没|未|不|没有)(?:有)?(?:达标|达到|完成|够|足|到(?:8|八)|满(?:8|八)|去过?|进村)"
_ABOUT: tuple[tuple[About, re.Pattern[str]], ...] = (
    (
        About.UNCOVERED,
        re.compile(
            rf"{_WHO}.{{0,4}}网格.{{0,6}}(?:没|无|缺|空|未|少)"
            r"|网格.{0,6}(?:没有?|缺|无).{0,6}(?:明白人|人).{0,4}(?:哪|几|吗)"
            r"|网格(?:覆盖)?.{0,2}(?:怎么样|如何|情况)"
            r"|明白人.{0,4}(?:缺|不够|没覆盖|覆盖).{0,4}(?:哪|几|吗|多少)"
        ),
    ),
    (
        About.WAITING,
        re.compile(r"(?:要|需要|等|待|没)(?:我|村里)?.{0,2}确认.{0,4}(?:吗|哪|几|么|多少)"),
    ),
    (
        About.WAITING,
        re.compile(rf"{_WHO}.{{0,6}}(?:要|需要|等|待|没)(?:我|村里)?.{{0,2}}确认"),
    ),
    (
        About.NOT_JOINED,
        re.compile(
            rf"(?:{_WHO}|多少)人?.{{0,4}}(?:没|未|尚未|没有)有?(?:开通|加入|注册|激活|绑定)"
        ),
    ),
    (
        About.SHORT,
        re.compile(
            rf"{_WHO}.{{0,8}}{_SHORT}|{_SHORT}.{{0,4}}(?:有|是)?(?:谁|哪|几个|多少)"
            rf"|{_WHO}.{{0,6}}(?:差|落后|拖后腿)|(?:村|社区|顾问|律师)们?都?达标了?(?:吗|没|么)"
        ),
    ),
    (
        About.RECORDS,
        re.compile(
            r"(?:去|到|进|跑|来)(?:过|了)(?:哪|几)[些几]?个?(?:村|社区|地方)|(?:去|进|跑|登记|报|记|来)(?:村里?)?了?(?:几|多少)(?:次|回|趟|条)"
            r"|上次.{0,3}(?:什么时候|哪天|几号)|(?:登记|报|记)(?:了|过)(?:哪些|什么|几|多少(?!小时|时))"
        ),
    ),
    (
        About.OWN_MONTH,
        re.compile(
            r"(?:还|尚)?(?:差|剩|缺|欠|少)(?:下|了)?(?:多少|几|啥)|(?:多少|几个?)(?:个)?(?:小时|钟头|时长|分钟)"
            r"|够(?:不够|了?吗|了?没|8|八|不)|(?:达标|完成|做满|够数?)了?(?:吗|没有?|么)|(?:进度|累计)(?:怎么样|如何|多少|到哪)"
        ),
    ),
)
_MONTH = re.compile(
    r"(?:本|这个|当|上上个?|上个?)月份?|(?:20\d\d ?[年./-]|今年|去年)? ?\d{1,2}月份?"
    r"|[一二三四五六七八九十]{1,2}月份?"
)
_NOT_ASKED = re.compile(r"\d+ ?(?:人|份|户|次|点|:\d\d)|[上下]午|讲座|走访|调解(?!员)|宣传")
_PERSON = re.compile(
    rf"(?:请|帮我)?(?:查(?:一下|下|查|看|询)?|看(?:一下|看)?|找(?:一下)?)?"
    rf"(?P<name>[{HAN}]{{2,4}}?|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+)"
    r"(?:的?(?:情况|记录|时长|信息|资料|本月|负责|服务)|负责|管|服务)?(?:哪些?村?|怎么样|如何|多少|什么)?"
)
_CALLED = ("法律顾问", "律师", "顾问", "主任", "同志")
"""What stands behind a name, or in its place."""
_NO_PEOPLE = frozenset({"谢谢", "安全", "高兴", "平安", "明白", "明白人", "应该", "方便", "马上"})
_LONGEST = 40
_BEFORE = re.compile(
    r"(?:请问|请|麻烦|想问一下|问一?下|你好|您好|帮我|给我|查询|查一?下|查查|查|看一?下|看看|看"
    r"|我?想知道|统计一下|[ ,，。:])+"
)
_OWN = r"我们|我自己|本人|自己|我"
_LACKS = r"差|缺|欠|剩|够|达标|合格|满|落后"
_ASKS = r"多少|几|怎么样|怎样|如何|咋样|到哪一?步?|没有?|不|吗|进度|进展|情况"
_OF_HOURS = r"时长|小时|任务|指标|累计|完成"
_FILLING = (
    r"还|都|已经|目前|现在|总共|一共|工作|服务|登记|做|去|跑|个|次|村|要|的|得|了|着|有|少|是|呢|啊|呀|嘛|吧"
    r"|时间|完|进村|下村|到村|[8八]"
)
_ONLY_ASKS = re.compile(rf"(?:{_LACKS}|{_ASKS}|{_OF_HOURS}|{_FILLING})+")


def read_question(text: str, now: datetime) -> Question | None:
    """What is asked, None where nothing we can answer is."""
    said = tidied(text).strip(" 。.!！?？")
    if len(said) > _LONGEST or _NOT_ASKED.search(said):
        return None
    about = next((about for about, pattern in _ABOUT if pattern.search(said)), None)
    month, polite = _month(said, now), _BEFORE.match(said)
    rest = _MONTH.sub("", said[polite.end() :] if polite else said, count=1)
    own = re.search(_OWN, rest) is not None
    rest = re.sub(rf"{_OWN}|[ ,，]", "", rest)
    if about is None and _asks_of_hours(rest, placed=own or month is not None):
        about = About.OWN_MONTH
    subject = "" if about not in (None, About.OWN_MONTH) else _subject(rest)
    if about is None and not subject:
        return None
    return Question(about=about or About.OWN_MONTH, month=month, subject=subject, own=own)


def _asks_of_hours(rest: str, *, placed: bool) -> bool:
    """`placed`: the month or oneself was named, so that nothing more need be."""
    asks = re.search(_ASKS, rest) and _ONLY_ASKS.fullmatch(rest)
    more = placed or re.search(f"{_LACKS}|{_OF_HOURS}|进度", rest)
    return bool(asks and more) and len(rest) > 1


def _subject(rest: str) -> str:
    """Who or where is asked about: the shortest beginning behind which there is only a question."""
    for end in range(2, min(len(rest), 13)):
        asks = rest[end:].removeprefix("的")
        told = re.search(f"{_LACKS}|{_OF_HOURS}|怎|如何|咋|情况|进", asks)
        if told and re.search(_ASKS, asks) and _ONLY_ASKS.fullmatch(asks):
            return rest[:end] if not _ONLY_ASKS.fullmatch(rest[:end]) else ""
    return ""


def asked_person(text: str) -> str | None:
    """A person's name where it is all that is said: 王秀英, 查一下林晓, 司马 相如的情况."""
    said = joined(tidied(text).strip(" 。.!！?？")).replace(GAP, "")
    m = _PERSON.fullmatch(said) if len(said) <= _LONGEST else None
    name = m["name"] if m else ""
    placed = name.endswith(("村", "社区", "网格", "组"))
    return name if looks_like_a_name(name) and not placed and name not in _NO_PEOPLE else None


def is_called(said: str, name: str) -> bool:
    """林晓, 林晓律师 or 林律师."""
    bare = next((said.removesuffix(w) for w in _CALLED if said.endswith(w)), said)
    return bare == name or (bare != said and bare == name[:1])


def _month(said: str, now: datetime) -> Month | None:
    found = _MONTH.search(said)
    return read_month(found[0], local_day(now)) if found else None
