"""Names of people inside a text: marked, so that whoever shows it can mask them."""

import re
from collections.abc import Sequence

from domain.people import masked_name

MOST_NAMES = 8
NAME_START, NAME_END = "\ue000", "\ue001"


def who(name: str) -> str:
    """Mark a person's name inside a text."""
    return f"{NAME_START}{name}{NAME_END}"


def shown_names(text: str, *, mask: bool) -> str:
    """The text with its marked names as they are, or as 王**."""
    return re.sub(
        f"{NAME_START}(.*?){NAME_END}",
        lambda found: masked_name(found[1]) if mask else found[1],
        text,
    )


def some_names(names: Sequence[str]) -> str:
    """As many places as a line should carry; of more, how many."""
    shown = "、".join(names[:MOST_NAMES])
    return f"{shown}等{len(names)}个" if len(names) > MOST_NAMES else shown
