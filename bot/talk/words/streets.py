"""The streets of a county side by side, for who answers for several."""

from collections.abc import Sequence

from actions.streets import StreetFigures
from bot.talk.cards import Card, pager
from bot.talk.presses.months import About, StreetList, StreetMonth
from bot.talk.words.buttons import standing as button
from domain.months import Month
from words.labels import PHASE_LABELS
from words.numbers import hours_text, with_parts
from words.times import month_words

_TITLES: dict[About, str] = {
    About.GLANCE: "情况",
    About.SHORT: "未达标",
    About.FILE: "统计表",
    About.BULLETIN: "通报",
}


def streets_card(
    about: About,
    month: Month,
    shown: Sequence[StreetFigures],
    page: int,
    pages: int,
) -> Card:
    """Side by side in the order of their codes: nobody is ranked."""
    lines = [
        f"· {each.street.name}：达标{with_parts(*each.villages)}，"
        f"计入{hours_text(each.counted)}（{PHASE_LABELS[each.phase]}）"
        for each in shown
    ]
    buttons = [
        (
            button(
                each.street.name,
                StreetMonth(about=about, district_id=each.street.id, month=str(month)),
            ),
        )
        for each in shown
    ]
    turns = pager(pages, page, StreetList(about=about, month=str(month)).pack().rpartition(":")[0])
    return Card(
        title=f"{month_words(month)}各街道{_TITLES[about]}",
        text="\n".join([*lines, "点开一个街道查看。"]),
        rows=(*buttons, *turns),
    )
