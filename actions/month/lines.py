"""A few shortfalls as the one line by which people know them."""

from collections.abc import Sequence

from domain.notices import ShortLine
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit

PLACED = (Subject.GRID, Subject.VILLAGE, Subject.ADVISER)


async def lines_of(unit: Unit, rows: Sequence[Shortfall]) -> dict[int, ShortLine]:
    """By the shortfall's id. Retired places keep their names; an adviser's line has no village."""

    def ids(subject: Subject) -> set[int]:
        return {row.subject_id for row in rows if row.subject is subject}

    of_grids, of_villages, of_advisers = (ids(subject) for subject in PLACED)
    grids = await unit.grids.places_of(of_grids) if of_grids else {}
    villages = await unit.villages.of_ids(of_villages) if of_villages else {}
    advisers = await unit.people.of_ids(of_advisers) if of_advisers else {}
    lines = {}
    for row in rows:
        if row.subject is Subject.GRID:
            village, subject = grids[row.subject_id].village, grids[row.subject_id].grid
        elif row.subject is Subject.VILLAGE:
            village = subject = villages[row.subject_id].name
        else:
            village, subject = "", advisers[row.subject_id].name
        lines[row.id] = ShortLine(
            shortfall_id=row.id,
            kind=row.kind,
            village=village,
            subject=subject,
            figure=row.figure,
            wanted=row.wanted,
        )
    return lines
