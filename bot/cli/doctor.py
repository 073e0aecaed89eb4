"""What `shaodian doctor` looks at."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from actions.illnesses import illnesses_of, jobs_cut_off, messengers_ill
from bot.cli.console import Wiring, why_unavailable
from bot.cli.doctor_files import examine_files
from bot.cli.finding import Finding
from bot.settings import Settings, webhooks
from domain.months import local, local_day
from domain.people import Role
from storage.engine import exists
from storage.unavailable import StorageUnavailable
from storage.unit import Unit
from words.delivery import NO_DOOR
from words.doors import shut_lines
from words.illnesses import illness_words
from words.names import shown_names

NO_DATABASE = (
    "还没有数据库文件：第一次使用时会建立。如果以前有，请核对 SHAODIAN_DATABASE_URL 和运行的目录，"
    "不要再启动，先把文件找回来"
)
NOT_TIDIED = (
    "旧的答复、对话、通知没有按时清除，里面有个人信息。请确认服务在运行，或运行：shaodian jobs tidy"
)
AWAY = timedelta(minutes=2)
"""The service notes three times a minute that it is connected."""


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
                *await _jobs(unit),
                *await _machinery(unit, now),
                await _calendar(unit, now),
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
    found = [Finding(False, illness_words(ill)) for ill in await messengers_ill(unit)]
    found += [Finding(False, f"SHAODIAN_WECOM_WEBHOOKS：系统里没有“{name}”") for name in strange]
    if settings.wecom_bot_id:
        found.append(_connected(await unit.doors.seen_at("wecom"), now))
    found += [Finding(False, line) for line in words]
    if waiting:
        who = f"{waiting}人还没有开通，通知送不到；街道人员发送“尚未开通”可以看到并邀请"
        found.append(Finding(True, who))
    return found or [Finding(True, "没有送不到的通知")]


def _connected(seen_at: datetime | None, now: datetime) -> Finding:
    if seen_at is None:
        return Finding(False, "企业微信：还没有连上过，请启动服务；已经启动的看日志")
    if now - seen_at > AWAY:
        return Finding(
            False, f"企业微信：{local(seen_at):%m-%d %H:%M}以后没有在线，请确认服务在运行"
        )
    return Finding(True, "企业微信：已连接")


async def _jobs(unit: Unit) -> list[Finding]:
    found = [
        Finding(False, f"定时任务 {run.job}（{run.period}）失败：{run.error}")
        for run in [*await unit.job_runs.failed(), *await unit.job_runs.unfinished()]
        if run.error
    ]
    found += [Finding(False, illness_words(ill)) for ill in await jobs_cut_off(unit)]
    return found or [Finding(True, "定时任务没有失败")]


async def _machinery(unit: Unit, now: datetime) -> list[Finding]:
    """What names people and should have ended by now."""
    if not await unit.tidying.overdue(now):
        return []
    return [Finding(False, NOT_TIDIED)]


async def _calendar(unit: Unit, now: datetime) -> Finding:
    calendar = await unit.calendar.at()
    year = local_day(now).year
    if calendar.published(year):
        return Finding(True, f"{year}年的节假日安排已有")
    return Finding(False, f"{year}年的节假日安排还没有，暂按周一至周五为工作日")
