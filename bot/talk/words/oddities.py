"""Cards about visits worth a second look."""

from collections.abc import Sequence

from actions.month.oddities import OddVisits
from bot.talk.cards import Card, pager, say
from bot.talk.presses.months import Oddities
from bot.talk.presses.visits import VisitOpen
from bot.talk.words.visit_lines import visit_button
from domain.months import Month
from domain.oddities import OddityKind
from words.names import who
from words.numbers import hours_text
from words.times import month_words

SHOWN_VISITS = 3


def oddities_card(
    found: Sequence[OddVisits], total: int, month: Month, page: int, pages: int
) -> Card:
    if not found:
        return say(f"{month_words(month)}的服务记录没有需要核对的情况。")
    lines = [f"{n}. {_words(each)}" for n, each in enumerate(found, start=1)]
    rows = tuple(
        (visit_button(visit, village, VisitOpen(visit_id=visit.id)),)
        for each in found
        for visit, village in each.visits[:SHOWN_VISITS]
    )
    note = "以下情况供人工核对，不代表有问题。"
    turn = pager(pages, page, f"{Oddities.__prefix__}:{month}")
    return Card(
        title=f"{month_words(month)}待核对 {total} 处",
        text="\n".join([note, *lines]),
        rows=(*rows, *turn),
    )


def _words(each: OddVisits) -> str:
    count, figure = len(each.visits), each.oddity.figure
    if each.oddity.kind is OddityKind.SAME_LENGTH:
        return f"{who(each.adviser)}的{count}次服务都是{hours_text(figure)}。"
    if each.oddity.kind is OddityKind.LAST_DAYS:
        return f"{who(each.adviser)}的{count}次服务都在月末最后{figure}天。"
    villages = "到".join(village for _, village in each.visits)
    return f"{who(each.adviser)}从{villages}只隔{figure}分钟。"
