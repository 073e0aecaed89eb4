"""How a place comes by its 口径: field by field, from the nearest place that says it (规则 1.4).

A place says some fields from a month on; what it said from an earlier month is over then. So a
county may set the hours, and a street of it nothing but its own closing day (docs/decisions/0021).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from domain.months import Month
from domain.policy import Policy
from domain.working_days import WorkCalendar


class Setting(NamedTuple):
    """What one place says from a month on; `body` holds only the fields it says."""

    place_id: int
    since: Month
    body: Mapping[str, Any]
    set_at: datetime


class Inherited(NamedTuple):
    """`origins`: by field, the place that says it; nobody says the others.

    `set_at`: when the latest of all that is in force was set.
    """

    policy: Policy
    origins: Mapping[str, int]
    set_at: datetime | None


def said_by(settings: Iterable[Setting], place_id: int, month: Month) -> Setting | None:
    """What is in force at the place itself."""
    own = [s for s in settings if s.place_id == place_id and s.since <= month]
    return max(own, key=lambda setting: setting.since, default=None)


def inherited(settings: Sequence[Setting], chain: Sequence[int], month: Month) -> Inherited:
    """The policy of the last place of this chain, which runs from everywhere down."""
    body: dict[str, Any] = {}
    origins: dict[str, int] = {}
    moments: list[datetime] = []
    for place_id in chain:
        setting = said_by(settings, place_id, month)
        if setting is not None:
            body |= setting.body
            origins |= dict.fromkeys(setting.body, place_id)
            moments.append(setting.set_at)
    return Inherited(Policy.model_validate(body), origins, max(moments, default=None))


def calendar_at(tables: Mapping[int, Mapping[date, bool]], chain: Sequence[int]) -> WorkCalendar:
    """Day by day the nearest place that says whether it is a working one."""
    whole: dict[date, bool] = {}
    for place_id in chain:
        whole |= tables.get(place_id, {})
    return WorkCalendar(whole)
