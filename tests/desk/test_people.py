"""人员 at the desk: who is there, by which doors, invited on paper, and whoever leaves."""

from io import BytesIO

from openpyxl import load_workbook

from domain.people import Role
from tests.desk.conftest import Sits
from tests.desk.test_roll import seen_by
from tests.far_street import build_far_street


async def newcomer(office, name: str, role: Role, place: int) -> int:
    async with office.storage.unit() as unit:
        person = await unit.people.add(name, "19900000033")
        await unit.people.grant(person.id, role, place, office.clock.now())
        return person.id


async def test_who_is_there_and_nobody_else(sits: Sits, office) -> None:
    far = await build_far_street(office)
    foreign = next(i for i in far.ids["person_id"])
    async with sits("chen") as chen, sits("lin") as lin:
        page = (await chen.opens("/people/list")).text
        assert "王大姐" in page and "赵所长" in page and "孙栎哥" not in page
        assert "王大姐" in (await chen.opens("/people/list?role=grid_worker")).text
        assert "王大姐" not in (await chen.opens("/people/list?role=adviser")).text
        for path in (f"/{foreign}", f"/{foreign}/leave", f"/invite-chosen?pk={foreign}"):
            assert (await chen.opens(f"/people{path}")).status_code == 404
            if "/leave" in path or "?" in path:
                assert (await chen.sends(f"/people{path}", how="sheet")).status_code == 404
        mixed = f"/people/invite-chosen?pk={office.wang.person_id}&pk={foreign}"
        assert (await chen.sends(mixed, how="sheet")).status_code == 404
        for path in ("/list", f"/{office.wang.person_id}", "/invite"):
            assert (await lin.opens(f"/people{path}")).status_code == 404


async def test_a_person_has_a_page_that_says_why_a_door_is_shut(sits: Sits, office) -> None:
    async with office.storage.unit() as unit:
        account = (await unit.people.accounts_of(office.lin.person_id))[0]
        await unit.people.close_account(account.id, "对方停用了机器人", office.clock.now())
    async with sits("chen") as chen:
        page = (await chen.opens(f"/people/{office.lin.person_id}")).text
        own = (await chen.opens(f"/people/{office.chen.person_id}")).text
    assert "离任停用" in page and "离任停用" not in own
    assert "后塘村" in page and "199****0001" in page and "19900000001" not in page
    assert "对方停用了机器人" in page and "不通" in page


async def test_a_role_is_invited_as_a_workbook_or_on_a_sheet(sits: Sits, office) -> None:
    await newcomer(office, "吴小妹", Role.GRID_WORKER, office.grids["后莘村第一网格"])
    async with sits("chen") as chen:
        assert "网格员，1人还没有加入" in (await chen.opens("/people/invite")).text
        kept = await chen.sends("/people/invite", role="grid_worker", how="workbook")
        rows = list(load_workbook(BytesIO(kept.content)).worksheets[0].values)
        assert rows[1][1] == "吴小妹" and "#k=" in rows[1][6]
        sheet = await chen.sends("/people/invite", role="grid_worker", how="sheet")
        assert sheet.text.count("<svg width") == 1 and "吴小妹" in sheet.text
        told = await chen.sends("/people/invite", role="leader", how="sheet")
        assert told.status_code == 422 and 'id="role-error">' in told.text


async def test_no_door_for_who_may_do_more(sits: Sits, office) -> None:
    async with sits("chen") as chen:
        at = f"/people/invite-chosen?pk={office.zhao.person_id}"
        said = await seen_by(chen, at) | {"how": "sheet"}
        told = await chen.sends(at, **said)
        assert told.status_code == 422 and "不能由您邀请" in told.text and "figure" not in told.text
        own = f"/people/invite-chosen?pk={office.wang.person_id}&pk={office.lin.person_id}"
        sheet = await chen.sends(own, **(await seen_by(chen, own) | {"how": "sheet"}))
        assert sheet.text.count("<figure>") == 2 and sheet.status_code == 200


async def test_somebody_leaves(sits: Sits, office) -> None:
    at = f"/people/{office.wang.person_id}/leave"
    async with sits("chen") as chen, sits("wang") as wang:
        said = await seen_by(chen, at)
        assert said["day"] == "2026-11-20"
        told = await chen.sends(at, **said | {"reason": ""})
        assert told.status_code == 422 and 'id="reason-error">' in told.text
        ahead = await chen.sends(at, **said | {"reason": "调到外地", "day": "2026-12-20"})
        assert ahead.status_code == 422 and 'id="day-error">' in ahead.text
        assert (await chen.sends(at, **said | {"reason": "调到外地"})).status_code == 303
        page = (await chen.opens("/people/list")).text
        assert "王大姐已停用" in page and "后塘村第一网格" in page
        for again in (await chen.sends(at, **said | {"reason": "调到外地"}), await chen.opens(at)):
            assert again.status_code == 409 and "已经有人办过" in again.text
        assert (await wang.opens("/mingbairen/list")).status_code in (303, 404)


async def test_nobody_ends_a_leader_or_themselves(sits: Sits, office) -> None:
    async with sits("chen") as chen:
        for who in ("zhao", "chen"):
            at = f"/people/{office.players[who].person_id}/leave"
            assert (await chen.opens(at)).status_code == 404
            said = {"day": "2026-11-20", "reason": "调到外地"}
            assert (await chen.sends(at, **said)).status_code == 404
