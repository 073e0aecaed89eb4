"""Who gets to the desk, by which door, and what a stranger learns: nothing."""

import pytest
from sqlalchemy import select

from actions.people.leaving import leave
from actions.people.links import make_link, sessions_of, sign_out
from domain.changes import Change
from domain.months import local_day
from storage.tables import web_keys
from web.desk.rights import COOKIE


async def secret_for(office, who: str) -> str:
    async with office.storage.unit() as unit:
        person = await unit.people.get(office.players[who].person_id)
        return await make_link(unit, None, person, office.clock.now())


@pytest.mark.parametrize(
    "path", ["/", "/month", "/villages/list", "/villages/1", "/villages/999", "/no/such/page"]
)
async def test_a_stranger_gets_the_sign_in_page_whatever_is_asked_for(sits, path: str) -> None:
    async with sits("stranger") as stranger:
        answer = await stranger.opens(path)
        assert (answer.status_code, answer.text) == (303, "")
        assert answer.headers["Location"].startswith("/desk/login")
        assert "村" not in (await stranger.client.get(answer.headers["Location"])).text
        assert (await stranger.sends("/villages/1/rename", name="新村")).status_code == 303


async def test_the_session_is_a_cookie_no_script_reads_and_a_digest_at_home(sits, office) -> None:
    async with sits("stranger") as lin:
        secret = await secret_for(office, "chen")
        entered = await lin.sends("/login", key=secret, next="/villages/list")
        assert entered.headers["Location"] == "/desk/villages/list"
        cookie = entered.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/desk" in cookie
        session = lin.client.cookies[COOKIE]
    async with office.storage.reading() as unit:
        rows = (await unit.connection.execute(select(web_keys))).all()
    assert rows and all(session not in str(row) and secret not in str(row) for row in rows)


async def test_a_link_opens_one_page_once(sits, office) -> None:
    secret = await secret_for(office, "chen")
    async with sits("stranger") as first, sits("stranger") as second:
        assert (await first.sends("/login", key=secret)).status_code == 303
        refused = await second.sends("/login", key=secret)
        assert refused.status_code == 403 and "链接" in refused.text
        assert (await second.opens("/month")).status_code == 303


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_signing_in_leads_to_no_other_site(sits, office, onward: str) -> None:
    async with sits("stranger") as chen:
        entered = await chen.sends("/login", key=await secret_for(office, "chen"), next=onward)
        assert entered.headers["Location"] == "/desk/"


async def test_who_guesses_is_slowed_down(sits) -> None:
    async with sits("stranger") as guesser:
        tries = [(await guesser.sends("/login", key=f"wrong{n}")).status_code for n in range(31)]
        assert tries[:30] == [403] * 30 and tries[30] == 429


async def test_signing_out_ends_the_session(sits) -> None:
    async with sits("chen") as chen:
        kept = chen.client.cookies[COOKIE]
        await chen.sends("/logout")
        chen.client.cookies.set(COOKIE, kept, domain="localhost", path="/desk")
        assert (await chen.opens("/month")).status_code == 303


async def test_signing_out_everywhere_and_leaving_end_every_session(sits, office) -> None:
    now, id_ = office.clock.now(), office.chen.person_id
    async with sits("chen") as desk, sits("chen") as other, sits("li") as li:
        async with office.storage.unit() as unit:
            first, second = await sessions_of(unit, id_, now)
            await sign_out(unit, id_, now, first.handle)
            assert await sessions_of(unit, id_, now) == [second]
            await sign_out(unit, id_, now)
        assert [(await each.opens("/month")).status_code for each in (desk, other)] == [303, 303]
        async with office.storage.unit() as unit:
            actor = await unit.people.actor(office.chen.person_id)
            change = Change(actor, local_day(now), "换届，不再任职", now)
            await leave(unit, change, office.li.person_id)
        assert (await li.opens("/villages/list")).status_code == 303


async def test_a_form_from_elsewhere_does_nothing(sits) -> None:
    async with sits("chen") as chen:
        for headers, token in (({"Origin": "http://evil.example"}, None), ({}, "wrong")):
            said = {"name": "新村", **({"csrftoken": token} if token else {})}
            answer = await chen.client.post("/desk/villages/1/rename", data=said, headers=headers)
            assert answer.status_code == 403
        assert "后塘村" in (await chen.opens("/villages/1")).text


async def test_the_office_opens_the_desk_from_every_messenger(office, sits) -> None:
    card = await office.chen.says("打开工作台")
    link = card.text.splitlines()[0]
    assert link.startswith("http://localhost/desk/login#k=")
    async with sits("stranger") as chen:
        assert (await chen.sends("/login", key=link)).status_code == 303
        assert "小陈" in (await chen.opens("/month")).text
    assert "desk" not in (await office.lin.says("打开工作台")).text
