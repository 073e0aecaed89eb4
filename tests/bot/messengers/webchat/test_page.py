"""The page itself: nothing from outside, nothing an old browser can't read."""

import re
from importlib.resources import files

import pytest

from bot.messengers.webchat.static import BESIDE

SCRIPTS = [name for name in BESIDE if name.endswith(".js")]
NEWER_THAN_ES2017 = re.compile(r"\?\.|\?\?|\.\.\.|catch \{|\.at\(|replaceAll|replaceChildren")


async def test_the_page_may_load_nothing_from_outside(server) -> None:
    tab = server.tab()
    page = await tab.http.get("/chat")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert "unsafe" not in policy
    for name, kind in BESIDE.items():
        answer = await tab.http.get(f"/chat/{name}")
        assert answer.headers["Content-Type"].startswith(kind)
        assert "://" not in answer.text
        assert name in page.text or any(f"./{name}" in _read(script) for script in SCRIPTS)
    assert "://" not in page.text and "{{" not in page.text


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_show_words_as_words_and_stay_old(name: str) -> None:
    script = _read(name)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
    assert not NEWER_THAN_ES2017.search(script)


async def test_the_session_stays_in_the_tab_only_in_the_demo(server) -> None:
    page = await server.tab().http.get("/chat")
    assert 'data-keep="local"' in page.text


async def test_answers_are_not_stored_by_browsers(server) -> None:
    lin = await server.tab_of("lin")
    for path in ("me", "messages", "files/1"):
        answer = await lin.http.get(f"/chat/api/{path}")
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_name_pointed_at_this_machine_is_not_answered(server) -> None:
    lin = await server.tab_of("lin")
    for host in ("evil.example", "127.0.0.1.evil.example", ""):
        answer = await lin.http.get("/chat/api/me", headers={"Host": host})
        assert answer.status_code == 421


def _read(name: str) -> str:
    return (files("bot.messengers.webchat") / name).read_text(encoding="utf-8")
