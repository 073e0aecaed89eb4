"""What buttons say back: short, typed, and the same in every messenger.

A messenger can be made to send what no button said. What does not fit its type is no press of ours
and gets the answer of an old button.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from domain.mingbairen import Stage

Id = Annotated[int, Field(ge=0, lt=2**31)]
Page = Annotated[int, Field(ge=0, lt=2**31)]
MonthName = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
"""`2026-11`."""
Value = Annotated[str, StringConstraints(pattern=r"^(\d{0,9}|\d{4}-\d\d-\d\d|\D.*)$")]
"""An id, a day or a word; which of them the part decides (see `offered`)."""


class Menu(CallbackData, prefix="menu"):
    """Does what typing this word does."""

    word: str


class Fill(CallbackData, prefix="f"):
    """Fills one part of the visit being entered; `ask` asks for a part again."""

    part: str
    value: Value = ""


class CheckInAt(CallbackData, prefix="ci"):
    village_id: Id


class CheckOut(CallbackData, prefix="co"):
    check_in_id: Id


class CheckInDrop(CallbackData, prefix="cx"):
    check_in_id: Id


class CheckOutStill(CallbackData, prefix="cs"):
    check_in_id: Id


class CheckOutLeft(CallbackData, prefix="cl"):
    check_in_id: Id


class FirstDoor(CallbackData, prefix="fd"):
    """The messenger notices go to first; empty for the order of the settings."""

    messenger: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,20}$")] = ""


class MyMonth(CallbackData, prefix="mm"):
    pass


class VisitList(CallbackData, prefix="vl"):
    page: Page = 0


class VisitOpen(CallbackData, prefix="vo"):
    visit_id: Id


class VisitEdit(CallbackData, prefix="ve"):
    visit_id: Id


class VisitWithdraw(CallbackData, prefix="vw"):
    visit_id: Id
    sure: bool = False


class PhotoFor(CallbackData, prefix="pf"):
    """The visit the photographs just sent belong to."""

    visit_id: Id


class PhotoOpen(CallbackData, prefix="po"):
    visit_id: Id
    number: Page = 0


class VisitAsk(CallbackData, prefix="va"):
    """Opens the card with which the village confirms a visit."""

    visit_id: Id


class VisitConfirm(CallbackData, prefix="vc"):
    visit_id: Id
    fewer: bool = False


class VisitSendBack(CallbackData, prefix="vb"):
    visit_id: Id


class ToConfirm(CallbackData, prefix="vt"):
    page: Page = 0


class GridOpen(CallbackData, prefix="g"):
    grid_id: Id
    page: Page = 0


class GridList(CallbackData, prefix="gl"):
    page: Page = 0


class Enrol(CallbackData, prefix="e"):
    """Fills one part of the 明白人 being registered; `ask` asks for a part again."""

    part: str
    value: Value = ""


class EnrolIn(CallbackData, prefix="eg"):
    """Begins to register a 明白人 of this grid."""

    grid_id: Id


class MingbairenOpen(CallbackData, prefix="mo"):
    mingbairen_id: Id


class MingbairenMove(CallbackData, prefix="mv"):
    mingbairen_id: Id
    stage: Stage
