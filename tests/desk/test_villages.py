"""村(社区), a village and 改名 at the desk: who sees what, and forms that lose nothing."""

import json
import re

import pytest

from tests.desk.conftest import Sits
from tests.far_street import build_far_street

FORM = {"name": "后塘新村", "day": "2026-11-20", "reason": "按区划调整批复改名"}
SEEN = json.dumps({"现在的名称": "后塘村"}, ensure_ascii=False)


async def test_the_office_sees_its_villages_worst_first_and_no_others(sits, office) -> None:
    far = await build_far_street(office)
    async with sits("chen") as chen:
        page = await chen.opens("/villages/list")
    shown = re.findall(r'class="row" href="/desk/villages/\d+"><b>(.*?)</b>', page.text)
    assert set(shown) == {"后塘村", "后莘村", "南巷村", "大卓村"}
    assert shown[0] == "大卓村"  # 未配备
    assert not far.seen_in(page.text) & {"远山村"}


async def test_chips_and_words_choose_among_them(sits) -> None:
    async with sits("chen") as chen:
        unserved = (await chen.opens("/villages/list?state=unserved")).text
        assert "大卓村" in unserved and "后塘村" not in unserved
        of_zhou = (await chen.opens("/villages/list?q=周航")).text
        assert "南巷村" in of_zhou and "后塘村" not in of_zhou
        assert "没有符合条件" in (await chen.opens("/villages/list?q=无此村")).text


async def test_an_adviser_and_a_confirmer_see_their_own(sits) -> None:
    async with sits("lin") as lin, sits("li") as li, sits("wang") as wang:
        own = (await lin.opens("/villages/list")).text
        assert "后塘村" in own and "后莘村" in own and "南巷村" not in own
        assert "后莘村" not in (await li.opens("/villages/list")).text
        assert (await wang.opens("/villages/list")).status_code == 404
        assert (await wang.opens("/")).headers["Location"] == "/desk/mingbairen/list"


@pytest.mark.parametrize("path", ["", "/rename"])
async def test_a_village_of_another_street_is_not_there(sits, office, path: str) -> None:
    await build_far_street(office)
    async with office.storage.reading() as unit:
        known = {v.id for v in office.villages.values()}
        foreign = next(v.id for v in await unit.villages.all() if v.id not in known)
    async with sits("chen") as chen:
        gone = await chen.opens(f"/villages/99999{path}")
        foreign_one = await chen.opens(f"/villages/{foreign}{path}")
        assert (gone.status_code, foreign_one.status_code) == (404, 404)
        assert gone.text == foreign_one.text
        sent = await chen.sends(f"/villages/{foreign}/rename", **FORM)
        assert sent.status_code == 404


async def test_who_may_look_may_not_change(sits, office) -> None:
    at = f"/villages/{office.villages['后塘村'].id}"
    async with sits("lin") as lin:
        page = await lin.opens(at)
        assert page.status_code == 200 and "改名" not in page.text
        assert (await lin.opens(f"{at}/rename")).status_code == 404
        assert (await lin.sends(f"{at}/rename", seen=SEEN, **FORM)).status_code == 404


async def test_a_village_is_renamed_and_the_page_says_so(sits, office) -> None:
    at = f"/villages/{office.villages['后塘村'].id}"
    async with sits("chen") as chen:
        assert 'value="后塘村"' in (await chen.opens(f"{at}/rename")).text
        saved = await chen.sends(f"{at}/rename", seen=SEEN, **FORM)
        assert (saved.status_code, saved.headers["Location"]) == (303, f"/desk{at}")
        page = (await chen.opens(at)).text
        assert "后塘村已改名为后塘新村" in page and "最近变动" in page and "改名" in page
        assert "已改名为" not in (await chen.opens(at)).text  # said once


@pytest.mark.parametrize(
    ("wrong", "at", "sentence"),
    [
        ({"name": ""}, "name", "请填写新名称"),
        ({"name": "后莘村"}, "name", "已经有“后莘村”了"),
        ({"name": "!"}, "name", "不像村(社区)或网格的名称"),
        ({"day": "20日"}, "day", "请选择日期"),
        ({"day": "2026-12-30"}, "day", "还没有到"),
        ({"reason": "无"}, "reason", ""),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    sits: Sits, office, wrong: dict[str, str], at: str, sentence: str
) -> None:
    said = FORM | wrong
    async with sits("chen") as chen:
        answer = await chen.sends("/villages/1/rename", seen=SEEN, **said)
    assert answer.status_code == 422
    found = re.search(rf'id="{at}-error">(.*?)</p>', answer.text)
    assert found and sentence in found[1]
    for typed in said.values():
        assert typed in answer.text
    async with office.storage.reading() as unit:
        assert {v.name for v in await unit.villages.all()} >= {"后塘村"}


async def test_the_second_of_two_is_told_what_the_first_has_changed(sits, office) -> None:
    async with sits("chen") as chen, sits("zhao") as zhao:
        assert (await chen.sends("/villages/1/rename", seen=SEEN, **FORM)).status_code == 303
        late = FORM | {"name": "后塘中心村"}
        told = await zhao.sends("/villages/1/rename", seen=SEEN, **late)
        assert told.status_code == 422
        assert "由“后塘村”改为“后塘新村”" in told.text and "后塘中心村" in told.text
        seen = json.dumps({"现在的名称": "后塘新村"}, ensure_ascii=False)
        assert (await zhao.sends("/villages/1/rename", seen=seen, **late)).status_code == 303


@pytest.mark.parametrize("path", ["/month", "/villages/list", "/villages/1", "/villages/1/rename"])
async def test_no_page_names_another_host(sits, path: str) -> None:
    async with sits("chen") as chen:
        page = await chen.opens(path)
        styles = re.findall(r'(?:href|src)="(/desk/static/[^"]+)"', page.text)
        texts = [page.text, *[(await chen.client.get(each)).text for each in styles]]
        scripts = re.findall(r"<script(?![^>]*src=)", page.text)
    assert styles and not scripts
    csp = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in csp and "default-src 'none'" in csp
    loaded = [
        u
        for t in texts
        for u in re.findall(r"(?:url\(|src=|href=|@import )[\"']?(?:https?:)?//", t)
    ]
    assert loaded == []


async def test_a_retired_village_keeps_its_page(sits, office) -> None:
    async with office.storage.unit() as unit:
        village = office.villages["后塘村"]
        retired = village.model_copy(update={"retired_on": office.clock.now().date()})
        await unit.villages.save(retired)
    async with sits("chen") as chen:
        assert (await chen.opens(f"/villages/{village.id}")).status_code == 200
        assert (await chen.opens(f"/villages/{village.id}/rename")).status_code == 404
