"""What the database already holds of a district, as far as an import needs to know it."""

from dataclasses import dataclass, field

from domain.advisers import Adviser, Assignment
from domain.districts import District
from domain.grids import Grid
from domain.mingbairen import Mingbairen
from domain.people import Person
from domain.villages import Village


@dataclass(frozen=True, slots=True)
class Stored:
    """Villages and grids include retired ones, 明白人 those who have left.

    `people` are all who may be meant: advisers, the district's grid workers, and whoever has one
    of the workbook's phones. `looking_after` pairs a grid's id with a person's, `former_grids` with
    a name it had and, if another grid was called so that was merged into it, the id of that one.
    `former_villages` are former names of villages with those of today. `codes_above` are those of
    the districts there are above a street that is still to be added. `codes_elsewhere` are codes of
    the workbook that grids of other districts have.
    """

    district: District | None = None
    codes_above: frozenset[str] = frozenset()
    villages: tuple[Village, ...] = ()
    grids: tuple[Grid, ...] = ()
    codes_elsewhere: frozenset[str] = field(default=frozenset())
    people: tuple[Person, ...] = ()
    advisers: tuple[Adviser, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    looking_after: tuple[tuple[int, int], ...] = ()
    mingbairen: tuple[Mingbairen, ...] = ()
    former_villages: tuple[tuple[str, str], ...] = ()
    former_grids: tuple[tuple[int, str, int | None], ...] = ()
