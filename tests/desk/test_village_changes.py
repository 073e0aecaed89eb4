"""A village is merged, parted and retired; its advisers are reminded; the month is kept."""

import json

import pytest

from actions.month.evaluation import evaluate_month
from domain.months import Month
from domain.notices import HoursReminder
from tests.desk.conftest import Sits
from tests.far_street import build_far_street

WHY = {"day": "2026-11-20", "reason": "按区划调整批复办理"}
FORMS = ("merge", "split", "retire", "remind")


def seen(**facts: str) -> str:
    return json.dumps(facts, ensure_ascii=False)


def whole(name: str, adviser: str, people: int = 0) -> str:
    told = {"村(社区)": name, "网格": "3个", "法律明白人": f"{people}人", "法律顾问": adviser}
    return json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("form", FORMS)
async def test_forms_of_others_villages_are_not_there(sits: Sits, office, form: str) -> None:
    far = await build_far_street(office)
    own, foreign = office.villages["后塘村"].id, far.ids["village_id"][0]
    async with sits("chen") as chen, sits("li") as li, sits("wang") as wang:
        assert (await chen.opens(f"/villages/{own}/{form}")).status_code == 200
        for who, at in ((chen, foreign), (chen, 99999), (li, own), (wang, own)):
            assert (await who.opens(f"/villages/{at}/{form}")).status_code == 404
            assert (await who.sends(f"/villages/{at}/{form}", **WHY)).status_code == 404


async def test_a_village_is_merged_and_keeps_its_page(sits: Sits, office) -> None:
    at, into = office.villages["后莘村"].id, office.villages["后塘村"].id
    async with sits("chen") as chen:
        form = (await chen.opens(f"/villages/{at}/merge")).text
        assert "后塘村" in form and "3个" in form and "林晓" in form
        said = WHY | {"into": str(into), "seen": whole("后莘村", "林晓")}
        saved = await chen.sends(f"/villages/{at}/merge", **said)
        assert saved.status_code == 303, saved.text
        page = (await chen.opens(f"/villages/{at}")).text
        assert "后莘村已并入后塘村" in page and "已撤销" in page and "更多" not in page
        assert "后莘村第一网格" in (await chen.opens(f"/villages/{into}")).text


async def test_a_village_is_parted(sits: Sits, office) -> None:
    at = office.villages["后塘村"].id
    said = WHY | {"name": "后塘新村", "seen": whole("后塘村", "林晓")}
    async with sits("chen") as chen:
        nothing = await chen.sends(f"/villages/{at}/split", **said)
        assert nothing.status_code == 422 and "请填写哪些网格划过去" in nothing.text
        chosen = str(office.grids["后塘村第三网格"])
        saved = await chen.sends(f"/villages/{at}/split", chosen=chosen, **said)
        assert saved.status_code == 303, saved.text
        assert "后塘新村" in (await chen.opens("/villages/list")).text


async def test_what_is_wrong_with_a_merge_stands_at_its_field(sits: Sits, office) -> None:
    far = await build_far_street(office)
    at = office.villages["后莘村"].id
    seen_ = whole("后莘村", "林晓")
    async with sits("chen") as chen:
        for into in (far.ids["village_id"][0], at, "x"):
            said = WHY | {"into": str(into), "seen": seen_}
            told = await chen.sends(f"/villages/{at}/merge", **said)
            assert told.status_code == 422 and 'id="into-error">请从列出的' in told.text
        ahead = WHY | {"into": str(office.villages["后塘村"].id), "day": "2026-12-01"}
        told = await chen.sends(f"/villages/{at}/merge", seen=seen_, **ahead)
        assert 'id="day-error">' in told.text and WHY["reason"] in told.text
        late = await chen.sends(f"/villages/{at}/merge", seen=whole("后莘村", "周航"), **ahead)
        assert "法律顾问由“周航”改为“林晓”" in late.text


async def test_a_village_with_people_says_where_they_go(sits: Sits, office, wang_enrols) -> None:
    at, home = office.villages["后塘村"].id, office.grids["后莘村第一网格"]
    said = WHY | {"seen": whole("后塘村", "林晓", 1)}
    async with sits("chen") as chen:
        told = await chen.sends(f"/villages/{at}/retire", **said)
        assert told.status_code == 422 and 'id="people-error">' in told.text
        saved = await chen.sends(f"/villages/{at}/retire", people=str(home), **said)
        assert saved.status_code == 303, saved.text
    async with office.storage.reading() as unit:
        assert [p.name for p in await unit.mingbairen.of_grids([home])] == ["王秀英"]


async def test_advisers_behind_are_reminded_once_a_day(sits: Sits, office) -> None:
    await evaluate_month(office.storage, Month(2026, 11), office.clock.now())
    async with sits("chen") as chen:
        page = (await chen.opens("/villages/list")).text
        assert "提醒3个村的顾问" in page
        form = await chen.opens("/villages/remind")
        facts = dict.fromkeys(("后塘村", "后莘村"), "林晓，还差8小时") | {
            "南巷村": "周航，还差8小时"
        }
        assert "林晓，还差8小时" in form.text
        assert (await chen.sends("/villages/remind", seen=seen(**facts))).status_code == 303
        assert "已提醒2位法律顾问" in (await chen.opens("/villages/list")).text
        assert (await chen.sends("/villages/remind", seen=seen(**facts))).status_code == 303
        assert "没有新的提醒" in (await chen.opens("/villages/list")).text
    async with office.storage.reading() as unit:
        told = [o for o in await unit.outbox.newer_than(0) if isinstance(o.notice, HoursReminder)]
    assert {o.person_id for o in told} == {office.lin.person_id, office.zhou.person_id}
    assert len(told) == 2


async def test_only_the_office_reminds_and_exports(sits: Sits) -> None:
    async with sits("lin") as lin, sits("chen") as chen:
        assert "提醒" not in (await lin.opens("/villages/list")).text
        for path in ("/villages/remind", "/villages/export"):
            assert (await lin.opens(path)).status_code == 404
        kept = await chen.opens("/villages/export")
        assert kept.content[:2] == b"PK" and "attachment" in kept.headers["Content-Disposition"]
