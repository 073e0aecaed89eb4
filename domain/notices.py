"""What is told to people unasked. An action writes a notice into the outbox with its cause;
the bot turns it into a card when it is delivered."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from domain.change_notices import ChangeNotice
from domain.illnesses import Illness, ShutDoor
from domain.mingbairen import Stage
from domain.model import Model
from domain.shortfalls import ShortfallKind


class ShortLine(Model):
    """One shortfall as a digest lists it; minutes for hours, people for grids and villages."""

    shortfall_id: int | None = None
    kind: ShortfallKind
    village: str
    subject: str
    """The name of the village, adviser or grid that is short."""
    figure: int
    wanted: int


class HoursReminder(Model):
    """To an adviser who is behind: the villages concerned, minutes so far and wanted."""

    about: Literal["hours_reminder"] = "hours_reminder"
    month: str
    working_days_left: int
    lines: tuple[ShortLine, ...]


class Digest(Model):
    """One message per recipient, worst first. To the office (`for_office`), `illnesses` say
    what ails the bot, and `shut` names the doors through which nobody is reached."""

    about: Literal["digest"] = "digest"
    occasion: Literal["before_month_end", "month_end", "grids_weekly", "preview"]
    month: str
    lines: tuple[ShortLine, ...]
    more: int = 0
    """Shortfalls beyond the lines, which are the worst ones."""
    unconfirmed_visits: int = 0
    until: date | None = None
    """The last day of the 补录期, for the preview."""
    for_office: bool = False
    illnesses: tuple[Annotated[Illness, Field(discriminator="ails")] | str, ...] = ()
    """Digests written by version 0.1.0 have them in words."""
    shut: tuple[ShutDoor, ...] = ()


class CasesEscalated(Model):
    about: Literal["cases_escalated"] = "cases_escalated"
    lines: tuple[ShortLine, ...]
    more: int = 0


class CaseHandedOver(Model):
    about: Literal["case_handed_over"] = "case_handed_over"
    line: ShortLine
    by_name: str
    note: str | None = None


class MadeUp(Model):
    about: Literal["made_up"] = "made_up"
    period: str
    line: ShortLine


class ShortAgain(Model):
    """To who was told that it was made up: a visit was withdrawn, or sent back."""

    about: Literal["short_again"] = "short_again"
    period: str
    line: ShortLine


class GridLost(Model):
    """The last 明白人 of a grid is gone, or (`at_risk`) soon will be.

    Gone: `stage` is the one they went to, `why` what was written then. At risk: `ends` are the
    last days of the certificates there are.
    """

    about: Literal["grid_lost"] = "grid_lost"
    village: str
    grid: str
    grid_id: int
    at_risk: bool = False
    stage: Stage | None = None
    why: str | None = None
    gone_to: str | None = None
    """The grid they were moved to."""
    ends: tuple[date, ...] = ()
    reason: str = ""
    """What notices written by version 0.1.0 say instead, in words."""


class GridsAtRisk(Model):
    """Several grids at once, as when all certificates of one course end together."""

    about: Literal["grids_at_risk"] = "grids_at_risk"
    grids: tuple[GridLost, ...]


class CheckOutAsked(Model):
    about: Literal["check_out_asked"] = "check_out_asked"
    check_in_id: int
    village: str
    since: datetime
    day_is_over: bool = False
    """At midnight the check-in became a draft that counts nothing until its end is given."""


class VisitToConfirm(Model):
    about: Literal["visit_to_confirm"] = "visit_to_confirm"
    visit_id: int
    village: str
    adviser: str
    day: date
    minutes: int


class VisitAnswered(Model):
    """To the adviser: the village confirmed fewer minutes, or sent the visit back."""

    about: Literal["visit_answered"] = "visit_answered"
    visit_id: int
    village: str
    day: date
    minutes: int
    confirmed_minutes: int | None = None
    reason: str | None = None


class Document(Model):
    """A file kept for whoever is told of it."""

    file_id: int
    name: str


class BulletinReady(Model):
    """With the document of the street; to who answers for several, with the names of `streets`."""

    about: Literal["bulletin_ready"] = "bulletin_ready"
    month: str
    document: Document | None = None
    streets: tuple[str, ...] = ()


class Interrupted(Model):
    """To who was talking when the messenger was away: what they said meanwhile is gone."""

    about: Literal["interrupted"] = "interrupted"
    since: datetime
    until: datetime


class ReadyCard(Model):
    """A card that could not be shown at once, as JSON."""

    about: Literal["ready_card"] = "ready_card"
    card: dict[str, Any]


Notice = Annotated[
    HoursReminder
    | Digest
    | CasesEscalated
    | CaseHandedOver
    | MadeUp
    | ShortAgain
    | GridLost
    | GridsAtRisk
    | CheckOutAsked
    | VisitToConfirm
    | VisitAnswered
    | BulletinReady
    | Interrupted
    | ChangeNotice
    | ReadyCard,
    Field(discriminator="about"),
]

NOTICES: TypeAdapter[Notice] = TypeAdapter(Notice)
