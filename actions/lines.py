"""A few shortfalls as the one line by which people know them."""

from collections.abc import Sequence

from domain.notices import ShortLine
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit


async def lines_of(unit: Unit, rows: Sequence[Shortfall]) -> dict[int, ShortLine]:
    """By the shortfall's id. Retired places keep their names; an adviser's line has no village."""

    def ids(subject: Subject) -> set[int]:
        return {row.subject_id for row in rows if row.subject is subject}

    grids = await unit.grids.places_of(ids(Subject.GRID)) if ids(Subject.GRID) else {}
    homes = ids(Subject.VILLAGE)
    villages = await unit.villages.of_ids(homes) if homes else {}
    advisers = await unit.people.of_ids(ids(Subject.ADVISER)) if ids(Subject.ADVISER) else {}
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
