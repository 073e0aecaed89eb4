"""A shortfall's figures as people read them."""

from domain.shortfalls import ShortfallKind
from words.numbers import hours_text


def figure_words(kind: ShortfallKind, figure: int) -> str:
    """What there is, or what is wanted."""
    if kind is ShortfallKind.NO_ADVISER:
        return "有聘任" if figure else "没有聘任"
    if kind is ShortfallKind.HOURS:
        return hours_text(figure) if figure else "0小时"
    return f"{figure}次" if kind is ShortfallKind.NO_VISIT else f"{figure}人"
