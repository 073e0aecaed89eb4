"""What `shaodian doctor` looks at."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from actions.illnesses import everything_ill, illnesses_of
from bot.cli.console import Wiring, why_unavailable
from bot.cli.doctor_files import examine_files
from bot.cli.finding import Finding
from bot.settings import Settings, webhooks
from domain.illnesses import (
    BackupOld,
    CalendarMissing,
    DiskNearlyFull,
    JobCutOff,
    JobStumbled,
    MessengerAway,
    NotTidied,
)
from domain.months import local_day
from domain.people import Role
from storage.database_file import disk_of
from storage.engine import exists, file_of
from storage.unavailable import StorageUnavailable
from storage.unit import Unit
from words.delivery import NO_DOOR
from words.doors import shut_lines
from words.illnesses import illness_and_remedy
from words.names import shown_names

NO_DATABASE = (
    "还没有数据库文件：第一次使用时会建立。如果以前有，请核对 SHAODIAN_DATABASE_URL 和运行的目录，"
    "不要再启动，先把文件找回来"
)
WELL = {
    (JobStumbled, JobCutOff): "定时任务没有失败",
    (BackupOld,): "备份没有过期",
    (NotTidied,): "旧的答复、对话、通知按时清除",
}
"""What is said where none of these ails."""


async def examine(
    wiring: Wiring, settings: Settings, environment: Mapping[str, object]
) -> list[Finding]:
    """Everything that would keep the product from its work, in words."""
    findings = [_unknown_settings(environment), *_messengers(settings)]
    now = wiring.clock.now()
    try:
        findings += await examine_files(settings, Path())
        if not exists(settings.database_url):
            return [*findings, Finding(False, NO_DATABASE)]
        async with wiring.opened(settings) as storage, storage.reading() as unit:
            findings += [
                *await _data(unit),
                *await _doors(unit, settings, now),
                *await _ills(unit, settings, now),
            ]
    except StorageUnavailable as error:
        findings.append(Finding(False, f"数据库打不开：{why_unavailable(error)}"))
    return findings


def _unknown_settings(environment: Mapping[str, object]) -> Finding:
    """Of the environment and of `.env`."""
    known = {f"SHAODIAN_{name.upper()}" for name in Settings.model_fields}
    strange = [
        name
        for name in map(str.upper, environment)
        if name.startswith("SHAODIAN_") and name not in known and "TEST" not in name
    ]
    if strange:
        return Finding(False, f"不认识的设置：{'、'.join(sorted(strange))}，请核对拼写")
    return Finding(True, "设置可以读取")


def _messengers(settings: Settings) -> list[Finding]:
    telegram = "已设置令牌" if settings.telegram_token else "未设置令牌，不启用"
    public = settings.host not in ("127.0.0.1", "::1", "localhost")
    where = "对外开放，请确认已有防火墙或反向代理" if public else "只有本机能访问"
    wecom = "已设置机器人" if settings.wecom_bot_id else "未设置机器人，不启用"
    groups = f"，工作群 {len(hooks)} 个" if (hooks := webhooks(settings)) else ""
    return [
        Finding(True, f"企业微信：{wecom}{groups}"),
        Finding(True, f"Telegram：{telegram}"),
        Finding(True, f"网页聊天：{settings.host}:{settings.port}，{where}"),
    ]


async def _data(unit: Unit) -> list[Finding]:
    villages = await unit.villages.all()
    office = await unit.people.holding(Role.OFFICE) + await unit.people.holding(Role.LEADER)
    first = "" if villages else "，请先导入基础表：shaodian import"
    second = "" if office else "，请先邀请：shaodian invite 姓名 --role office"
    return [
        Finding(bool(villages), f"村(社区) {len(villages)} 个{first}"),
        Finding(bool(office), f"街道人员 {len(office)} 人{second}"),
    ]


async def _doors(unit: Unit, settings: Settings, now: datetime) -> list[Finding]:
    """Whether the service runs, what fails, and whom no message reaches."""
    shut = [door for doors in (await illnesses_of(unit, now)).shut.values() for door in doors]
    waiting = sum(door.reason == NO_DOOR for door in shut)
    lines = shut_lines(door for door in shut if door.reason != NO_DOOR)
    words = [shown_names(line, mask=False).removeprefix("· ") for line in lines]
    known = {district.name for district in await unit.districts.all()}
    strange = sorted(name for name in webhooks(settings) if name and name not in known)
    found = [Finding(False, f"SHAODIAN_WECOM_WEBHOOKS：系统里没有“{name}”") for name in strange]
    found += [Finding(False, line) for line in words]
    if waiting:
        who = f"{waiting}人还没有开通，通知送不到；街道人员发送“尚未开通”可以看到并邀请"
        found.append(Finding(True, who))
    return found or [Finding(True, "没有送不到的通知")]


async def _ills(unit: Unit, settings: Settings, now: datetime) -> list[Finding]:
    """The disk is looked at before the database is opened."""
    disk = disk_of(file_of(settings.database_url))
    connections = ["wecom"] if settings.wecom_bot_id else []
    ills = await everything_ill(unit, now, disk, connections)
    found = [
        Finding(False, illness_and_remedy(ill))
        for ill in ills
        if not isinstance(ill, DiskNearlyFull)
    ]
    well = [words for kinds, words in WELL.items() if not any(isinstance(i, kinds) for i in ills)]
    year = local_day(now).year
    if CalendarMissing(year=year) not in ills:
        well.append(f"{year}年的节假日安排已有")
    if connections and not any(isinstance(ill, MessengerAway) for ill in ills):
        well.append("企业微信：已连接")
    return [*found, *(Finding(True, words) for words in well)]
