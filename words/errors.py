"""The sentence for every domain error: what is wrong, and what to do."""

from functools import singledispatch

from domain.advisers import SinceClosedMonth, VisitsLeftBehind
from domain.backups import NotABackup
from domain.cases import AnswerIncomplete, CaseState, PlannedDayPast
from domain.check_ins import AlreadyCheckedIn
from domain.districts import PlaceRefused
from domain.errors import DomainError
from domain.imports.errors import NotYourDistrict, ProblemsLeft, StreetUnclear
from domain.imports.sheet import NotAWorkbook
from domain.mingbairen import STAGE_LABELS, STEPS, AlreadyOnRoll, Stage
from domain.month_days import JobUnknown
from domain.policy import MonthFrozen
from domain.shortfalls import State
from domain.steps import NotNext
from domain.visits import (
    BeforeItBegan,
    ConfirmsTooMany,
    MonthClosed,
    NotAssigned,
    Overlaps,
    TooLong,
    TooShort,
)
from domain.working_days import CalendarTableUnreadable
from words.backups import not_restored
from words.change_errors import OF_CHANGES
from words.imports import WRONG_FILE
from words.labels import CASE_LABELS, STATE_LABELS
from words.names import who
from words.numbers import hours_text
from words.places import place_sentence
from words.refusals import ALWAYS, GENERAL
from words.times import clock_words, day_words, month_words, visit_span


@singledispatch
def sentence_for(error: DomainError) -> str:
    """What explains an error; the general sentence where none was written."""
    return next((ALWAYS[kind] for kind in type(error).__mro__ if kind in ALWAYS), GENERAL)


@sentence_for.register
def _(error: NotAWorkbook) -> str:
    return WRONG_FILE[error.reason]


@sentence_for.register
def _(error: TooShort) -> str:
    return (
        f"这次服务只有{error.minutes}分钟，不足{error.least}分钟，不能登记。"
        "如时间填错，请重新发送起止时间。"
    )


@sentence_for.register
def _(error: TooLong) -> str:
    return (
        f"这次服务有{hours_text(error.minutes)}，超过{hours_text(error.most)}，不能登记。"
        "请核对起止时间；确有多段服务的，请分开登记。"
    )


@sentence_for.register
def _(error: NotAssigned) -> str:
    return (
        f"{day_words(error.day)}您不是这个村(社区)的法律顾问，不能登记。"
        "请核对村名和日期；如聘任信息有误，请联系街道工作人员。"
    )


@sentence_for.register
def _(error: Overlaps) -> str:
    other = error.other
    span = visit_span(other.started_at, other.ended_at)
    return (
        f"与您已登记的另一次服务时间重叠：{day_words(other.day)} {span}（编号{other.id}）。"
        "请修改时间，或先更正那一次。"
    )


@sentence_for.register
def _(error: MonthClosed) -> str:
    return (
        f"{month_words(error.month)}已经截止，不能再登记或更改。"
        "如需补录或更正，请联系街道办(司法所)；街道办请分管领导先发送“重开”。"
    )


@sentence_for.register
def _(error: BeforeItBegan) -> str:
    day = error.began_on
    return (
        f"这里从{day.year}年{day.month}月{day.day}日开始使用，"
        f"{month_words(error.month)}不考核，也不能登记或更改。开始的日期不对的，请联系管理员。"
    )


@sentence_for.register
def _(error: AlreadyCheckedIn) -> str:
    since = f"{day_words(error.check_in.day)} {clock_words(error.check_in.started_at)}"
    return f"您在{error.village}还有一次到村登记没有结束（{since}开始）。请先结束它。"


@sentence_for.register
def _(error: ConfirmsTooMany) -> str:
    return (
        f"确认的时长要在1到{error.minutes}分钟之间。请重新发送，例如“90分钟”；"
        "当天没有来村的，请先取消再退回。"
    )


@sentence_for.register
def _(error: NotNext) -> str:
    now, wanted = error.now, error.wanted
    if isinstance(now, Stage) and isinstance(wanted, Stage):
        nexts = "、".join(STAGE_LABELS[stage] for stage in STEPS.after(now)) or "（无）"
        return (
            f"现在的状态是“{STAGE_LABELS[now]}”，"
            f"不能直接改为“{STAGE_LABELS[wanted]}”。可以改为：{nexts}。"
        )
    if isinstance(now, CaseState):
        return f"这件事现在是“{CASE_LABELS[now]}”，不能再这样答复。请重新打开查看。"
    if isinstance(now, State):
        return f"这一项现在是“{STATE_LABELS[now]}”，不能豁免，也不需要豁免。"
    return GENERAL


@sentence_for.register
def _(error: AlreadyOnRoll) -> str:
    known = error.known
    return (
        f"{who(known.name)}已经在这个网格的名单上（{STAGE_LABELS[known.stage]}），没有重复登记。"
        "如是同名的另一人，请先填写联系电话。"
    )


@sentence_for.register
def _(error: AnswerIncomplete) -> str:
    wanted = {
        CaseState.ARRANGED: "请写明安排在哪一天，例如“下周三”",
        CaseState.EXPLAINED: "请用一段话说明情况，例如“顾问生病住院，已约好下月补上”",
        CaseState.HANDED_OVER: "请选择转交给哪位同事",
    }
    return f"{wanted[error.answer]}；不答复请发送“取消”。"


@sentence_for.register
def _(error: PlannedDayPast) -> str:
    return f"{day_words(error.day)}已经过去，请安排今天或以后的日期，例如“下周三”。"


@sentence_for.register
def _(error: VisitsLeftBehind) -> str:
    return (
        f"{who(error.adviser)}在那天以后还有{error.count}次服务记录，最后一次在"
        f"{day_words(error.last_day)}。请把日期定在这之后，或先更正那些记录。"
    )


@sentence_for.register
def _(error: SinceClosedMonth) -> str:
    return f"{month_words(error.month)}已经月结，不能从那个月起变动。请选择之后的日期。"


@sentence_for.register
def _(error: NotYourDistrict) -> str:
    named = f"“{error.name}”" if error.name else "另一个街道"
    return f"这份表是{named}的，不在您负责的区划内，或者还没有建立。请联系系统管理员导入。"


@sentence_for.register
def _(error: StreetUnclear) -> str:
    if not error.streets:
        return "还没有登记村（社区），没有花名册可以导出。请先导入基础表。"
    streets = "、".join(error.streets)
    return f"花名册按街道导出，请写明是哪一个，例如“花名册 {error.streets[0]}”。可以选：{streets}。"


@sentence_for.register
def _(error: ProblemsLeft) -> str:
    return f"还有{error.count}处不能导入，什么都没有写入。请改好后重新发送，或选择跳过。"


@sentence_for.register
def _(error: PlaceRefused) -> str:
    return place_sentence(error)


@sentence_for.register
def _(error: MonthFrozen) -> str:
    return f"{error.month} 已经截止，口径不能再改。请用 --from 写明以后的月份。"


@sentence_for.register
def _(error: CalendarTableUnreadable) -> str:
    return f"第 {error.line} 行看不懂：{error.content}。每行写成 2027-01-01,休 或 2027-02-07,班"


@sentence_for.register
def _(error: JobUnknown) -> str:
    period = error.period or "最近"
    return f"没有任务“{error.job}”，或没有“{period}”这一期。请运行 shaodian jobs 查看。"


@sentence_for.register
def _(error: NotABackup) -> str:
    return not_restored(error)


for _kind, _words in OF_CHANGES.items():
    sentence_for.register(_kind, _words)
