"""Nobody is told at night what can wait."""

from datetime import time

import pytest

from domain.months import local
from domain.notices import BulletinReady, CheckOutAsked, GridLost, ReadyCard
from domain.telling import TellingHours, can_wait
from tests.domain.cast import at


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-20 20:00", "11-20 20:00"),
        ("2026-11-20 22:06", "11-20 22:06"),
        ("2026-11-20 22:07", "11-21 07:37"),
        ("2026-11-30 23:59", "12-01 07:37"),
        ("2026-11-20 00:00", "11-20 07:37"),
        ("2026-11-20 03:00", "11-20 07:37"),
        ("2026-11-20 07:36", "11-20 07:37"),
        ("2026-11-20 07:37", "11-20 07:37"),
    ],
)
def test_what_comes_up_at_night_is_told_in_the_morning(now: str, told: str) -> None:
    assert f"{local(TellingHours().next_from(at(now))):%m-%d %H:%M}" == told


def test_the_hours_are_the_deployments() -> None:
    night = at("2026-11-20 03:00")
    assert TellingHours(time(0), time(0)).next_from(night) == night
    late = TellingHours(time(20), time(4))
    assert late.next_from(night) == night
    assert local(late.next_from(at("2026-11-20 12:00"))).time() == time(20)


def test_an_answer_and_a_question_to_somebody_out_there_do_not_wait() -> None:
    since = at("2026-11-20 19:00")
    asked = CheckOutAsked(check_in_id=1, village="后塘村", since=since)
    assert not can_wait(asked) and not can_wait(ReadyCard(card={"text": "您好"}))
    assert can_wait(asked.model_copy(update={"day_is_over": True}))
    assert can_wait(BulletinReady(month="2026-11"))
    assert can_wait(GridLost(village="后塘村", grid="第一网格", grid_id=1))
