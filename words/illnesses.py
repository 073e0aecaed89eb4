"""What ails the bot itself, as the office reads it in its digests."""

from functools import singledispatch

from domain.illnesses import CalendarMissing, Illness, JobCutOff, JobFailed, MessengerIll
from domain.months import local
from words.labels import MESSENGER_LABELS
from words.names import some_names

JOB_TITLES = {
    "tidy": "清理旧记录",
    "evaluate": "每日核算",
    "certificates": "证书到期预警",
    "month_end": "上月未达标报送",
    "grids": "网格每周报告",
    "remind": "时长提醒",
    "digest": "月末前摘要",
    "escalate": "逾期未答复上报",
    "close": "月结",
}


def job_title(name: str) -> str:
    return JOB_TITLES.get(name, name)


def illness_words(illness: Illness | str) -> str:
    """What version 0.1.0 wrote is words already."""
    return illness if isinstance(illness, str) else _words(illness)


@singledispatch
def _words(illness: object) -> str:
    raise TypeError(f"no words for {type(illness).__name__}")


@_words.register
def _(illness: MessengerIll) -> str:
    since = f"{local(illness.since):%m月%d日%H:%M}"
    return f"{_named(illness.messenger)}自{since}起不通：{illness.why}"


@_words.register
def _(illness: JobFailed) -> str:
    return f"{_run(illness)}多次运行没有成功，请管理员查看"


@_words.register
def _(illness: JobCutOff) -> str:
    return (
        f"{_run(illness)}已有{illness.times}次没做完程序就中断了，"
        "仍会再做，请管理员查看程序为什么中断"
    )


@_words.register
def _(illness: CalendarMissing) -> str:
    return f"{illness.year}年的放假调休安排尚未录入，暂按周一至周五为工作日计算"


def _run(illness: JobFailed | JobCutOff) -> str:
    whose = f"{some_names(illness.streets)}，" if illness.streets else ""
    return f"定时任务“{job_title(illness.job)}”（{whose}{illness.period}）"


def _named(messenger: str) -> str:
    """What stands behind a colon tells one group from another."""
    kind, _, group = messenger.partition(":")
    name = MESSENGER_LABELS.get(kind, kind)
    return f"{name}（{group}）" if group else name
