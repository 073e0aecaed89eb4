"""What ails the bot itself, for the office to read in its digests."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from actions.calendar import calendar_of
from domain.months import local, local_day
from storage.unit import Unit

RECENT = timedelta(days=7)
AHEAD = timedelta(days=35)
"""The next closing day lies within; its year's calendar decides whether it moves."""
MESSENGERS = {
    "telegram": "Telegram",
    "wecom": "企业微信",
    "wecom_group": "企业微信工作群",
    "webchat": "网页对话",
}


class Health(NamedTuple):
    """`unreachable`: people by id whom no message reached; only their own office hears of them."""

    illnesses: tuple[str, ...] = ()
    unreachable: Mapping[int, str] = {}


async def health_of(unit: Unit, now: datetime, job_titles: Mapping[str, str]) -> Health:
    return Health(
        (
            *await _messengers(unit),
            *await _jobs(unit, now, job_titles),
            *await _calendar(unit, now),
        ),
        await _unreachable(unit, now),
    )


async def _messengers(unit: Unit) -> list[str]:
    return [
        f"{_named(name)}自{local(since):%m月%d日%H:%M}起不通：{why}"
        for name, (since, why) in sorted((await unit.outbox.ill()).items())
    ]


def _named(messenger: str) -> str:
    """What stands behind a colon tells one group from another."""
    kind, _, group = messenger.partition(":")
    name = MESSENGERS.get(kind, kind)
    return f"{name}（{group}）" if group else name


async def _jobs(unit: Unit, now: datetime, titles: Mapping[str, str]) -> list[str]:
    return [
        f"定时任务“{titles.get(run.job, run.job)}”（{run.period}）多次运行没有成功，请管理员查看"
        for run in await unit.job_runs.failed()
        if run.due_at > now - AHEAD
    ]


async def _calendar(unit: Unit, now: datetime) -> list[str]:
    calendar = await calendar_of(unit)
    years = sorted({local_day(now).year, local_day(now + AHEAD).year})
    return [
        f"{year}年的放假调休安排尚未录入，暂按周一至周五为工作日计算"
        for year in years
        if not calendar.published(year)
    ]


async def _unreachable(unit: Unit, now: datetime) -> dict[int, str]:
    closed = {person.id: person.name for person in await unit.people.unreachable()}
    failed = await unit.outbox.not_reached_since(now - RECENT)
    known = await unit.people.of_ids(failed)
    return closed | {person.id: person.name for person in known.values()}
