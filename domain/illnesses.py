"""What ails the bot itself, and whom it does not reach: told to the office in its digests."""

from datetime import datetime
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
