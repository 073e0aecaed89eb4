"""The sentence for every domain error: what is wrong, and what to do."""

from functools import singledispatch

from domain.advisers import AlreadyServes, SinceClosedMonth, VisitsLeftBehind
from domain.backups import NotABackup, NotEmpty
from domain.cases import AnswerIncomplete, CaseState, PlannedDayPast
from domain.check_ins import AlreadyCheckedIn
from domain.errors import DomainError, NotAllowed, NotFound, OldButton, Stale
from domain.imports.errors import NotYourDistrict, ProblemsLeft, StreetUnclear
from domain.imports.planning import DistrictUnknown
from domain.imports.sheet import NotAWorkbook
from domain.mingbairen import STAGE_LABELS, STEPS, AlreadyOnRoll, ReasonMissing, Stage
from domain.months import ReopeningUnexplained
from domain.people import InvitationInvalid, LinkInvalid
from domain.photos import MOST_PHOTOS, TooManyPhotos
from domain.policy import MonthFrozen
from domain.shortfalls import State, WaiverUnexplained
from domain.steps import NotNext
from domain.timetable import JobUnknown, NotYetDue
from domain.visits import (
    ConfirmsTooMany,
    CrossesMidnight,
    EndsBeforeStart,
    InTheFuture,
    MonthClosed,
    NotAssigned,
    Overlaps,
    SendBackUnexplained,
    TooLong,
    TooShort,
    VisitChanged,
)
from domain.working_days import CalendarTableNoText, CalendarTableUnreadable
from words.backups import not_restored
from words.imports import WRONG_FILE
from words.labels import CASE_LABELS, STATE_LABELS
from words.names import who
from words.numbers import hours_text
from words.times import clock_words, day_words, month_words

GENERAL = "这一步现在不能办理，什么都没有改动。请发送“帮助”查看可以做的事。"
ALWAYS: dict[type[DomainError], str] = {
    CalendarTableNoText: "这不是文本表格。请在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”"
    "后再导入。",
    OldButton: "这个按钮已经过期了。请使用最新一条消息里的按钮，或发送“帮助”重新开始。",
    Stale: "这件事已经有人办过，或者刚刚有了变化。请重新打开列表查看最新情况。",
    VisitChanged: "这次服务刚才有了变动，您的答复没有写入。请重新打开，核对现在的内容。",
    NotAllowed: "这项操作不在您的权限范围内。如需办理，请联系街道工作人员或分管领导。",
    NotFound: "没有找到这一项，它可能已被撤回或改动。请重新打开列表查看。",
    TooManyPhotos: f"一次服务最多附{MOST_PHOTOS}张照片。请选另一次服务，或发送“取消”。",
    DistrictUnknown: "从表里看不出是哪个街道。请在标题里写明街道名称、填好网格编码，"
    "或用 --district 区划代码 --district-name 名称 写明。",
    InvitationInvalid: "邀请码不正确，或者已经用过、过期。"
    "请核对后再发一次，或请街道工作人员重新开一个。",
    LinkInvalid: "这个链接已经用过，或者超过24小时失效了。请向街道工作人员要一个新的链接。",
    EndsBeforeStart: "结束时间不在开始时间之后。请重新发送起止时间，例如“下午2点到4点半”。",
    InTheFuture: "这个时间还没有到，不能提前登记。请在服务结束后登记，或重新发送日期和时间。",
    CrossesMidnight: "这次服务跨过了零点。请按日期分成两次登记，例如先登记到23:59。",
    ReasonMissing: "请写明原因，例如“外出务工”；不办理请发送“取消”。",
    SendBackUnexplained: "请写明退回的原因，例如“当天没有来村”；不退回请发送“取消”。",
    WaiverUnexplained: "豁免必须写明理由，例如“整村拆迁，居民已全部搬离”；不豁免请发送“取消”。",
    ReopeningUnexplained: "重开月份必须写明理由，例如“漏报后塘村10月20日的讲座”；"
    "不重开请发送“取消”。",
    AlreadyServes: "这个村(社区)从那天起已经由这位法律顾问负责，不需要更换。",
    NotEmpty: "数据库里已有数据，没有恢复。请先把 SHAODIAN_DATABASE_URL 指向一个空的数据库。",
    NotYetDue: "这一期还没有到时间，不能提前运行。",
}


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
    span = f"{clock_words(other.started_at)}–{clock_words(other.ended_at)}"
    return (
        f"与您已登记的另一次服务时间重叠：{day_words(other.day)} {span}（编号{other.id}）。"
        "请修改时间，或先更正那一次。"
    )


@sentence_for.register
def _(error: MonthClosed) -> str:
    return (
        f"{month_words(error.month)}已经月结，不能再登记或更改。"
        "如需补录或更正，请联系街道办(司法所)；街道办请分管领导先发送“重开”。"
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
        f"{day_words(error.last_day)}。请把更换日期定在这之后，或先更正那些记录。"
    )


@sentence_for.register
def _(error: SinceClosedMonth) -> str:
    return (
        f"{month_words(error.month)}已经月结，不能从那个月起更换。"
        "请选择之后的日期，或请领导先重开该月。"
    )


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
def _(error: MonthFrozen) -> str:
    return f"{error.month} 已经月结，口径不能再改。请用 --from 写明以后的月份。"


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
