"""A visit while it is being entered: what is known, what is missing, what a text adds."""

import datetime as dt
from collections.abc import Collection, Mapping

from bot.talk.filling import Unfinished
from domain.model import version_of
from domain.months import instant, local
from domain.understanding import Understood
from domain.villages import Village
from domain.visits import Activity, Source, Visit, VisitDraft

OBSERVED = ("village_id", "date", "start", "end")
"""What a check-in and its check-out have seen for themselves."""


TOLD = (*OBSERVED, "activity", "topic", "people", "leaflets")
"""What a person says of a visit."""
OTHER = ("village_id", "date", "start", "activity")
"""By these another visit is told from the same one."""

WHERE = ("candidates", "said_village")

NOON, SMALL_HOURS = dt.time(12), dt.time(6)


class VisitEntry(Unfinished):
    """`candidates` are villages that may be meant, to be asked about."""

    adviser_id: int
    village_id: int | None = None
    candidates: tuple[int, ...] = ()
    said_village: str | None = None
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    period: str | None = None
    """上午, 下午 or 晚上, said before any time was."""
    minutes: int | None = None
    activity: Activity | None = None
    topic: str | None = None
    people: int | None = None
    leaflets: int | None = None
    result: str | None = None
    visit_id: int | None = None
    """The visit this corrects."""
    shown: str | None = None
    """The version of it that is corrected: what has changed since is not written over."""
    check_in_id: int | None = None
    by_office: bool = False
    """Entered for the adviser, who can't change a reopened month."""
    reason: str | None = None
    """Why the office corrects somebody else's visit; the adviser is told."""
    photos: tuple[int, ...] = ()
    """Files sent with it, attached once it is saved."""
    live: bool = False
    """Place and both ends were recorded as they happened; changing one by hand ends that."""

    @property
    def missing(self) -> str | None:
        """The next part to ask for, one at a time."""
        if self.village_id is None:
            return "village"
        if self.date is None:
            return "date"
        if self.start is None:
            return "start"
        if self.end is None:
            return "end"
        if self.activity is None:
            return "activity"
        asks = self.by_office and self.visit_id is not None and self.reason is None
        return "reason" if asks else None

    def with_parts(self, **parts: object) -> "VisitEntry":
        """The entry with these parts set; start, end and minutes are kept in step."""
        changed = self.model_copy(update=parts)
        if "minutes" in parts and "end" not in parts:
            changed = changed.model_copy(update={"end": None})
        if changed.minutes is not None and changed.start and changed.end is None:
            hour, minute = divmod(
                changed.start.hour * 60 + changed.start.minute + changed.minutes, 60
            )
            if 0 <= hour < 48:  # past midnight `draft` says so, and saving is refused
                changed = changed.model_copy(update={"end": dt.time(hour % 24, minute)})
        if changed.start is not None:
            changed = changed.model_copy(update={"period": None})
        if changed.end is not None:
            changed = changed.model_copy(update={"minutes": None})
        same = all(getattr(changed, part) == getattr(self, part) for part in OBSERVED)
        return changed.model_copy(update={"live": self.live and same})

    def fresh(self) -> "VisitEntry":
        """Nothing said yet, of the same adviser by the same person."""
        return VisitEntry(adviser_id=self.adviser_id, by_office=self.by_office)

    def merged(self, new: "VisitEntry") -> "VisitEntry":
        """The entry with everything another one says; what it does not say stays."""
        parts = {part: getattr(new, part) for part in TOLD if getattr(new, part) is not None}
        if new.village_id is None and (new.candidates or new.said_village):
            parts |= {part: getattr(new, part) for part in ("village_id", *WHERE)}
        if "start" in parts or "end" in parts:
            parts.setdefault("end", None if "start" in parts else self.end)
        if new.minutes is not None:
            parts["minutes"] = new.minutes
        return self.with_parts(**parts, photos=(*self.photos, *new.photos))

    def like(self, other: "VisitEntry", parts: Collection[str] = ()) -> "VisitEntry":
        """The entry with what it lacks of another one: these parts, or all but the day."""
        wanted = {"village_id" if part == "village" else part for part in parts}
        wanted = wanted or set(TOLD) - {"date"}
        if self.start is not None or self.end is not None or self.minutes is not None:
            wanted -= {"start", "end", "minutes"}
        if self.candidates or self.said_village:
            wanted.discard("village_id")
        if self.activity not in (None, other.activity):
            wanted.discard("topic")
        lacking = [p for p in TOLD if p in wanted and getattr(self, p) is None]
        return self.with_parts(**{part: getattr(other, part) for part in lacking})

    def told(self, said: Understood, villages: Mapping[str, Village]) -> "VisitEntry":
        """The entry with everything a text said; what it did not say stays."""
        parts: dict[str, object] = {}
        nearly = said.said_village is not None and said.said_village != said.village
        if said.village in villages and nearly:
            near = villages[said.village or ""].id
            parts |= {"village_id": None, "said_village": said.said_village, "candidates": (near,)}
        elif said.village and said.village in villages:
            parts |= {"village_id": villages[said.village].id, "candidates": ()}
        elif said.villages:
            named = [villages[name].id for name in said.villages if name in villages]
            fitting = tuple(dict.fromkeys(named))
            one = fitting[0] if len(fitting) == 1 else None  # two names of one village
            parts |= {"village_id": one, "candidates": () if one else fitting}
        elif said.said_village:
            parts |= {"village_id": None, "said_village": said.said_village, "candidates": ()}
        for name in ("date", "period", "activity", "topic", "people", "leaflets"):
            if (value := getattr(said, name)) is not None:
                parts[name] = value
        return self.with_parts(**parts, **self._times(said))

    def _times(self, said: Understood) -> dict[str, object]:
        if said.start is not None and said.end is not None:
            return {"start": said.start, "end": said.end}
        if said.start is not None:
            return {"start": said.start, "end": None}
        if said.end is not None:
            return {"end": said.end}
        return {"minutes": said.minutes} if said.minutes is not None else {}

    def draft(self) -> VisitDraft:
        """The complete entry as a draft. An end of 00:00 is the midnight that follows; from an
        afternoon to the small hours is a night, to be refused as one that crosses midnight."""
        assert self.village_id and self.date and self.start and self.end is not None
        assert self.activity
        night = self.start >= NOON and self.end <= SMALL_HOURS
        overnight = night or self.end == dt.time(0) < self.start
        end_day = self.date + dt.timedelta(days=1) if overnight else self.date
        return VisitDraft(
            adviser_id=self.adviser_id,
            village_id=self.village_id,
            started_at=instant(self.date, self.start),
            ended_at=instant(end_day, self.end),
            activity=self.activity,
            topic=self.topic[:200] if self.topic else None,
            people=self.people,
            leaflets=self.leaflets,
            result=self.result,
            source=Source.LIVE if self.live else Source.AFTERWARDS,
        )

    @classmethod
    def of_visit(cls, visit: Visit) -> "VisitEntry":
        start, end = local(visit.started_at), local(visit.ended_at)
        return cls(
            adviser_id=visit.adviser_id,
            village_id=visit.village_id,
            date=visit.day,
            start=start.time().replace(second=0),
            end=end.time().replace(second=0),
            activity=visit.activity,
            topic=visit.topic,
            people=visit.people,
            leaflets=visit.leaflets,
            result=visit.result,
            visit_id=visit.id,
            shown=version_of(visit),
        )
