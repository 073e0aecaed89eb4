"""What `shaodian doctor` has to say: well, or something to be done about it."""

from typing import NamedTuple


class Finding(NamedTuple):
    well: bool
    words: str
