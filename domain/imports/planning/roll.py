"""Which row of the 法律明白人 table is which of the people already stored (规则 2.15)."""

from domain.imports.names import one_spelling
from domain.imports.phones import is_masked, is_mobile, same_phone
from domain.imports.planning.draft import Draft
from domain.imports.rows import MingbairenRow
from domain.mingbairen import Mingbairen, Stage


class Roll:
    """The stored people, each of whom can be only one row of the table."""

    def __init__(self, draft: Draft) -> None:
        self._home = {grid.id: draft.names[grid.village_id] for grid in draft.stored.grids}
        self.village = {p.id: self._home[p.grid_id] for p in draft.stored.mingbairen}
        self._namesakes: dict[tuple[str, str], list[Mingbairen]] = {}
        for person in draft.stored.mingbairen:
            place = (self.village[person.id], one_spelling(person.name))
            self._namesakes.setdefault(place, []).append(person)
        self._rest: dict[tuple[str, str], list[Mingbairen]] | None = None

    def take(self, row: MingbairenRow, grid_id: int) -> Mingbairen | None:
        """Whoever agrees best: same grid and month of birth or phone, same grid, same village,
        which is another than the row's where the grid was parted from it since."""
        for village in dict.fromkeys((self._home.get(grid_id, row.village), row.village)):
            namesakes = self._namesakes.get((village, row.name), [])
            fitting = [p for p in namesakes if not _gainsays(row, p)]
            if fitting:
                best = max(fitting, key=lambda p: (_agrees(row, p), p.grid_id == grid_id, -p.id))
                namesakes.remove(best)
                return best
        return None

    def take_from_elsewhere(self, row: MingbairenRow) -> Mingbairen | None:
        """The same person, until now in another village of the street."""
        for person in self._sharing(row):
            if one_spelling(person.name) == row.name:
                self._namesakes[self.village[person.id], row.name].remove(person)
                self._rest = None
                return person
        return None

    def called_otherwise(self, row: MingbairenRow) -> Mingbairen | None:
        """Somebody of another name who has this mobile or this certificate."""
        others = (p for p in self._sharing(row) if one_spelling(p.name) != row.name)
        return next((p for p in others if _same_mobile(row, p) or _same_certificate(row, p)), None)

    def left_over(self) -> list[Mingbairen]:
        rest = [person for people in self._namesakes.values() for person in people]
        return [person for person in rest if person.stage is not Stage.LEFT]

    def _sharing(self, row: MingbairenRow) -> list[Mingbairen]:
        if self._rest is None:
            self._rest = {}
            for person in self.left_over():
                for mark in _marks(person):
                    self._rest.setdefault(mark, []).append(person)
        found = [p for mark in _marks(row) for p in self._rest.get(mark, [])]
        return list(dict.fromkeys(found))


def _marks(one: MingbairenRow | Mingbairen) -> list[tuple[str, str]]:
    """What tells a person: phone, certificate, name with month of birth."""
    born = f"{one_spelling(one.name)} {one.born}" if one.born and "-" in one.born else None
    said = {"phone": one.phone, "certificate": one.certificate, "born": born}
    return [(kind, value) for kind, value in said.items() if value]


def _gainsays(row: MingbairenRow, person: Mingbairen) -> bool:
    """Another month of birth and another phone: somebody else of the same name."""
    other_birth = bool(row.born and person.born and row.born != person.born)
    other_phone = bool(row.phone and person.phone and not same_phone(row.phone, person.phone))
    return other_birth and other_phone


def _agrees(row: MingbairenRow, person: Mingbairen) -> int:
    return (
        (row.born is not None and row.born == person.born)
        + bool(row.phone and person.phone and same_phone(row.phone, person.phone))
        + _same_certificate(row, person)
    )


def _same_mobile(row: MingbairenRow, person: Mingbairen) -> bool:
    phone = row.phone
    return phone is not None and is_mobile(phone) and not is_masked(phone) and phone == person.phone


def _same_certificate(row: MingbairenRow, person: Mingbairen) -> bool:
    return row.certificate is not None and row.certificate == person.certificate
