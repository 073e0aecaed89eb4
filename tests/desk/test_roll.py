"""法律明白人 at the desk: the roll, corrections, stages of many at once, and the roll as a file."""

import json
import re
from html import unescape
from io import BytesIO

from openpyxl import load_workbook

from actions.mingbairen import Enrolment, enrol
from domain.mingbairen import Category, Stage
from tests.desk.conftest import Sits, Sitting
from tests.far_street import build_far_street


async def seen_by(sitting: Sitting, path: str) -> dict[str, str]:
    """What the form says when it is opened, to be sent with it."""
    page = (await sitting.opens(path)).text
    said = {
        name: unescape(value)
        for name, value in re.findall(r'<input type="\w+" name="(\w+)"[^>]*? value="(.*?)"', page)
    }
    for name, choices in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', choices)
        said[name] = chosen[1] if chosen else ""
    return said


async def second_one(office) -> int:
    async with office.storage.unit() as unit:
        actor = await unit.people.actor(office.wang.person_id)
        grid = office.grids["后塘村第二网格"]
        asked = Enrolment(grid, "李桂芳", Category.MEDIATOR, Stage.CANDIDATE)
        return (await enrol(unit, actor, asked, office.clock.now())).id


async def test_who_sees_whom_on_the_roll(sits: Sits, office, wang_enrols) -> None:
    far = await build_far_street(office)
    foreign = far.ids["mingbairen_id"][0]
    async with sits("chen") as chen, sits("wang") as wang, sits("lin") as lin:
        for who in (chen, wang):
            page = (await who.opens("/mingbairen/list")).text
            assert "王秀英" in page and "卫栎海" not in page and "199****0010" in page
            assert (await who.opens(f"/mingbairen/{wang_enrols}")).status_code == 200
            for path in (f"/{foreign}", f"/{foreign}/correct", f"/stage?pk={foreign}"):
                assert (await who.opens(f"/mingbairen{path}")).status_code == 404
                if path != f"/{foreign}":
                    assert (await who.sends(f"/mingbairen{path}")).status_code == 404
            both = f"/mingbairen/stage?pk={wang_enrols}&pk={foreign}"
            assert (await who.opens(both)).status_code == 404
        for path in ("/list", f"/{wang_enrols}", "/export"):
            assert (await lin.opens(f"/mingbairen{path}")).status_code == 404
        for path in ("/stage", "/stage?pk=x", "/stage?pk=99999999999999999999"):
            assert (await chen.opens(f"/mingbairen{path}")).status_code == 404


async def test_conditions_and_counts(sits: Sits, office, wang_enrols) -> None:
    await second_one(office)
    async with sits("chen") as chen:
        for query, shown in (
            ("state=registered", {"王秀英"}),
            ("category=mediator", {"李桂芳"}),
            ("q=第二网格", {"李桂芳"}),
            ("village=后塘村", {"王秀英", "李桂芳"}),
            ("village=后莘村", set()),
            ("street=黄梅街道&state=candidate", {"李桂芳"}),
            ("ending=90", set()),
        ):
            page = (await chen.opens(f"/mingbairen/list?{query}")).text
            assert {n for n in ("王秀英", "李桂芳") if f"<b>{n}</b>" in page} == shown, query
        assert "全部 <b>2</b>" in (await chen.opens("/mingbairen/list")).text


async def test_every_field_is_corrected(sits: Sits, office, wang_enrols) -> None:
    path = f"/mingbairen/{wang_enrols}/correct"
    async with sits("chen") as chen:
        said = await seen_by(chen, path)
        assert said["phone"] == "" and said["name"] == "王秀英"
        said |= {"certificate": "镇法明-2026-001", "certificate_until": "2027-10-08"}
        said |= {"phone": "19900000077", "grid": str(office.grids["后莘村第一网格"])}
        told = await chen.sends(path, **said)
        assert told.status_code == 422 and 'id="reason-error">' in told.text
        assert 'value="镇法明-2026-001"' in told.text and 'value="19900000077"' in told.text
        wrong = await chen.sends(path, **said | {"phone": "123", "reason": "本人来电更正"})
        assert wrong.status_code == 422 and 'id="phone-error">' in wrong.text
        saved = await chen.sends(path, **said | {"reason": "本人来电更正"})
        assert saved.status_code == 303, saved.text
        late = await chen.sends(path, **said | {"reason": "本人来电更正"})
        assert late.status_code == 422 and "别人已经改过" in late.text
        page = (await chen.opens(f"/mingbairen/{wang_enrols}")).text
        assert "后莘村第一网格" in page and "更正" in page and "本人来电更正" in page
    async with office.storage.reading() as unit:
        person = await unit.mingbairen.get(wang_enrols)
    assert (person.phone, person.certificate) == ("19900000077", "镇法明-2026-001")
    assert str(person.certificate_until) == "2027-10-08"


async def test_what_is_left_as_shown_stays_as_it_is(sits: Sits, office, wang_enrols) -> None:
    path = f"/mingbairen/{wang_enrols}/correct"
    async with sits("wang") as wang:
        same = await wang.sends(path, **await seen_by(wang, path))
        assert same.status_code == 422 and "没有改动" in same.text
        said = await seen_by(wang, path) | {"note": "热心"}
        assert (await wang.sends(path, **said)).status_code == 303
    async with office.storage.reading() as unit:
        person = await unit.mingbairen.get(wang_enrols)
    assert (person.note, person.phone) == ("热心", "19900000010")


async def test_stages_of_many_at_once(sits: Sits, office, wang_enrols) -> None:
    other = await second_one(office)
    async with sits("chen") as chen:
        both = f"/mingbairen/stage?pk={wang_enrols}&pk={other}"
        form = (await chen.opens(both)).text
        assert "离开后网格空缺" in form and "退出" in form and ">培训中<" not in form
        said = await seen_by(chen, both) | {"stage": "left"}
        told = await chen.sends(both, **said)
        assert told.status_code == 422 and 'id="reason-error">' in told.text
        saved = await chen.sends(both, **said | {"reason": "搬离本村"})
        assert saved.status_code == 303
        assert "王秀英、李桂芳已改为“退出”" in (await chen.opens("/mingbairen/list")).text
        late = await chen.sends(both, **said | {"reason": "搬离本村"})
        assert late.status_code == 422 and "别人已经改过" in late.text


async def test_one_refused_step_changes_nobody(sits: Sits, office, wang_enrols) -> None:
    other = await second_one(office)
    async with sits("chen") as chen:
        both = f"/mingbairen/stage?pk={other}&pk={wang_enrols}"
        said = await seen_by(chen, both) | {"stage": "training"}
        assert (await chen.sends(both, **said)).status_code == 422
    async with office.storage.reading() as unit:
        assert (await unit.mingbairen.get(other)).stage is Stage.CANDIDATE


async def test_the_roll_as_a_file(sits: Sits, office, wang_enrols) -> None:
    async with sits("chen") as chen, sits("zhao") as zhao:
        kept = (await chen.opens("/mingbairen/export")).content
        assert (await chen.opens("/mingbairen/export?whole=1")).status_code == 404
        whole = (await zhao.opens("/mingbairen/export?whole=1")).content
        wrong = await chen.opens("/mingbairen/export?street=别的街道")
        assert wrong.status_code == 303
        assert "黄梅街道" in (await chen.opens("/mingbairen/list")).text
    cells = {file: json.dumps(_cells(file), ensure_ascii=False) for file in (kept, whole)}
    assert "王秀英" in cells[kept] and "19900000010" not in cells[kept]
    assert "19900000010" in cells[whole]


def _cells(content: bytes) -> list[str]:
    book = load_workbook(BytesIO(content))
    return [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c]
