"""A quotation inside a text, as messengers copy it, is told apart from one's own words."""

import re
from typing import NamedTuple

_QUOTED = re.compile(
    r"\s*(?:这是一条引用/回复消息[:：]?\s*)?[“\"]?「(?P<who>[^「」:：\n]{1,20}[:：]\s*)?(?P<quoted>[^「」]+)」[”\"]?\s*"
    r"(?:\n\s*[-—–_－=＿ ]{3,}\s*(?:\n|$)|(?(who)$|(?!)))(?P<own>.*)",
    re.S,
)
_TAKES_OVER = re.compile(
    r"(?:请|麻烦|帮我|帮忙|给我|把|就|我要|按|照|这个|这条|这次|这一条|上面|的|它|也|一样|同样"
    r"|登记|补记|补登|记录|录入|记|录|一下|服务|[吧了啊 。,，!！])*"
)
"""What asks for what was quoted: 登记这个, 帮我补记一下, or nothing at all."""


class Quotation(NamedTuple):
    quoted: str
    own: str


def read_quotation(text: str) -> Quotation | None:
    """「名字：…」 above a line of dashes, one's own words below. Without either, 「待办」 is one's
    own word in quotes."""
    found = _QUOTED.fullmatch(text)
    return Quotation(found["quoted"].strip(), found["own"].strip()) if found else None


def takes_over(own: str) -> bool:
    """Whether one's own words only ask to take what was quoted."""
    return bool(_TAKES_OVER.fullmatch(own.strip()))
