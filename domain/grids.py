"""网格: belongs to exactly one village; split and merged by retiring, never deleted."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from domain.mingbairen import Mingbairen
from domain.model import Model
from domain.policy import Policy


class Grid(Model):
    id: int
    village_id: int
    name: str
    code: str
    households: int | None = None
    retired_on: date | None = None


class GridCover(NamedTuple):
    """A grid and how many people stand behind it."""

    grid: Grid
    village: str
    registered: int
    in_training: int


class GridPlace(NamedTuple):
    """Where a grid is, by name; retired ones too."""

    grid: str
    village_id: int
    village: str
    street_id: int


def would_empty(registered_ids: Collection[int], leaving_id: int, policy: Policy) -> bool:
    """Whether the grid falls below its least when this person leaves or is suspended."""
    rest = sum(each != leaving_id for each in registered_ids)
    return rest < policy.grid_least <= len(registered_ids)


def certificates_at_stake(
    registered: Iterable[Mingbairen], today: date, policy: Policy
) -> list[Mingbairen]:
    """The people in 在册 whose ending certificates would leave a covered grid below its least.

    Empty when there is nothing to warn about. With one person in a grid this is the rule
    (规则 4.15); two whose certificates both end empty it just as well.
    """
    people = list(registered)
    limit = today + timedelta(days=policy.certificate_warning_days)
    ending = [p for p in people if p.certificate_until and p.certificate_until <= limit]
    covered = len(people) >= policy.grid_least
    return ending if covered and len(people) - len(ending) < policy.grid_least else []
