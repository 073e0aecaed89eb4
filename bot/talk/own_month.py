"""The month of an adviser, village by village, as every card and page of it shows it."""

from datetime import datetime

from actions.month.standings import Standing, adviser_standing, adviser_standings
from bot.talk.cards import Bar
from bot.talk.words.visits import MonthOf
from domain.months import Month
from domain.policy import QuotaBasis
from storage.unit import Unit
from words.numbers import hours_of_quota
from words.visits import all_villages, bar_note, progress_words, recorded_words


async def month_of(unit: Unit, adviser_id: int, month: Month, now: datetime) -> MonthOf:
    """A line and a bar for every village; a line of all together where the adviser is judged so."""
    over = month < Month.at(now)
    standings = await adviser_standings(unit, adviser_id, month, now)
    lines = [progress_words(s.village.name, month, s.progress, over=over) for s in standings]
    own = await adviser_standing(unit, adviser_id, month, now)
    together = []
    for each in own:
        if each.basis is QuotaBasis.ADVISER:
            whole = all_villages(each.street.name if len(own) > 1 else "")
            together.append(progress_words(whole, month, each.progress, over=over))
    count, total = sum(s.own_visits for s in standings), sum(s.own for s in standings)
    words = "\n".join([*together, recorded_words(count, total, over=over)])
    return MonthOf(month, lines, words, tuple(bar_of(each) for each in standings))


def bar_of(standing: Standing) -> Bar:
    counted, quota = standing.counted, standing.quota
    return Bar(
        label=standing.village.name,
        counted=counted,
        confirmed=standing.confirmed,
        quota=quota,
        due=standing.due,
        pace=standing.pace,
        figure=hours_of_quota(counted, quota),
        note=bar_note(counted, quota),
    )
