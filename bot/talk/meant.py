"""What people say instead of pressing: the number of a button, its words, or simply yes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.talk.dialogues import Offer
from domain.understanding import read_number

ENDS = "。.！!，,、;；~～…？? "
"""What dictation and thumbs put behind a word."""
_NUMBER = re.compile(r"第?(\d{1,2}|[一二两三四五六七八九十]{1,3})[个项条]?")
UNSEEN = frozenset({"Cf", "Cs", "Co", "Mn", "Me"})
"""Categories of signs that show nothing by themselves: zero-width blanks, variation selectors."""
_TO_A_BOT = re.compile(r"^/([A-Za-z_]+)@\w+")
_OPENING, _CLOSING = "“”\"'‘’「『【《[", "“”\"'‘’」』】》]"
_LONGEST = 60
"""Characters; a longer text is no word of a button."""
YES = frozenset(
    {"是", "是的", "对", "对的", "好", "好的", "行", "可以", "没错", "没问题", "嗯", "嗯嗯"}
    | {"保存", "确认"}
)
SAYING_YES = ("保存", "确认")
_BEFORE = re.compile(r"^(?:嗯+|好的?|对的?|是的?|行|可以|没问题|那就|请|帮我|我要|就)(?=.{2})")
_BEHIND = re.compile(r"(?<=.{2})(?:吧|一下|了|啊|呀|哈|谢谢)+$")

_CHANGE = re.compile(
    r"(?:改|填|修改|更改|更正|重填|补填|换|变更|补)(?:一下|一个|个|下|写)? ?(?P<name>[^ ]{1,6}?)"
    r"(?:吧|一下|了)?"
)
_WRONG = re.compile(
    r"(?P<name>[^ ]{1,6}?)(?:[填写弄搞说]?错了?|有误|不对|要改|改一下|改下|需要改|修改一下)"
    r"(?:了|吧)?"
)


def tidy(text: str) -> str:
    """Full-width forms made half-width, runs of spaces made one, signs nobody sees left out."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def command(text: str) -> str:
    """The text as a command may be said: without quotes around it, the bot's name behind it
    (/start@bot) and what dictation puts at its end."""
    said = _TO_A_BOT.sub(r"\1", tidy(text)).lstrip("/").rstrip(ENDS)
    quoted = said[:1] in _OPENING
    said = said.lstrip(_OPENING).rstrip(ENDS + _CLOSING) if quoted else said
    return said.strip()


def part_named(text: str, parts: Mapping[str, tuple[str, ...]]) -> str | None:
    """The part that is to be changed where its value is not said: 改村, 时间错了, 改一下人数."""
    said = _BEFORE.sub("", command(text))
    found = _CHANGE.fullmatch(said) or _WRONG.fullmatch(said)
    name = found["name"] if found else ""
    return next((part for part, names in parts.items() if name in names), None)


def meant(text: str, offers: Sequence[Offer]) -> str | None:
    """The press that the text means on the card shown last; None where it means none."""
    if len(text) > _LONGEST:
        return None
    said = command(text)
    numbered = [offer.press for offer in offers if offer.numbered]
    number = _number(said)
    if number and number <= len(numbered):
        return numbered[number - 1]
    presses = {offer.words: offer.press for offer in reversed(offers) if offer.words}
    bare = _BEHIND.sub("", _BEFORE.sub("", re.sub(rf"[{re.escape(ENDS)}]", "", said)))
    if press := presses.get(said) or presses.get(bare):
        return press
    yes = [presses[words] for words in SAYING_YES if words in presses]
    return yes[0] if len(yes) == 1 and bare in YES else None


def _number(said: str) -> int | None:
    found = _NUMBER.fullmatch(said)
    return read_number(found[1]) if found else None
