"""A domain error as a card: its sentence, and where to go on from there."""

from bot.talk.cards import Button, Card, say
from bot.talk.words.buttons import MENU
from bot.talk.words.check_ins import end_or_drop
from domain.check_ins import AlreadyCheckedIn
from domain.errors import DomainError, NotAllowed, NotFound, Stale
from domain.mingbairen import AlreadyOnRoll, Stage
from domain.steps import NotNext
from words.errors import sentence_for
from words.refusals import GENERAL

LEADS_NOWHERE = (Stale, NotAllowed, NotFound, AlreadyOnRoll)
"""Saying it another way does not help; the menu does."""


def error_card(error: DomainError) -> Card:
    sentence = sentence_for(error)
    if isinstance(error, AlreadyCheckedIn):
        return Card(text=sentence, rows=(end_or_drop(error.check_in.id),))
    return say(sentence, *_ways_on(error, sentence))


def _ways_on(error: DomainError, sentence: str) -> tuple[Button, ...]:
    if isinstance(error, NotNext):
        return () if isinstance(error.now, Stage) else (MENU,)
    return (MENU,) if sentence == GENERAL or isinstance(error, LEADS_NOWHERE) else ()
