"""Why a workbook that could be read is not imported all the same, and why a roll is not printed."""

from domain.errors import Refused


class NotYourDistrict(Refused):
    """The workbook is of a street this office does not answer for, or of one not known yet."""

    def __init__(self, name: str | None) -> None:
        super().__init__()
        self.name = name


class ProblemsLeft(Refused):
    """There are cells that can't be taken, and nobody said to leave their rows out."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class StreetUnclear(Refused):
    """A roll is of one street: several are possible and none of them is named, or there is none."""

    def __init__(self, streets: list[str]) -> None:
        super().__init__()
        self.streets = streets
