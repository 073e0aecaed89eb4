"""Who is called in a group: @法治哨点 本月情况, with others called before and behind it.

Every message of a group calls the bot, so a message that calls one name alone tells ours; from
then on the name needs no blank behind it (@法治哨点本月情况). What is no name yet ends at a blank.
"""

import re

AT = "[@＠]"
_ALONE = re.compile(rf"\s*{AT}(?P<name>[^\s@＠]{{1,40}})\s[^@＠]*")


class Mentions:
    def __init__(self, name: str) -> None:
        """`name` is the bot's as the settings tell it; empty if they don't."""
        self._names = {name} if name else set[str]()
        self._told = bool(name)

    def without(self, text: str) -> str:
        """What was said, without who was called before it and behind it."""
        alone = _ALONE.fullmatch(text)
        if alone and not self._told:
            self._names = {alone["name"]}
        own = "".join(f"{re.escape(name)}|" for name in self._names)
        called = rf"{AT}(?:{own}[^\s@＠]+)"
        return re.sub(rf"^\s*(?:{called}[\s,，:：、]*)+|(?:[\s,，、]*{called})+\s*$", "", text)
