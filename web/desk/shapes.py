"""What marks and bars are drawn from: percentages and one sentence for who does not see them."""

from typing import NamedTuple

from actions.month.board import VillageMonth
from domain.paces import Pace
from words.desk import bar_words
from words.numbers import hours_number, hours_text


class Bar(NamedTuple):
    """The full width is what is wanted; `tick` is where today should be."""

    state: Pace
    solid: float
    striped: float
    tick: float | None
    label: str

    @property
    def unserved(self) -> bool:
        return self.state is Pace.UNSERVED


class Amount(NamedTuple):
    """`done` of `wanted`: `5.5` of `/8小时`."""

    done: str
    wanted: str


def bar_of(row: VillageMonth) -> Bar:
    standing = row.standing
    quota = standing.quota or 1
    counted = min(standing.counted, quota)
    confirmed = min(standing.confirmed, counted)
    open_still = row.pace in (Pace.BEHIND, Pace.ON_PACE)
    return Bar(
        row.pace,
        percent(confirmed, quota),
        percent(counted - confirmed, quota),
        percent(row.due, quota) if open_still else None,
        bar_words(standing.counted, standing.confirmed, standing.quota),
    )


def amount_of(row: VillageMonth) -> Amount | None:
    if row.pace is Pace.UNSERVED:
        return None
    counted, quota = row.standing.counted, row.standing.quota
    exact = not counted % 6
    return Amount(hours_number(counted) if exact else hours_text(counted), f"/{hours_text(quota)}")


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
