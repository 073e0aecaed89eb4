"""A personal link opens the chat once; nobody else gets in."""

from datetime import timedelta

import pytest

from actions.people.links import make_link
from domain.errors import NotAllowed
from domain.people import Person


async def test_a_link_is_good_once(server) -> None:
    key = await server.link("lin")
    tab = server.tab()
    entered = await tab.enters(key)
    assert entered.json()["name"] == "林晓"
    again = await server.tab().enters(key)
    assert again.status_code == 403
    assert again.json()["detail"] == (
        "这个链接已经用过，或者超过24小时失效了。请向街道工作人员要一个新的链接。"
    )
    me = (await tab.http.get("/chat/api/me")).json()
    assert (me["name"], me["roles"]) == ("林晓", ["法律顾问"])
    assert me["words"] == ["到村登记", "结束登记", "补记", "本月", "记录"]


async def test_wrong_and_empty_links_are_refused_in_words(server) -> None:
    for key in ("wrong", "x" * 200):
        assert (await server.tab().enters(key)).status_code == 403
    for key in ("", "x" * 201):
        assert (await server.tab().enters(key)).status_code == 422


async def test_a_link_ends_after_a_day_and_a_session_after_thirty(server) -> None:
    late, in_time = await server.link("lin"), await server.link("lin")
    server.clock.at += timedelta(hours=23, minutes=59)
    tab = server.tab()
    assert (await tab.enters(in_time)).is_success
    server.clock.at += timedelta(minutes=1)
    assert (await server.tab().enters(late)).status_code == 403
    server.clock.at += timedelta(days=29)
    assert (await tab.http.get("/chat/api/me")).is_success
    server.clock.at += timedelta(days=1)
    over = await tab.http.get("/chat/api/me")
    assert (over.status_code, over.json()["detail"][:5]) == (401, "登录已到期")


async def test_without_a_session_nothing_is_answered(server) -> None:
    tab = server.tab()
    for path in ("me", "messages", "files/1"):
        assert (await tab.http.get(f"/chat/api/{path}")).status_code == 401
    body = {"event": "event-999999", "text": "帮助"}
    assert (await tab.posts("say", json=body)).status_code == 401
    tab.http.headers["Authorization"] = f"Bearer {await server.link('lin')}"
    assert (await tab.http.get("/chat/api/me")).status_code == 401, "a link is no session"


async def test_leaving_ends_the_session(server) -> None:
    tab = await server.tab_of("lin")
    await tab.posts("leave")
    assert (await tab.http.get("/chat/api/me")).status_code == 401


async def test_an_address_that_became_somebody_elses_is_left(server, office) -> None:
    tab = await server.tab_of("lin")
    async with server.storage.unit() as unit:
        address = f"person:{office.lin.person_id}"
        await unit.people.link_account(office.zhou.person_id, "webchat", address, server.clock.at)
    assert (await tab.http.get("/chat/api/messages")).status_code == 401


async def test_secrets_are_not_in_the_database(server) -> None:
    key = await server.link("lin")
    tab = server.tab()
    session = (await tab.enters(key)).json()["session"]
    async with server.storage.reading() as unit:
        dump = await unit.connection.exec_driver_sql("SELECT * FROM web_keys")
        kept = str(dump.all())
    assert key not in kept and session not in kept


async def test_the_office_makes_links_for_its_own_people_only(server, office) -> None:
    now = server.clock.at
    async with server.storage.unit() as unit:
        clerk = await unit.people.actor(office.chen.person_id)
        lin = await unit.people.actor(office.lin.person_id)
        assert clerk and lin
        person = Person(id=office.wang.person_id, name="王大姐")
        assert await make_link(unit, clerk, person, now)
        with pytest.raises(NotAllowed):
            await make_link(unit, lin, person, now)
        assert await unit.audit.noted("make_link", "person", [person.id])
