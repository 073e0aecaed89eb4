"""What notices say where they are read without buttons; what older versions wrote is said too."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import insert

from domain.illnesses import CalendarMissing, Illness, JobCutOff, JobFailed, MessengerIll
from domain.mingbairen import Stage
from domain.notices import NOTICES, Digest, GridLost, GridsAtRisk
from scheduler.timetable import JOBS
from storage.engine import Storage
from storage.outbox import OutState
from storage.tables import outbox
from tests.domain.cast import at
from words.illnesses import JOB_TITLES, illness_words
from words.notices import loss_words, notice_words

MORNING = at("2026-11-19 08:00")
LOST = GridLost(village="后塘村", grid="第二网格", grid_id=4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"stage": Stage.LEFT, "why": "搬迁"}, "最后一名在册法律明白人已退出，原因：搬迁"),
        ({"stage": Stage.SUSPENDED}, "最后一名在册法律明白人已暂停"),
        (
            {"at_risk": True, "ends": (date(2026, 12, 5), date(2026, 12, 20))},
            "在册法律明白人的证书到期日：12月5日、12月20日",
        ),
    ],
)
def test_why_a_grid_has_nobody(given: dict[str, object], words: str):
    assert loss_words(LOST.model_copy(update=given)) == words


@pytest.mark.parametrize(
    ("illness", "words"),
    [
        (
            MessengerIll(
                messenger="wecom_group:黄梅街道", since=at("2026-11-19 08:00"), why="连不上"
            ),
            "企业微信工作群（黄梅街道）自11月19日08:00起不通：连不上",
        ),
        (
            JobFailed(job="digest", period="2026-11"),
            "定时任务“月末前摘要”（2026-11）多次运行没有成功，请管理员查看",
        ),
        (
            JobCutOff(job="close", period="2026-10", times=6),
            "定时任务“月结”（2026-10）已有6次没做完程序就中断了，仍会再做，请管理员查看程序为什么中断",
        ),
        (
            CalendarMissing(year=2027),
            "2027年的放假调休安排尚未录入，暂按周一至周五为工作日计算",
        ),
    ],
)
def test_what_ails_the_bot(illness: Illness, words: str):
    assert illness_words(illness) == words
    digest = Digest(occasion="grids_weekly", month="2026-11", lines=(), illnesses=(illness,))
    kept = NOTICES.validate_json(NOTICES.dump_json(digest))
    assert kept == digest
    assert notice_words(kept).text.endswith(f"系统自身情况：\n· {words}")


def test_every_job_has_a_name_for_people():
    assert JOB_TITLES.keys() == {job.name for job in JOBS}


OLD = [
    (
        """{"about": "grid_lost", "village": "后塘村", "grid": "第二网格", "grid_id": 4,
        "at_risk": false, "reason": "最后一名在册法律明白人已退出，原因：搬迁"}""",
        "后塘村第二网格：最后一名在册法律明白人已退出，原因：搬迁。请尽快培养并登记新的明白人。",
    ),
    (
        """{"about": "grids_at_risk", "grids": [{"about": "grid_lost", "village": "后塘村",
        "grid": "第二网格", "grid_id": 4, "at_risk": true,
        "reason": "在册法律明白人的证书到期日：12月5日"}]}""",
        "· 后塘村第二网格：在册法律明白人的证书到期日：12月5日\n请尽早安排接替人选或办理续期。",
    ),
    (
        """{"about": "digest", "occasion": "grids_weekly", "month": "2026-11", "lines": [],
        "more": 0, "unconfirmed_visits": 0, "until": null, "for_office": true,
        "illnesses": ["Telegram自11月19日08:00起不通：连不上"],
        "shut": [{"name": "李强", "messenger": "", "reason": "还没有开通", "elsewhere": false}]}""",
        "各网格都有在册明白人。\n系统自身情况：\n· Telegram自11月19日08:00起不通：连不上\n"
        "· 通知送不到：\ue000李强\ue001。还没有开通",
    ),
]


@pytest.mark.parametrize(("written", "words"), OLD)
async def test_a_notice_that_version_0_1_0_left_waiting_is_still_told(
    sqlite_storage: Storage, now: datetime, written: str, words: str
):
    row = {"notice": json.loads(written), "state": OutState.WAITING, "made_at": now, "due_at": now}
    async with sqlite_storage.unit() as unit:
        person = await unit.people.add("陈明")
        statement = insert(outbox).values(person_id=person.id, attempts=0, **row)
        await unit.connection.execute(statement)
    async with sqlite_storage.reading() as unit:
        (waiting,) = await unit.outbox.due(now)
    assert notice_words(waiting.notice).text == words


def test_several_grids_at_once_are_counted_beyond_the_first():
    ending = LOST.model_copy(update={"at_risk": True, "ends": (date(2026, 12, 5),)})
    text, title = notice_words(GridsAtRisk(grids=(ending,) * 10))
    assert title == "10个网格将无法律明白人"
    assert "其余2个网格见列表。" in text
