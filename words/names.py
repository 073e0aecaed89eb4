"""Names of people inside a text: marked, so that whoever shows it can mask them."""

import re

from domain.people import masked_name

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
