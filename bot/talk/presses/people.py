"""People: their invitations, links and messengers."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from bot.talk.presses.values import Id, Page
from domain.people import Role


class FirstDoor(CallbackData, prefix="fd"):
    """The messenger notices go to first; empty for the order of the settings."""

    messenger: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,20}$")] = ""


class WebLink(CallbackData, prefix="wl"):
    """Makes a one-time link into the web chat for a person."""

    person_id: Id


class Invite(CallbackData, prefix="in"):
    """Makes a code for this person."""

    person_id: Id


class NotJoined(CallbackData, prefix="nj"):
    page: Page = 0


class PersonOpen(CallbackData, prefix="pp"):
    person_id: Id


class PersonLeaves(CallbackData, prefix="pl"):
    """Begins to deactivate this person."""

    person_id: Id


class InviteAll(CallbackData, prefix="ia"):
    """Codes and links for everybody of this role who has not joined."""

    role: Role
