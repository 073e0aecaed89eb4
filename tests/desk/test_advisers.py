"""法律顾问 at the desk: who serves where with what hours; appointed, replaced, ended."""

import json

import pytest

from tests.desk.conftest import Sits
from tests.far_street import build_far_street

NOW = {"day": "2026-11-20", "reason": "按区划调整批复办理"}


def seen(village: str, serving: str) -> str:
    return json.dumps({"村(社区)": village, "现在的法律顾问": serving}, ensure_ascii=False)


async def test_the_office_sees_its_advisers_and_their_pages(sits: Sits, office) -> None:
    far = await build_far_street(office)
    async with sits("chen") as chen:
        page = (await chen.opens("/advisers/list")).text
        assert "林晓" in page and "周航" in page and "钱栎松" not in page
        own = (await chen.opens(f"/advisers/{office.lin.person_id}")).text
        assert "后塘村" in own and "后莘村" in own and "聘任" in own and "南巷村" not in own
        shared = (await chen.opens("/advisers/list?q=沈双")).text
        assert "沈双" in shared and "西栎村" not in shared
        for id_ in (far.ids["adviser_id"][0], office.chen.person_id, 99999):
            assert (await chen.opens(f"/advisers/{id_}")).status_code == 404
            assert (await chen.opens(f"/advisers/{id_}/remind")).status_code == 404
            assert (await chen.sends(f"/advisers/{id_}/remind")).status_code == 404


async def test_others_see_no_advisers(sits: Sits, office) -> None:
    for who in ("lin", "li", "wang"):
        async with sits(who) as one:
            for path in ("/advisers/list", f"/advisers/{office.lin.person_id}"):
                assert (await one.opens(path)).status_code == 404


@pytest.mark.parametrize("form", ["appoint", "end-appointment"])
async def test_forms_of_others_villages_are_not_there(sits: Sits, office, form: str) -> None:
    far = await build_far_street(office)
    async with sits("chen") as chen, sits("lin") as lin:
        for who, at in ((chen, far.ids["village_id"][0]), (lin, office.villages["后塘村"].id)):
            assert (await who.opens(f"/villages/{at}/{form}")).status_code == 404
            assert (await who.sends(f"/villages/{at}/{form}", **NOW)).status_code == 404


async def test_a_village_without_an_adviser_gets_one(sits: Sits, office) -> None:
    at = office.villages["大卓村"].id
    async with sits("chen") as chen:
        said = {"day": "2026-11-20", "seen": seen("大卓村", "没有")}
        for both in ({}, {"adviser": str(office.lin.person_id), "name": "郑明"}):
            told = await chen.sends(f"/villages/{at}/appoint", **said, **both)
            assert told.status_code == 422 and 'id="adviser-error">请选一位' in told.text
        known = await chen.sends(f"/villages/{at}/appoint", name="周航", **said)
        assert known.status_code == 422 and 'id="name-error">' in known.text
        saved = await chen.sends(f"/villages/{at}/appoint", name="郑明", **said)
        assert saved.status_code == 303, saved.text
        assert "法律顾问 郑明" in (await chen.opens(f"/villages/{at}")).text


async def test_an_adviser_is_replaced_with_a_reason(sits: Sits, office) -> None:
    at = office.villages["南巷村"].id
    said = {
        "day": "2026-11-20",
        "adviser": str(office.lin.person_id),
        "seen": seen("南巷村", "周航"),
    }
    async with sits("chen") as chen:
        told = await chen.sends(f"/villages/{at}/appoint", **said)
        assert told.status_code == 422 and 'id="reason-error">' in told.text
        saved = await chen.sends(f"/villages/{at}/appoint", reason="周律师调离", **said)
        assert saved.status_code == 303
        late = await chen.sends(f"/villages/{at}/appoint", reason="周律师调离", **said)
        assert "由“周航”改为“林晓”" in late.text


async def test_an_appointment_ends_and_nobody_follows(sits: Sits, office) -> None:
    at, who = office.villages["南巷村"].id, str(office.zhou.person_id)
    async with sits("chen") as chen:
        form = (await chen.opens(f"/villages/{at}/end-appointment?adviser={who}")).text
        assert f'value="{who}" selected' in form
        said = NOW | {"seen": seen("南巷村", "周航")}
        lin = str(office.lin.person_id)
        told = await chen.sends(f"/villages/{at}/end-appointment", ending=lin, **said)
        assert told.status_code == 422
        saved = await chen.sends(f"/villages/{at}/end-appointment", ending=who, **said)
        assert saved.status_code == 303, saved.text
        assert "周航在南巷村的聘任已结束" in (await chen.opens(f"/villages/{at}")).text
