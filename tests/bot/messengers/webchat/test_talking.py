"""What is said, pressed and sent is answered, kept, and applied once."""

import asyncio

import pytest

from bot.messengers.webchat.cards import Deed, Said
from bot.messengers.webchat.pace import BURST, Pace
from bot.talk.cards import Button, Card, say
from domain.notices import BulletinReady
from tests.bot.messengers.webchat.conftest import new_event
from words.names import who

LINE = "昨天下午2点到4点半 后塘村 民法典讲座 42人"


async def test_a_visit_is_recorded_by_chat(server) -> None:
    lin = await server.tab_of("lin")
    card = await lin.says(LINE)
    village = card["facts"][0]
    assert village[:2] == ["村(社区)", "后塘村"] and card["numbered"]
    assert village[2] in [b["press"] for row in card["rows"] for b in row], (
        "pressed like its button"
    )
    saved = await lin.presses(card, "保存")
    assert saved["text"].startswith("已保存")
    async with server.storage.reading() as unit:
        (visit,) = await unit.visits.latest_of_adviser(server.office.lin.person_id, 5)
    assert (visit.minutes, visit.people) == (150, 42)


async def test_a_repeated_event_is_answered_again_and_applied_once(server) -> None:
    lin, event = await server.tab_of("lin"), new_event()
    answers = [await lin.posts("say", json={"event": event, "text": "记下一"}) for _ in range(3)]
    assert {tuple(m["id"] for m in a.json()["messages"]) for a in answers} == {(1, 2)}
    at_once = [lin.posts("say", json={"event": "event-at-once", "text": "记下二"}) for _ in "123"]
    assert all(answer.is_success for answer in await asyncio.gather(*at_once))
    assert await server.noted() == 2
    assert [m["text"] for m in await lin.history()] == [
        "记下一",
        "记下了3字",
        "记下二",
        "记下了3字",
    ]


async def test_an_event_whose_answer_was_not_kept_is_told_when_it_comes_again(server) -> None:
    """The process was killed after the commit and before the page's rows were written."""
    lin, event = await server.tab_of("lin"), new_event()
    address = f"person:{server.office.lin.person_id}"
    from bot.talk.visitor import Visitor

    visitor = Visitor(server.door.dispatcher, "webchat", address)
    await visitor.says("记下", event_id=f"{address}/{event}")
    assert await lin.history() == []
    assert (await lin.says("记下", event))["text"] == "记下了2字"
    assert await server.noted() == 1


async def test_an_event_id_of_somebody_else_is_another_event(server) -> None:
    lin, zhou, event = await server.tab_of("lin"), await server.tab_of("zhou"), new_event()
    await lin.says("记下一二三", event)
    assert (await zhou.says("记下", event))["text"] == "记下了2字"


async def test_history_is_the_same_in_every_tab_of_a_person_and_nobody_elses(server) -> None:
    lin, also_lin = await server.tab_of("lin"), await server.tab_of("lin")
    zhou = await server.tab_of("zhou")
    await lin.says("帮助")
    said, answer = await also_lin.history()
    assert (said["mine"], said["text"], said["press"]) == (True, "帮助", None)
    assert (answer["mine"], answer["day"], answer["time"]) == (False, "11月20日 星期五", "20:00")
    assert await zhou.history() == []


async def test_a_waiting_page_hears_at_once(server) -> None:
    lin, also_lin = await server.tab_of("lin"), await server.tab_of("lin")
    waiting = asyncio.ensure_future(also_lin.history(wait=20))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(3):
        await lin.says("帮助")
        assert len(await waiting) == 2


async def test_a_closing_server_lets_waiting_pages_go(server) -> None:
    lin = await server.tab_of("lin")
    waiting = asyncio.ensure_future(lin.history(wait=20))
    await asyncio.sleep(0.05)
    server.chat.bell.close()
    async with asyncio.timeout(3):
        assert await waiting == []


async def test_what_is_told_unasked_is_shown_once(server) -> None:
    lin = await server.tab_of("lin")
    person = server.office.lin.person_id
    async with server.storage.unit() as unit:
        await unit.outbox.put(person, BulletinReady(month="2026-10"), server.clock.at)
        (row,) = await unit.outbox.due(server.clock.at)
    card = say(f"请{who('林晓')}查看", Button(text="查看", press="~|x", standing=True))
    both = [server.chat.deliver(f"person:{person}", card, row.id) for _ in range(2)]
    await asyncio.gather(*both)
    await server.chat.deliver(f"person:{person}", card, row.id)
    (told,) = await lin.history()
    assert (told["text"], told["event"], told["mine"]) == ("请林晓查看", None, False)
    (((button,),),) = (told["rows"],)
    assert (button["text"], button["press"], button["standing"]) == ("查看", "~|x", True)


async def test_a_long_text_arrives_and_a_too_long_one_is_refused_in_words(server) -> None:
    lin = await server.tab_of("lin")
    assert (await lin.says("记下" + "长" * 19_998))["text"] == "记下了20000字"
    for much in (20_001, 300_000):
        answer = await lin.posts("say", json={"event": new_event(), "text": "长" * much})
        assert answer.status_code == 413 and "分成几次" in answer.json()["detail"]


@pytest.mark.parametrize("body", ["", "{}", '{"event":"short","text":"a"}', '{"event":1}', "\xff"])
async def test_what_no_page_would_send_is_refused_in_words(server, body: str) -> None:
    lin = await server.tab_of("lin")
    answer = await lin.posts("say", content=body.encode("latin-1"))
    assert answer.status_code == 422 and answer.json()["detail"].startswith("没能看懂")


async def test_empty_words_and_zero_bytes_do_no_harm(server) -> None:
    lin = await server.tab_of("lin")
    for text in ("", "  ", "\x00"):
        answer = await lin.posts("say", json={"event": new_event(), "text": text})
        assert answer.status_code == 422
    assert (await lin.says("记\x00下"))["text"] == "记下了2字"


async def test_a_stream_is_slowed_down_in_words(server) -> None:
    lin = await server.tab_of("lin")
    for _ in range(5 * BURST):  # a slow machine gives some of the burst back on the way
        slowed = await lin.posts("say", json={"event": new_event(), "text": "帮助"})
        if slowed.status_code != 200:
            break
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) >= 1
    assert slowed.json()["detail"] == "您发得太快了，请稍等几秒再试。"


def test_the_pace_allows_a_burst_and_then_a_trickle() -> None:
    seconds = [0.0]
    pace = Pace(lambda: seconds[0])
    assert [pace.wait_for("lin") for _ in range(BURST)] == [0] * BURST
    assert pace.wait_for("lin") == 0.5
    assert pace.wait_for("zhou") == 0
    seconds[0] = 0.5
    assert pace.wait_for("lin") == 0
    assert pace.wait_for("lin") == 0.5


async def test_a_dead_database_is_said_and_nothing_is_acknowledged(server) -> None:
    lin = await server.tab_of("lin")
    async with server.storage.unit() as unit:
        await unit.connection.exec_driver_sql("ALTER TABLE events RENAME TO gone")
    answer = await lin.posts("say", json={"event": new_event(), "text": "记下"})
    assert answer.status_code == 503 and "没有保存" in answer.json()["detail"]
    assert await lin.history() == []


async def test_a_card_beside_another_says_so(server) -> None:
    said = Said(new_event(), Deed(text="好"))
    async with server.storage.unit() as unit:
        await server.chat.keep(unit, "person:1", said, Card(text="不行", beside=True))
    lin = await server.tab_of("lin")
    assert (await lin.history())[-1]["beside"] is True


@pytest.mark.parametrize("number", ["-1", "2147483648", "99999999999999999999", "x", "1e5"])
async def test_a_number_no_message_can_have_is_refused(server, number: str) -> None:
    lin = await server.tab_of("lin")
    for path in (f"messages?after={number}", f"files/{number}"):
        assert (await lin.http.get(f"/chat/api/{path}")).status_code == 422


async def test_a_session_ended_elsewhere_does_nothing_any_more(server) -> None:
    lin = await server.tab_of("lin")
    await lin.says("记下")
    async with server.storage.unit() as unit:
        session = lin.http.headers["Authorization"].removeprefix("Bearer ")
        assert await unit.web_keys.use(session, server.clock.at)
    for _ in range(2):  # the second time it is no longer remembered
        answer = await lin.posts("say", json={"event": new_event(), "text": "记下一二三"})
        assert answer.status_code == 401
    assert await server.noted() == 1


async def test_a_message_is_one_transaction(server, monkeypatch: pytest.MonkeyPatch) -> None:
    lin, opened = await server.tab_of("lin"), []
    await lin.says("记下")
    for name in ("unit", "reading"):
        whole = getattr(server.storage, name)
        monkeypatch.setattr(
            server.storage,
            name,
            lambda name=name, whole=whole, **how: opened.append(name) or whole(**how),
        )
    assert (await lin.says("记下一"))["text"] == "记下了3字"
    assert opened == ["unit"]
    monkeypatch.undo()
    assert [m["text"] for m in await lin.history()][-2:] == ["记下一", "记下了3字"]


async def test_hours_are_bars_and_the_month_stands_at_the_side(server) -> None:
    lin, wang = await server.tab_of("lin"), await server.tab_of("wang")
    saved = await lin.presses(await lin.says(LINE), "保存")
    (bar,) = saved["bars"]
    assert (bar["label"], bar["counted"], bar["confirmed"], bar["quota"]) == ("后塘村", 150, 0, 480)
    assert (bar["due"], bar["word"], bar["note"]) == (320, "进度落后", "还差5.5小时")
    assert "累计 2.5/8 小时" in saved["text"] and "累计" not in saved["drawn"]
    month = (await lin.http.get("/chat/api/month")).json()
    assert [bar["label"] for bar in month["bars"]] == ["后莘村", "后塘村"]
    assert (await wang.http.get("/chat/api/month")).json() == {}
