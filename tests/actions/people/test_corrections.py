"""What is kept of a 明白人 is corrected, or they go to another grid."""

from datetime import date

import pytest

from actions.month.evaluation import evaluate_grids
from actions.people.corrections import correct_mingbairen
from domain.change_notices import RecordCorrected
from domain.changes import Change
from domain.corrections import FIELDS, NothingChanges, NotReadable, read_field
from domain.errors import NotAllowed
from domain.mingbairen import AlreadyOnRoll, Category, Mingbairen, ReasonMissing
from domain.notices import GridLost
from domain.people import Role
from storage.engine import Storage
from tests.actions.cast import Town, at, build, enrolled, told

NOW = at("2026-11-20 20:00")


@pytest.fixture
async def both(storage: Storage) -> Town:
    return await build(storage)


def by(actor, reason: str = "登记有误") -> Change:
    return Change(actor, date(2026, 11, 20), reason, NOW)


def test_everything_kept_of_a_person_can_be_corrected():
    elsewhere = {"id", "grid_id", "stage", "stage_since", "left_reason"}
    assert set(FIELDS) | elsewhere == set(Mingbairen.model_fields)


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("name", "王秀英", "王秀英"),
        ("phone", "199 0000 0011", "19900000011"),
        ("phone", "无", None),
        ("category", "村民小组长", Category.GROUP_LEADER),
        ("certificate", "苏法证001", "苏法证001"),
        ("certificate_until", "2027年3月1日", date(2027, 3, 1)),
        ("born", "1970.2", "1970-02"),
        ("gender", "女", "女"),
    ],
)
def test_a_field_is_read_as_an_import_reads_it(field: str, said: str, value: object):
    assert read_field(field, said) == value


@pytest.mark.parametrize(
    ("field", "said"),
    [("phone", "123"), ("name", "无"), ("category", "村长的亲戚"), ("certificate_until", "明年")],
)
def test_what_is_no_such_thing_is_said(field: str, said: str):
    with pytest.raises(NotReadable) as refused:
        read_field(field, said)
    assert refused.value.suggestion


async def test_the_worker_is_told_what_the_office_corrected_and_why(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
        values = {"phone": "19900000011", "category": Category.MEDIATOR}
        with pytest.raises(ReasonMissing):
            await correct_mingbairen(unit, by(both.chen, " "), person.id, values)
        await correct_mingbairen(unit, by(both.chen), person.id, values)
        (notice,) = (await told(unit, RecordCorrected))[both.wang.person_id]
    assert notice.changes == (
        ("身份类别", "其他热心公益的村（居）民", "人民调解员"),
        ("联系电话", "", "199****0011"),
    )
    assert (notice.by_name, notice.reason) == ("小陈", "登记有误")


async def test_a_worker_corrects_the_own_grid_without_a_word(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
        await correct_mingbairen(unit, by(both.wang, ""), person.id, {"certificate": "001"})
        assert await told(unit, RecordCorrected) == {}
        assert (await unit.mingbairen.get(person.id)).certificate == "001"
        other = await enrolled(unit, both.second_grid, "赵小娥")
        for who, whom in ((both.wang, other), (both.lin, person), (both.stranger, person)):
            with pytest.raises(NotAllowed):
                await correct_mingbairen(unit, by(who), whom.id, {"certificate": "002"})
        with pytest.raises(NotAllowed):
            move = {"grid_id": both.second_grid.id}
            await correct_mingbairen(unit, by(both.wang), person.id, move)


async def test_a_grid_that_loses_its_last_one_to_another_is_told_at_once(
    storage: Storage, both: Town
):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
        await unit.people.grant(both.lao_zhou.person_id, Role.GRID_WORKER, both.second_grid.id, NOW)
    await evaluate_grids(storage, NOW)
    async with storage.unit() as unit:
        move = {"grid_id": both.second_grid.id}
        await correct_mingbairen(unit, by(both.chen, "住址变动"), person.id, move)
        corrected, lost = await told(unit, RecordCorrected), await told(unit, GridLost)
    assert set(corrected) == {both.wang.person_id, both.lao_zhou.person_id}
    assert corrected[both.wang.person_id][0].changes == (("", "第一网格", "第二网格"),)
    assert lost[both.wang.person_id][0].gone_to == "第二网格"
    assert (await evaluate_grids(storage, NOW)).changed == 0


async def test_nobody_becomes_somebody_who_is_there_already(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
        await enrolled(unit, both.grid, "赵小娥")
        with pytest.raises(AlreadyOnRoll):
            await correct_mingbairen(unit, by(both.chen), person.id, {"name": "赵小娥"})
        with pytest.raises(NothingChanges):
            await correct_mingbairen(unit, by(both.chen), person.id, {"name": "王秀英"})
