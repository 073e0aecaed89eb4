"""What ails the bot itself and its machine, and what to do about it."""

from functools import singledispatch

from domain.illnesses import (
    Ailing,
    BackupOld,
    CalendarMissing,
    DiskNearlyFull,
    JobCutOff,
    JobFailed,
    JobStumbled,
    MessengerAway,
    MessengerIll,
    NotTidied,
)
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


def illness_words(illness: Ailing | str) -> str:
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


@_words.register
def _(illness: MessengerAway) -> str:
    if illness.seen_at is None:
        return f"{_named(illness.messenger)}：还没有连上过"
    return f"{_named(illness.messenger)}：{local(illness.seen_at):%m-%d %H:%M}以后没有在线"


@_words.register
def _(illness: JobStumbled) -> str:
    how = "失败，不再自动重做" if illness.given_up else "上一次没有成功，还会再做"
    return f"定时任务“{job_title(illness.job)}”（{illness.period}）{how}：{illness.error}"


@_words.register
def _(illness: DiskNearlyFull) -> str:
    return f"{room_words(illness.folder, illness.free)}，快满了"


@_words.register
def _(illness: BackupOld) -> str:
    if illness.made_at is None:
        return "还没有备份过"
    return f"最近一次备份是{local(illness.made_at):%m月%d日}做的"


@_words.register
def _(_illness: NotTidied) -> str:
    return "旧的答复、对话、通知没有按时清除，里面有个人信息"


def illness_and_remedy(illness: Ailing) -> str:
    return f"{illness_words(illness)}。{remedy_words(illness)}"


def remedy_words(illness: Ailing) -> str:
    """What somebody who looks after the machine does about it."""
    return _REMEDIES[type(illness)].format(**dict(illness))


_RUN_AGAIN = "请排除原因，再补跑：shaodian jobs {job} {period}"
_REMEDIES: dict[type, str] = {
    MessengerIll: "请核对这个渠道的设置和网络；恢复后，没送到的通知会自动补发",
    MessengerAway: "请确认服务在运行；在运行的，看日志里为什么连不上",
    JobFailed: _RUN_AGAIN,
    JobStumbled: _RUN_AGAIN,
    JobCutOff: "请看日志和系统记录，程序是被停止、被系统结束，还是机器断电",
    CalendarMissing: "请录入当年的放假调休安排：shaodian calendar 文件",
    DiskNearlyFull: "满了以后什么都存不下，请尽快清理",
    BackupOld: "请运行 shaodian backup，最好每天自动做一次，存到另一台机器",
    NotTidied: "请确认服务在运行，或运行：shaodian jobs tidy",
}


def room_words(folder: str, free: int) -> str:
    return f"{folder} 所在的磁盘还剩 {free / 1024**3:.1f} GB"


def _run(illness: JobFailed | JobCutOff) -> str:
    whose = f"{some_names(illness.streets)}，" if illness.streets else ""
    return f"定时任务“{job_title(illness.job)}”（{whose}{illness.period}）"


def _named(messenger: str) -> str:
    """What stands behind a colon tells one group from another."""
    kind, _, group = messenger.partition(":")
    name = MESSENGER_LABELS.get(kind, kind)
    return f"{name}（{group}）" if group else name
