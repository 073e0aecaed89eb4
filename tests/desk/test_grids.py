"""网格 at the desk: every village's by state; one with its people; what 更多 offers."""

import pytest

from domain.change_notices import GridWorkerChanged
from tests.desk.conftest import Sits
from tests.desk.test_roll import seen_by
from tests.far_street import build_far_street

FORMS = ("rename", "merge", "split", "retire", "worker")
WHY = {"day": "2026-11-20", "reason": "按区划调整批复办理"}


async def test_the_matrix_shows_own_grids_by_state(sits: Sits, office, wang_enrols) -> None:
    far = await build_far_street(office)
    async with sits("chen") as chen:
        page = (await chen.opens("/grids/list")).text
        assert "空缺 <b>11</b>" in page and "已覆盖 <b>1</b>" in page and "1/3个网格" in page
        assert not {name for name in far.seen_in(page) if "栎" in name}
        covered = (await chen.opens("/grids/list?state=covered")).text
        assert "第一网格 已覆盖" in covered and "第二网格" not in covered
        assert "后莘村" in (await chen.opens("/grids/list?q=后莘村")).text


@pytest.mark.parametrize("form", ["", *(f"/{each}" for each in FORMS)])
async def test_others_grids_are_not_there(sits: Sits, office, form: str) -> None:
    far = await build_far_street(office)
    own = office.grids["后塘村第一网格"]
    async with sits("chen") as chen, sits("wang") as wang, sits("lin") as lin:
        assert (await chen.opens(f"/grids/{own}{form}")).status_code == 200
        assert (await wang.opens(f"/grids/{own}{form}")).status_code == (404 if form else 200)
        for who, at in ((chen, far.ids["grid_id"][0]), (lin, own), (chen, 99999)):
            assert (await who.opens(f"/grids/{at}{form}")).status_code == 404
            if form:
                assert (
                    await who.sends(f"/grids/{at}{form}", name="某网格", **WHY)
                ).status_code == 404
        assert (await wang.opens("/grids/list")).status_code == 404


async def test_a_grid_is_renamed_parted_and_merged_back(sits: Sits, office, wang_enrols) -> None:
    at = f"/grids/{office.grids['后塘村第一网格']}"
    async with sits("chen") as chen:
        said = await seen_by(chen, f"{at}/rename") | WHY
        taken = await chen.sends(f"{at}/rename", **said | {"name": "后塘村第二网格"})
        assert taken.status_code == 422 and 'id="name-error">' in taken.text
        assert (await chen.sends(f"{at}/rename", **said | {"name": "东片网格"})).status_code == 303
        late = await chen.sends(f"{at}/rename", **said | {"name": "西片网格"})
        assert "由“后塘村第一网格”改为“东片网格”" in late.text
        said = await seen_by(chen, f"{at}/split") | WHY | {"name": "东片二网格", "code": "D-2"}
        assert (await chen.sends(f"{at}/split", **said | {"chosen": "99"})).status_code == 422
        said |= {"chosen": str(wang_enrols)}
        assert (await chen.sends(f"{at}/split", **said)).status_code == 303
        page = (await chen.opens(at)).text
        assert "东片网格" in page and "空缺" in page and "划出新网格" in page
    async with office.storage.reading() as unit:
        village = office.villages["后塘村"].id
        new = next(g for g in await unit.grids.of_village(village) if g.name == "东片二网格")
        assert (await unit.mingbairen.get(wang_enrols)).grid_id == new.id and new.code == "D-2"
    async with sits("chen") as chen:
        said = await seen_by(chen, f"/grids/{new.id}/merge") | WHY
        said |= {"into": at.rsplit("/", 1)[1]}
        assert (await chen.sends(f"/grids/{new.id}/merge", **said)).status_code == 303
        assert "王秀英" in (await chen.opens(at)).text
        assert "已撤销" in (await chen.opens(f"/grids/{new.id}")).text


async def test_a_grid_with_people_says_where_they_go(sits: Sits, office, wang_enrols) -> None:
    at = f"/grids/{office.grids['后塘村第一网格']}/retire"
    async with sits("chen") as chen:
        said = await seen_by(chen, at) | WHY
        told = await chen.sends(at, **said)
        assert told.status_code == 422 and 'id="people-error">' in told.text
        home = str(office.grids["后塘村第二网格"])
        assert (await chen.sends(at, **said | {"people": home})).status_code == 303
        assert "王秀英" in (await chen.opens(f"/grids/{home}")).text


async def test_a_grid_gets_another_worker_and_both_are_told(sits: Sits, office) -> None:
    at = office.grids["后塘村第一网格"]
    async with sits("chen") as chen:
        path = f"/grids/{at}/worker"
        said = await seen_by(chen, path) | {"reason": "轮岗"}
        assert 'id="worker-error">请选一位' in (await chen.sends(path, **said)).text
        wang = str(office.wang.person_id)
        same = await chen.sends(path, **said | {"worker": wang})
        assert same.status_code == 422 and "现在就是这位网格员" in same.text
        foreign = await chen.sends(path, **said | {"worker": str(office.lin.person_id)})
        assert foreign.status_code == 422
        assert (await chen.sends(path, **said | {"name": "吴小妹"})).status_code == 303
        page = (await chen.opens(f"/grids/{at}")).text
        assert "吴小妹" in page and "王大姐" not in page and "换了网格员" in page
        late = await chen.sends(path, **said | {"worker": wang})
        assert "由“王大姐”改为“吴小妹”" in late.text
        back = await seen_by(chen, path) | {"reason": "轮岗结束", "worker": wang}
        assert (await chen.sends(path, **back)).status_code == 303
    async with office.storage.reading() as unit:
        told = [
            (o.person_id == office.wang.person_id, o.notice.begins)
            for o in await unit.outbox.newer_than(0)
            if isinstance(o.notice, GridWorkerChanged)
        ]
    assert sorted(told) == [(False, False), (False, True), (True, False), (True, True)]
