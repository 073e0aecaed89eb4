"""What `shaodian doctor` says of the doors to people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from actions.audit import note_backup
from bot.__main__ import serve, serve_demo
from bot.cli.console import Wiring
from bot.cli.doctor import examine
from bot.settings import Settings
from domain.notices import BulletinReady
from scheduler import runner
from storage.engine import Storage
from storage.leases import Claim
from storage.watch import Watch
from tests.cast import Office
from tests.hands import give_up

HOOK = "https://qyapi.example/cgi-bin/webhook/send?key=k"


async def said(office: Office, environment: dict[str, object] | None = None) -> str:
    """The findings, those that want something marked with an exclamation."""

    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Storage]:
        yield office.storage

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{office.storage.engine.url.database}",
        wecom_bot_id="aib",
        wecom_secret="x",
        wecom_webhooks=f"黄梅街道={HOOK} 黄梅={HOOK}",
    )
    wired = Wiring(office.clock, opened, serve, serve_demo, runner)
    findings = await examine(wired, settings, environment or {})
    return "\n".join(f"{'' if finding.well else '!'}{finding.words}" for finding in findings)


async def test_it_sees_whether_the_service_is_connected(office: Office) -> None:
    assert "!企业微信：还没有连上过" in await said(office)
    async with office.storage.unit() as unit:
        await unit.doors.note_seen("wecom", office.clock.now())
    assert "\n企业微信：已连接" in await said(office)
    office.clock.at += timedelta(minutes=5)
    assert "!企业微信：11-20 20:00以后没有在线。请确认服务在运行" in await said(office)


async def test_it_names_who_is_not_reached_and_the_remedy(office: Office) -> None:
    async with office.storage.unit() as unit:
        now = office.clock.now()
        account = await unit.people.account_at("test", "wang")
        assert account
        await unit.people.close_account(account.id, "请对方发一句“你好”", now)
        await unit.outbox.put(office.li.person_id, BulletinReady(month="2026-11"), now)
        await give_up(unit, now, "系统繁忙")
    words = await said(office)
    assert "送不到：王大姐。请对方发一句“你好”" in words
    assert "!通知送不到：李主任。系统繁忙" in words


async def test_it_knows_a_group_of_no_street_and_a_misspelt_setting(office: Office) -> None:
    words = await said(office, {"shaodian_wecom_botname": "哨点"})
    assert "!SHAODIAN_WECOM_WEBHOOKS：系统里没有“黄梅”" in words
    assert "!不认识的设置：SHAODIAN_WECOM_BOTNAME" in words


async def test_it_sees_that_what_names_people_did_not_end_in_time(office: Office) -> None:
    async with office.storage.unit() as unit:
        await unit.events.note("test", "old", office.clock.now(), "{}")
    office.clock.at += timedelta(days=16)
    assert "没有按时清除" not in await said(office)
    office.clock.at += timedelta(days=2)
    assert "!旧的答复、对话、通知没有按时清除" in await said(office)
    async with office.storage.unit() as unit:
        await unit.tidying.end(office.clock.now())
    assert "没有按时清除" not in await said(office)


async def test_it_says_that_the_last_backup_is_old(office: Office) -> None:
    now = office.clock.now()
    async with office.storage.unit() as unit:
        await unit.bell.watched(Watch(since=now - timedelta(days=6), until=now))
    assert "备份没有过期" in await said(office)
    office.clock.at += timedelta(days=2)
    words = await said(office)
    assert "!还没有备份过。请运行 shaodian backup" in words and "备份没有过期" not in words
    async with office.storage.unit() as unit:
        await note_backup(unit, 7, now)
    assert "备份没有过期" in await said(office)
    office.clock.at += timedelta(days=6)
    assert "!最近一次备份是11月20日做的。请运行 shaodian backup" in await said(office)


async def test_a_job_that_failed_is_named_with_its_reason_and_how_it_is_run_again(
    office: Office,
) -> None:
    assert "定时任务没有失败" in await said(office)
    now, claim = office.clock.now(), Claim("me", office.clock.now(), 60)
    for gives_up, how in ((False, "上一次没有成功，还会再做"), (True, "失败，不再自动重做")):
        async with office.storage.unit() as unit:
            await unit.job_runs.wait_again("close", "2026-10", now)
            await unit.job_runs.begin("close", "2026-10", claim)
            await unit.job_runs.fail("close", "2026-10", claim, "KeyError: 7", give_up=gives_up)
        words = await said(office)
        assert f"!定时任务“月结”（2026-10）{how}：KeyError: 7。请排除原因" in words
        assert "shaodian jobs close 2026-10" in words and "定时任务没有失败" not in words
