"""Everything that can't be done is explained in a sentence of its own."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import actions
import bot
import demo
import domain
import reports
import scheduler
import storage
import web
import words
from domain.districts import PlaceRefused
from domain.errors import DomainError, Refused, Stale
from domain.months import MonthNotOver
from domain.visits import NotRecorded
from words.errors import sentence_for
from words.places import place_sentence
from words.refusals import ALWAYS, GENERAL

BASES = {DomainError, Refused, NotRecorded, PlaceRefused}
"""Only their subclasses are raised."""
NOBODY_MEETS = {MonthNotOver}
"""No button and no command closes a month that still runs."""


def _errors(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for error in base.__subclasses__():
        yield error
        yield from _errors(error)


def _load_everything() -> None:
    for package in (actions, bot, demo, domain, reports, scheduler, storage, web, words):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def _has_its_own(error: type[DomainError]) -> bool:
    written = sentence_for.dispatch(error) is not sentence_for.dispatch(DomainError)
    if issubclass(error, PlaceRefused):
        written = place_sentence.dispatch(error) is not place_sentence.dispatch(PlaceRefused)
    return written or error in ALWAYS


def test_every_error_a_person_can_meet_has_its_own_sentence():
    _load_everything()
    found = {error for error in _errors() if not error.__module__.startswith("tests.")} - BASES
    assert len(found) > 30
    assert {error for error in found if not _has_its_own(error)} == NOBODY_MEETS


def test_an_error_nobody_wrote_a_sentence_for_is_answered_all_the_same():
    assert sentence_for(MonthNotOver()) == GENERAL


def test_a_kind_of_error_says_what_its_general_kind_says():
    class DoneYesterday(Stale):
        pass

    assert sentence_for(DoneYesterday()) == ALWAYS[Stale]


def test_commands_explain_without_loading_the_bot():
    asked = "import sys, bot.cli; print('aiogram' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "False", said.stderr
