"""Everything that can ail is said in words, with what to do."""

from typing import get_args

import pytest

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
from tests.domain.cast import at
from words.illnesses import illness_and_remedy

SINCE = at("2026-11-10 08:00")
SAID: list[tuple[Ailing, str, str]] = [
    (MessengerIll(messenger="telegram", since=SINCE, why="连不上"), "不通", "会自动补发"),
    (MessengerAway(messenger="wecom", seen_at=None), "还没有连上过", "请确认服务在运行"),
    (JobFailed(job="close", period="2026-10"), "“月结”", "shaodian jobs close 2026-10"),
    (
        JobStumbled(job="tidy", period="2026-11-10", error="x", given_up=False),
        "还会再做：x",
        "shaodian jobs tidy 2026-11-10",
    ),
    (JobCutOff(job="close", period="2026-10", times=3), "3次没做完", "请看日志"),
    (CalendarMissing(year=2027), "2027年", "shaodian calendar"),
    (DiskNearlyFull(folder="data", free=1 << 29), "还剩 0.5 GB，快满了", "请尽快清理"),
    (BackupOld(made_at=SINCE), "最近一次备份是11月10日", "shaodian backup"),
    (NotTidied(), "没有按时清除", "shaodian jobs tidy"),
]


@pytest.mark.parametrize(("illness", "words", "remedy"), SAID)
def test_an_illness_and_what_to_do(illness: Ailing, words: str, remedy: str):
    said, _, advice = illness_and_remedy(illness).partition("。")
    assert words in said and remedy in advice


def test_none_is_without_words():
    assert {type(illness) for illness, *_ in SAID} == set(get_args(Ailing))
