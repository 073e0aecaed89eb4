"""What ails the bot itself, and whom it does not reach: told to the office in its digests, and with
what ails the machine below it to whoever looks (`shaodian doctor`, the desk)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from domain.model import Model


class ShutDoor(Model):
    """Somebody whom a messenger does not reach (`messenger` empty: none does), and the remedy.

    `elsewhere`: another door of theirs takes the messages.
    """

    name: str
    messenger: str = ""
    reason: str
    elsewhere: bool = False


class MessengerIll(Model):
    """A messenger or a group (`wecom_group:名`) that fails as a whole; `why` in words."""

    ails: Literal["messenger"] = "messenger"
    messenger: str
    since: datetime
    why: str


class JobFailed(Model):
    """A job that was given up for one period."""

    ails: Literal["job"] = "job"
    job: str
    period: str
    streets: tuple[str, ...] = ()


class JobCutOff(Model):
    """A job whose process ended `times` times while it ran for one period; it goes on trying."""

    ails: Literal["job_cut_off"] = "job_cut_off"
    job: str
    period: str
    streets: tuple[str, ...] = ()
    times: int


class CalendarMissing(Model):
    """Nobody has told the days off of this year."""

    ails: Literal["calendar"] = "calendar"
    year: int


Illness = MessengerIll | JobFailed | JobCutOff | CalendarMissing


class MessengerAway(Model):
    """A messenger that keeps a connection and has none; `seen_at`: when it last had."""

    ails: Literal["away"] = "away"
    messenger: str
    seen_at: datetime | None


class JobStumbled(Model):
    """The last attempt of a job failed, with an error for engineers; it may go on trying."""

    ails: Literal["job_stumbled"] = "job_stumbled"
    job: str
    period: str
    error: str
    given_up: bool


class DiskNearlyFull(Model):
    ails: Literal["disk"] = "disk"
    folder: str
    free: int


class BackupOld(Model):
    """`made_at`: when the last one was made, if ever one was."""

    ails: Literal["backup"] = "backup"
    made_at: datetime | None


class NotTidied(Model):
    """Something that names people did not end in time."""

    ails: Literal["tidy"] = "tidy"


Ailing = Illness | MessengerAway | JobStumbled | DiskNearlyFull | BackupOld | NotTidied

AWAY = timedelta(minutes=2)
"""The service notes three times a minute that it is connected."""
LEAST_FREE = 1024**3
"""Bytes. A backup needs room beside the database, and a full disk takes nothing more."""
BACKUP_LASTS = timedelta(days=7)


class Seen(Model):
    """The machine and what it keeps, as seen at one moment. `connected`: when each messenger that
    keeps a connection last had one. `kept_since`: since when there is something to be backed up;
    None where that is not ours to say, as of a server."""

    connected: Mapping[str, datetime | None] = {}
    folder: str = ""
    free: int | None = None
    kept_since: datetime | None = None
    backed_up_at: datetime | None = None
    tidied: bool = True


def nearly_full(folder: str, free: int) -> DiskNearlyFull | None:
    return DiskNearlyFull(folder=folder, free=free) if free < LEAST_FREE else None


def ills_of(seen: Seen, now: datetime) -> list[Ailing]:
    found: list[Ailing] = [
        MessengerAway(messenger=name, seen_at=at)
        for name, at in seen.connected.items()
        if at is None or now - at > AWAY
    ]
    if seen.free is not None and (full := nearly_full(seen.folder, seen.free)):
        found.append(full)
    last = seen.backed_up_at or seen.kept_since
    if last and now - last > BACKUP_LASTS:
        found.append(BackupOld(made_at=seen.backed_up_at))
    return found if seen.tidied else [*found, NotTidied()]
