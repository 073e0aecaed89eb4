"""进村服务: one stay of an adviser in one village, and when it is refused (规则 3.4)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.advisers import Assignment
from domain.errors import Refused, Stale
from domain.model import Model, version_of
from domain.months import Month, local_day, minutes_between
from domain.policy import Policy


class Activity(StrEnum):
    LECTURE = "lecture"
    CONSULTATION = "consultation"
    CAMPAIGN = "campaign"
    TRAINING = "training"
    DOOR_TO_DOOR = "door_to_door"
    MEDIATION = "mediation"
    DOCUMENT_REVIEW = "document_review"
    ONLINE = "online"
    OTHER = "other"


class Source(StrEnum):
    """How the visit came in; the base of its evidence (规则 3.10)."""

    LIVE = "live"
    AFTERWARDS = "afterwards"
    OFFICE = "office"


class Confirmation(StrEnum):
    """What the village says of the visit (规则 3.8)."""

    NONE = "none"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"


class VisitDraft(Model):
    """What an adviser wants recorded; checked before it becomes a Visit."""

    adviser_id: int
    village_id: int
    started_at: datetime
    ended_at: datetime
    activity: Activity = Activity.OTHER
    topic: str | None = None
    people: int | None = None
    leaflets: int | None = None
    result: str | None = None
    source: Source = Source.AFTERWARDS

    @property
    def day(self) -> date:
        return local_day(self.started_at)

    @property
    def month(self) -> Month:
        return Month.of(self.day)

    @property
    def minutes(self) -> int:
        return minutes_between(self.started_at, self.ended_at)


class Visit(VisitDraft):
    id: int
    recorded_at: datetime
    confirmation: Confirmation = Confirmation.NONE
    confirmed_minutes: int | None = None
    confirmed_by: int | None = None
    sent_back_reason: str | None = None
    withdrawn_at: datetime | None = None


class VisitChanged(Stale):
    """The visit is no longer what the card showed on which it was answered (规则 3.14)."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit


def check_as_shown(visit: Visit, shown: str | None) -> None:
    """`shown` is the version on the card; None where no card was shown."""
    if shown is not None and shown != version_of(visit):
        raise VisitChanged(visit)


def same_visit(draft: VisitDraft, before: VisitDraft) -> bool:
    """Whether a correction says nothing new; a clock face shows no seconds."""
    return _said(draft) == _said(before)


def _said(draft: VisitDraft) -> dict[str, object]:
    said = draft.model_dump(include=VisitDraft.model_fields.keys() - {"source"})
    ends = {end: said[end].replace(second=0, microsecond=0) for end in ("started_at", "ended_at")}
    words = {name: said[name] or None for name in ("topic", "result")}
    return said | ends | words


class ConfirmsTooMany(Refused):
    """More minutes were confirmed than the adviser recorded."""

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self.minutes = minutes


class SendBackUnexplained(Refused):
    """退回 needs a reason, or the adviser does not know what to correct."""


class NotRecorded(Refused):
    """A visit can't be recorded. Each subclass is one line of 规则 3.4."""


class EndsBeforeStart(NotRecorded):
    pass


class TooShort(NotRecorded):
    def __init__(self, minutes: int, least: int) -> None:
        super().__init__()
        self.minutes, self.least = minutes, least


class TooLong(NotRecorded):
    def __init__(self, minutes: int, most: int) -> None:
        super().__init__()
        self.minutes, self.most = minutes, most


class InTheFuture(NotRecorded):
    pass


class CrossesMidnight(NotRecorded):
    pass


class NotAssigned(NotRecorded):
    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


class Overlaps(NotRecorded):
    def __init__(self, other: Visit) -> None:
        super().__init__()
        self.other = other


class MonthClosed(NotRecorded):
    def __init__(self, month: Month) -> None:
        super().__init__()
        self.month = month


class BeforeItBegan(MonthClosed):
    """The street has been there since a day after this month."""

    def __init__(self, month: Month, began_on: date) -> None:
        super().__init__(month)
        self.began_on = began_on


def check_times(draft: VisitDraft, policy: Policy, now: datetime) -> None:
    """Refuse what no village could confirm (规则 3.4, the first four)."""
    if draft.ended_at <= draft.started_at:
        raise EndsBeforeStart
    if draft.ended_at > now:
        raise InTheFuture
    if local_day(draft.ended_at - timedelta(minutes=1)) != draft.day:  # 24:00 is still the same day
        raise CrossesMidnight
    if draft.minutes < policy.shortest_visit:
        raise TooShort(draft.minutes, policy.shortest_visit)
    if draft.minutes > policy.longest_visit:
        raise TooLong(draft.minutes, policy.longest_visit)


def check_assigned(draft: VisitDraft, assignments: Iterable[Assignment]) -> None:
    if not any(a.covers(draft.adviser_id, draft.village_id, draft.day) for a in assignments):
        raise NotAssigned(draft.day)


def check_not_overlapping(draft: VisitDraft, others: Iterable[Visit]) -> None:
    """One adviser can't be in two places; touching end to start is not overlapping."""
    for other in others:
        same_adviser = other.adviser_id == draft.adviser_id and other.withdrawn_at is None
        if same_adviser and draft.started_at < other.ended_at and other.started_at < draft.ended_at:
            raise Overlaps(other)
