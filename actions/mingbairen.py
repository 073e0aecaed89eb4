"""法律明白人: register, move through the stages, leave; each in its caller's transaction."""

from datetime import date, datetime
from typing import NamedTuple

from actions.month.shortfalls import reconsider_grid
from actions.people.access import check_grid
from domain.errors import NotFound
from domain.grids import Grid, GridCover, would_empty
from domain.mingbairen import AlreadyOnRoll, Category, Mingbairen, Stage, check_stage
from domain.months import Month, local_day
from domain.people import Actor, Role
from storage.roll_pages import RollAsked, RollRow
from storage.unit import Unit


class Enrolment(NamedTuple):
    """What is registered of a person; the phone is optional (规则 2.4)."""

    grid_id: int
    name: str
    category: Category
    stage: Stage
    phone: str | None = None
    certificate: str | None = None
    certificate_until: date | None = None


async def enrol(unit: Unit, actor: Actor, asked: Enrolment, now: datetime) -> Mingbairen:
    await check_grid(unit, actor, asked.grid_id)
    for known in await unit.mingbairen.of_grids([asked.grid_id]):
        if known.name == asked.name and (not asked.phone or known.phone in (None, asked.phone)):
            raise AlreadyOnRoll(known)
    person = await unit.mingbairen.add(
        Mingbairen(id=0, stage_since=local_day(now), **asked._asdict()), actor.person_id, now
    )
    await _note(unit, actor, "enrol", None, person, now)
    await reconsider_grid(unit, person.grid_id, now)
    return person


async def move_stage(
    unit: Unit, actor: Actor, mingbairen_id: int, stage: Stage, reason: str | None, now: datetime
) -> Mingbairen:
    """One step on the way; leaving needs a reason. Raises NotNext, ReasonMissing."""
    before = await own_mingbairen(unit, actor, mingbairen_id)
    check_stage(before.stage, stage, reason)
    person = before.model_copy(
        update={
            "stage": stage,
            "stage_since": local_day(now),
            "left_reason": reason if stage is Stage.LEFT else before.left_reason,
        }
    )
    await unit.mingbairen.move(person, actor.person_id, reason, now)
    await _note(unit, actor, "move_stage", before, person, now)
    await reconsider_grid(unit, person.grid_id, now)
    return person


async def leaves_grid_empty(unit: Unit, person: Mingbairen, now: datetime) -> bool:
    """Whether the grid loses its cover with this person: to be said before it happens."""
    village_id = (await unit.grids.places_of([person.grid_id]))[person.grid_id].village_id
    policy = (await unit.frames.of_village(Month.at(now), village_id)).policy
    people = await unit.mingbairen.of_grids([person.grid_id])
    registered = [each.id for each in people if each.stage is Stage.REGISTERED]
    return would_empty(registered, person.id, policy)


async def own_mingbairen(unit: Unit, actor: Actor, mingbairen_id: int) -> Mingbairen:
    """A person on the roll of a grid the actor looks after. Raises NotFound, NotAllowed."""
    person = await unit.mingbairen.get(mingbairen_id)
    if person is None:
        raise NotFound
    await check_grid(unit, actor, person.grid_id)
    return person


class RollPage(NamedTuple):
    """`stages`: how many of those asked for are in each, whichever is chosen."""

    rows: list[RollRow]
    stages: dict[Stage, int]


async def roll_page(
    unit: Unit, actor: Actor, asked: RollAsked, stage: Stage | None, skip: int, limit: int
) -> RollPage:
    """Of the actor's office, or of the grids they look after."""
    offices, grids = actor.offices, actor.places(Role.GRID_WORKER)
    stages = await unit.roll_pages.stages_below(offices, grids, asked)
    rows = await unit.roll_pages.below(offices, grids, asked, stage, skip, limit)
    return RollPage(rows, stages)


async def own_grid(unit: Unit, actor: Actor, grid_id: int) -> Grid:
    await check_grid(unit, actor, grid_id)
    grid = await unit.grids.get(grid_id)
    if grid is None:
        raise NotFound
    return grid


async def own_grids(unit: Unit, actor: Actor) -> list[GridCover]:
    """The grids a grid worker looks after, with who stands behind each."""
    return await unit.grids.cover_of(actor.places(Role.GRID_WORKER))


async def _note(
    unit: Unit,
    actor: Actor,
    action: str,
    before: Mingbairen | None,
    after: Mingbairen,
    now: datetime,
) -> None:
    await unit.audit.note(
        actor.person_id,
        action,
        "mingbairen",
        after.id,
        now,
        before=before.model_dump(mode="json") if before else None,
        after=after.model_dump(mode="json"),
    )
