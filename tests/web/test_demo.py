"""The demo page: everybody one click away, and a clock that can be moved."""

import itertools
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from actions.people.links import enter
from domain.months import local
from web.demo import STEP, jumps

ELSEWHERE = {"Origin": "http://evil.example"}


async def test_the_page_shows_everybody_the_time_and_where_it_can_go(browser, world) -> None:
    page = (await browser.get("/demo")).text
    assert page.count("的身份进入") == len(world.people) == 9
    assert page.count("的身份打开工作台") == 2
    assert "2026年11月13日 星期五 09:40" in page
    for words in ("到 15 日", "11月15日 星期日", "到下月 1 日", "12月1日 星期二"):
        assert words in page


async def test_entering_leads_to_the_chat_with_a_link_of_that_person(browser, world) -> None:
    lin = world.people[0]
    answer = await browser.post(f"/demo/enter/{lin.person_id}")
    assert answer.status_code == 303
    target = urlsplit(urljoin(str(answer.request.url), answer.headers["Location"]))
    assert target.path == "/chat"
    key = target.fragment.removeprefix("k=")
    async with world.storage.unit() as unit:
        _, guest = await enter(unit, key, world.clock.now(), timedelta(days=1))
    assert guest.person.name == lin.name


async def test_the_office_enters_the_desk_with_a_link_of_its_own(browser, world) -> None:
    office = next(person for person in world.people if person.at_desk)
    answer = await browser.post(f"/demo/desk/{office.person_id}")
    target = urlsplit(urljoin(str(answer.request.url), answer.headers["Location"]))
    assert target.path == "/desk/login"
    async with world.storage.unit() as unit:
        key = target.fragment.removeprefix("k=")
        _, guest = await enter(unit, key, world.clock.now(), timedelta(days=1))
    assert guest.person.name == office.name == "赵敏"


async def test_nobody_else_can_be_played_and_no_other_page_can_play(browser, world) -> None:
    assert (await browser.post("/demo/enter/999")).status_code == 404
    assert (await browser.post("/demo/forward/never")).status_code == 404
    for path in ("enter/1", "forward/day"):
        assert (await browser.post(f"/demo/{path}", headers=ELSEWHERE)).status_code == 403
    assert world.rung == []


async def test_moving_the_clock_does_what_is_due_on_the_way_and_shows_it(browser, world) -> None:
    since = world.clock.now()
    answer = await browser.post("/demo/forward/mid")
    assert answer.status_code == 303
    assert f"{local(world.clock.now()):%m-%d %H:%M}" == "11-15 18:00"
    moments = [since, *world.rung]
    gaps = [b - a for a, b in itertools.pairwise(moments)]
    assert max(gaps) == STEP and world.rung[-1] == world.clock.now()
    page = (await browser.get("/demo")).text
    assert "&lt;b&gt;第1次&lt;/b&gt;" in page and "<b>第1次" not in page
    assert "2026年11月13日 星期五 09:40 → 2026年11月15日 星期日 18:00" in page


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("11-13 09:40", {"mid": "11-15", "digest": "11-27", "end": "12-01", "close": "12-07"}),
        ("11-15 18:00", {"mid": "12-15", "digest": "11-27", "end": "12-01", "close": "12-07"}),
        ("12-02 08:00", {"mid": "12-15", "digest": "12-28", "end": "01-01", "close": "12-07"}),
        ("12-31 23:00", {"mid": "01-15", "digest": "01-28", "end": "01-01", "close": "01-05"}),
    ],
)
async def test_every_jump_goes_to_the_next_such_day(world, now: str, expected: dict) -> None:
    at = datetime.strptime(f"2026-{now}+0800", "%Y-%m-%d %H:%M%z").astimezone(UTC)
    async with world.storage.reading() as unit:
        found = {jump.key: jump.to for jump in await jumps(unit, at)}
    assert {key: f"{local(to):%m-%d}" for key, to in found.items() if key in expected} == expected
    assert all(to > at for to in found.values())
    assert found["hour"] - at == timedelta(hours=1) and found["day"] - at == timedelta(days=1)
