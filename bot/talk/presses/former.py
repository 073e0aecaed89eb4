"""Presses of earlier versions, as this one reads them: a card stays in a chat for years."""

from bot.talk.presses.cases import CaseAnswer
from bot.talk.presses.confirmations import VisitConfirm, VisitSendBack
from bot.talk.presses.filling import PAGES
from bot.talk.presses.visits import VisitWithdraw

_FORMER = {"e": "f", "is": "f", "rs": "f", "ip": PAGES, "rp": PAGES}
"""Prefixes of 0.1.0, not to be used again: a card shown before the upgrade still fills in."""
_SHORTER = {
    CaseAnswer.__prefix__: (3, ":"),
    VisitConfirm.__prefix__: (2, ":0:"),
    VisitSendBack.__prefix__: (1, ":"),
    VisitWithdraw.__prefix__: (2, ":"),
}
"""How many parts 0.1.0 gave, and the others as they are unsaid: what its card showed."""


def as_said_today(press: str) -> str:
    prefix, colon, rest = press.partition(":")
    if prefix in _FORMER:
        return f"{_FORMER[prefix]}{colon}{rest}"
    parts, unsaid = _SHORTER.get(prefix, (0, ""))
    return press + unsaid if parts and press.count(":") == parts else press
