"""Rates and hours as people read them (规则 5.1, 规则 5.3)."""

from enum import StrEnum


class Rounding(StrEnum):
    """`HALF_UP` is what a spreadsheet shows; `CUT` is for a paper that asks for it."""

    CUT = "cut"
    HALF_UP = "half_up"


def rate(
    numerator: int, denominator: int, decimals: int = 2, rounding: Rounding = Rounding.HALF_UP
) -> str:
    """`13.64%` for 3 of 22; `100%` only when both are equal; `—` of nothing. Not negative.

    The report cuts off: 17/37 is 45.9459…% and printed there as 45.94% (规则 5.2).
    """
    if denominator == 0:
        return "—"
    if numerator in (0, denominator):
        return f"{100 * numerator // denominator}%"
    whole = 10**decimals
    parts, rest = divmod(numerator * 100 * whole, denominator)
    if rounding is Rounding.HALF_UP and 2 * rest >= denominator:
        parts += 1
    if parts == 100 * whole:
        parts += -1 if numerator < denominator else 1
    after_point = f".{parts % whole:0{decimals}d}" if decimals else ""
    return f"{parts // whole}{after_point}%"


def with_parts(
    numerator: int, denominator: int, decimals: int = 2, rounding: Rounding = Rounding.HALF_UP
) -> str:
    """`3/22(13.64%)`: numerator and denominator are always shown."""
    return f"{numerator}/{denominator}({rate(numerator, denominator, decimals, rounding)})"


def hours_text(minutes: int) -> str:
    """`50分钟`, `8小时`, `5.5小时`; `5小时20分` where one decimal would lie."""
    if minutes < 60:
        return f"{minutes}分钟"
    if minutes % 6:
        return f"{minutes // 60}小时{minutes % 60}分"
    return f"{hours_number(minutes)}小时"


def hours_number(minutes: int) -> str:
    """Hours with at most one decimal, cut off so that 479 minutes never read as 8; exact only
    for whole tenths of an hour: use it bare where the sentence says 约."""
    whole, tenth = divmod(minutes // 6, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def hours_of_quota(counted: int, quota: int) -> str:
    """`5.5/8小时`; `5小时20分/8小时` where one decimal would lie."""
    if counted % 6 or quota % 6:
        return f"{hours_text(counted)}/{hours_text(quota)}"
    return f"{hours_number(counted)}/{hours_number(quota)}小时"
