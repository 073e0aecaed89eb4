"""花名册 out and in again: whatever is stored, printed as it stands, changes nothing."""

import string
from datetime import date
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.imports.workbook import read_sheets
from domain.advisers import Adviser, AdviserKind, Assignment
from domain.districts import District
from domain.grids import Grid
from domain.imports.headings import TABLES
from domain.imports.planning import plan_of
from domain.imports.planning.draft import NOT_IN_TABLE
from domain.imports.printing import rolls_of
from domain.imports.stored import Stored
from domain.imports.workbook import understand_workbook
from domain.mingbairen import Category, Mingbairen, Stage
from domain.people import Person
from domain.villages import Village, VillageKind
from reports.roll import rolls_as_workbook
from tests.data_maker import TODAY

STREET = District(id=1, code="321000101000", name="示例街道", path="/1/")
VILLAGES = ("东湾村", "东湾新村", "柳堤社区", "示例村1", "示例村12", "南桥")
NAMES = ("示例甲", "示例乙", "示例丙·示例丁", "示例戊（甲所）", "欧阳示例", "Example")
days = st.dates(date(2020, 1, 1), TODAY)
words = st.none() | st.text(string.ascii_letters + "群众党员高中", min_size=1, max_size=6).map(str)


@st.composite
def offices(draw: st.DrawFn) -> Stored:
    """A street with villages, grids, advisers, grid workers and a roll."""
    unused = iter(range(19_900_000_001, 19_900_009_999))
    phone = st.booleans().map(lambda some: str(next(unused)) if some else None)
    villages = [
        Village(id=n, district_id=1, name=name, kind=draw(st.sampled_from(VillageKind)))
        for n, name in enumerate(draw(st.lists(st.sampled_from(VILLAGES), unique=True)), 1)
    ]
    grids = [
        _grid(draw, village, number)
        for village in villages
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    people = [Person(id=n, name=name, phone=draw(phone)) for n, name in enumerate(NAMES, 1)]
    advisers = [
        Adviser(id=p.id, name=p.name, kind=draw(st.sampled_from(AdviserKind))) for p in people[:3]
    ]
    assignments = [
        Assignment(
            id=v.id * 10 + a.id,
            adviser_id=a.id,
            village_id=v.id,
            since=draw(days),
            until=draw(st.none() | st.dates(TODAY, date(2030, 1, 1))),
        )
        for v in villages
        for a in draw(st.lists(st.sampled_from(advisers), unique=True))
    ]
    workers = [(g.id, draw(st.sampled_from(people[3:])).id) for g in grids if draw(st.booleans())]
    roll = [
        _mingbairen(draw, number, grid, draw(phone))
        for number, grid in enumerate(draw(st.lists(st.sampled_from(grids))) if grids else [], 1)
    ]
    return Stored(
        district=STREET,
        villages=tuple(villages),
        grids=tuple(grids),
        people=tuple(people),
        advisers=tuple(advisers),
        assignments=tuple(assignments),
        looking_after=tuple(workers),
        mingbairen=tuple(roll),
    )


def _grid(draw: st.DrawFn, village: Village, number: int) -> Grid:
    said = draw(st.sampled_from(["{v}第{n}网格", "第{n}网格", "{n}", "{v}片区{n}"]))
    name = said.format(v=village.name, n=number)
    code = draw(st.sampled_from([f"G{village.id}-{number}", f"{village.name}{name}"]))
    households = draw(st.none() | st.integers(0, 900))
    id_ = village.id * 10 + number
    return Grid(id=id_, village_id=village.id, name=name, code=code, households=households)


def _mingbairen(draw: st.DrawFn, number: int, grid: Grid, phone: str | None) -> Mingbairen:
    return Mingbairen(
        id=number,
        grid_id=grid.id,
        name=f"示例{number}号" if draw(st.booleans()) else f"示例·丁{number}",
        category=draw(st.sampled_from(Category)),
        phone=phone,
        stage=draw(st.sampled_from([stage for stage in Stage if stage is not Stage.LEFT])),
        stage_since=draw(days),
        certificate=draw(st.none() | st.just(f"示例〔2025〕{number:03}号")),
        certificate_until=draw(st.none() | days),
        gender=draw(st.sampled_from([None, "男", "女"])),
        born=draw(st.sampled_from([None, "1963", "1970-02"])),
        politics=draw(words),
        education=draw(words),
        note=draw(words),
    )


def again(stored: Stored, *, whole_phones: bool):
    rolls = rolls_of(stored, TODAY)
    tables = zip(TABLES, rolls.tables, strict=True)
    data = rolls_as_workbook(STREET.name, tables, whole_phones=whole_phones)
    names = {v.id: v.name for v in stored.villages}
    known = [(names[g.village_id], g.name) for g in stored.grids]
    understand = partial(understand_workbook, read_sheets(data), TODAY)
    found = understand(tuple(names.values()), known)
    return found, plan_of(found, stored, TODAY)


@settings(max_examples=60, deadline=None)
@given(offices(), st.booleans())
def test_a_roll_out_and_in_again_changes_nothing(stored: Stored, whole_phones: bool):
    found, plan = again(stored, whole_phones=whole_phones)
    assert (*found.problems, *plan.problems) == ()
    assert plan.changes == ()
    assert [note for note in plan.notes if note.text == NOT_IN_TABLE] == []
    assert len(found.mingbairen) == len(stored.mingbairen)
    assert len(found.grids) == len(stored.grids)
    assert found.office.name in (STREET.name, None)


def test_whoever_has_left_is_not_printed_and_a_masked_phone_is_no_phone_of_somebody_new():
    village = Village(id=1, district_id=1, name="东湾村")
    grid = Grid(id=1, village_id=1, name="东湾村第一网格", code="G1")
    person = Mingbairen(id=1, grid_id=1, name="示例甲", phone="19900000001", stage_since=TODAY)
    left = person.model_copy(update={"id": 2, "name": "示例乙", "stage": Stage.LEFT})
    stored = Stored(district=STREET, villages=(village,), grids=(grid,), mingbairen=(person, left))
    found, plan = again(stored, whole_phones=False)
    assert [row.phone for row in found.mingbairen] == ["199****0001"]
    assert plan.changes == ()

    elsewhere = Stored(district=STREET, villages=(village,), grids=(grid,))
    plan = plan_of(found, elsewhere, TODAY)
    assert "对不上" in plan.problems[0].reason and "完整" in plan.problems[0].suggestion
