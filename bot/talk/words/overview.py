"""Cards about a month at a glance: the figures, the villages short, the grids uncovered."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from actions.illnesses import Illnesses
from actions.month.glance import Glance
from actions.month.standings import Standing
from bot.talk.cards import Attachment, Button, Card, Fact, pager, say
from bot.talk.presses.cases import CaseList
from bot.talk.presses.grids import UncoveredList
from bot.talk.presses.months import (
    About,
    MonthFile,
    MonthOpen,
    ShortList,
    StreetMonth,
)
from bot.talk.presses.villages import VillageOpen
from bot.talk.words.buttons import standing as button
from domain.districts import District
from domain.grids import GridCover
from domain.months import Month
from domain.policy import QuotaBasis
from domain.shortfalls import State
from words.digests import ailing_lines
from words.labels import PHASE_LABELS, STATE_LABELS
from words.names import some_names
from words.numbers import hours_of_quota, hours_text, with_parts
from words.subjects import in_village
from words.times import month_words

_OF_A_STREET: tuple[tuple[str, About], ...] = (
    ("未达标", About.SHORT),
    ("导出", About.FILE),
    ("通报", About.BULLETIN),
)


def glance_card(glance: Glance, street_id: int | None = None) -> Card:
    """`street_id`: of one street of the several that the office answers for."""
    phase = f"，{PHASE_LABELS[glance.phase]}" if glance.phase else ""
    title = f"{glance.office}{month_words(glance.month)}情况(截至{glance.today.day}日{phase})"
    return Card(
        title=title,
        text=_ailing(glance.illnesses),
        facts=_facts(glance),
        rows=_ways_on(glance, street_id),
    )


def _facts(glance: Glance) -> tuple[Fact, ...]:
    by_village = glance.basis is QuotaBasis.VILLAGE
    marks = ("（考核口径）", "") if by_village else ("", "（考核口径）")
    unserved = some_names(glance.unserved)
    confirmed = f"，其中村确认{hours_text(glance.confirmed)}" if glance.visits else ""
    facts = [
        Fact(label="达标的村(社区)", value=f"{with_parts(*glance.villages)}{marks[0]}"),
        Fact(label="达标的法律顾问", value=f"{with_parts(*glance.advisers)}{marks[1]}"),
        Fact(
            label="进村服务",
            value=f"{glance.visits}次，计入{hours_text(glance.counted)}{confirmed}",
        ),
        Fact(label="待村里确认", value=f"{glance.unconfirmed_visits}次"),
        Fact(label="有明白人的网格", value=with_parts(*glance.grids)),
        Fact(label="未配备法律顾问", value=unserved or "没有"),
        Fact(label="待办", value=f"{glance.cases}项，其中未答复{glance.unanswered}项"),
    ]
    if glance.waived:
        facts.append(Fact(label="已豁免", value=f"{glance.waived}项"))
    return tuple(facts)


def _ailing(illnesses: Illnesses) -> str:
    shut = [door for doors in illnesses.shut.values() for door in doors]
    return ailing_lines(illnesses.ailing, shut)


def _ways_on(glance: Glance, street_id: int | None) -> tuple[tuple[Button, ...], ...]:
    month, before = str(glance.month), glance.month.plus(-1)
    if street_id is not None:
        last = StreetMonth(about=About.GLANCE, district_id=street_id, month=str(before))
        return (
            tuple(
                button(word, StreetMonth(about=about, district_id=street_id, month=month))
                for word, about in _OF_A_STREET
            ),
            (button(f"{before.month}月情况", last),),
        )
    return (
        (
            button("未达标", ShortList(month=month)),
            button("网格覆盖", UncoveredList()),
            button("待办", CaseList()),
        ),
        (
            button("导出", MonthFile(month=month)),
            button(f"{before.month}月情况", MonthOpen(month=str(before))),
        ),
    )


def short_card(
    month: Month,
    shown: Sequence[tuple[Standing, State | None]],
    total: int,
    page: int,
    pages: int,
    street: District | None = None,
) -> Card:
    whose = street.name if street else ""
    if not shown:
        return say(f"{whose}{month_words(month)}没有未达标的村(社区)。")
    rows = [
        (
            button(
                short_words(s, state),
                VillageOpen(village_id=s.village.id, month=str(month)),
                f"{s.village.name} 还差{hours_text(s.progress.missing)}" if s.advisers else "",
            ),
        )
        for s, state in shown
    ]
    press: CallbackData = ShortList(month=str(month))
    if street:
        press = StreetMonth(about=About.SHORT, district_id=street.id, month=str(month))
    turns = pager(pages, page, press.pack().rpartition(":")[0])
    return Card(
        title=f"{whose}{month_words(month)}未达标的村(社区) {total}个",
        text="差得多的在前，点开可以看明细和原因。",
        rows=(*rows, *turns),
    )


def short_words(standing: Standing, state: State | None) -> str:
    name, gone = standing.village.name, standing.progress
    waived = f"（{STATE_LABELS[State.WAIVED]}）" if state is State.WAIVED else ""
    if not standing.advisers:
        return f"{name} 未配备法律顾问{waived}"
    if standing.basis is QuotaBasis.ADVISER:
        return f"{name} 本月未进村{waived}"
    done = hours_of_quota(gone.counted, gone.quota)
    return f"{name} {done}，还差{hours_text(gone.missing)}{waived}"


def uncovered_card(
    covered: tuple[int, int],
    shown: Sequence[Sequence[GridCover]],
    month: Month,
    page: int,
    pages: int,
) -> Card:
    """`shown` are the villages of one page, each with its uncovered grids."""
    title = f"网格覆盖 {with_parts(*covered)}"
    if not shown:
        return Card(title=title, text="每个网格都有在册的法律明白人。")
    lines = [f"· {group[0].village}：{'、'.join(grid_words(g) for g in group)}" for group in shown]
    buttons = [
        (
            button(
                f"{group[0].village} 缺{len(group)}个",
                VillageOpen(village_id=group[0].grid.village_id, month=str(month)),
            ),
        )
        for group in shown
    ]
    return Card(
        title=title,
        text="\n".join(["以下网格没有在册的法律明白人：", *lines]),
        rows=(*buttons, *pager(pages, page, UncoveredList.__prefix__)),
    )


def grid_words(cover: GridCover) -> str:
    growing = f"（培育中{cover.in_training}人）" if cover.in_training else ""
    return f"{in_village(cover.village, cover.grid.name)}{growing}"


def file_card(month: Month, file_id: int, name: str) -> Card:
    return Card(
        title=f"{month_words(month)}统计表",
        text="各村时长、服务明细、网格覆盖和未达标各一张表，数字可直接汇总。",
        attachment=Attachment(file_id=file_id, name=name, roster=True),
    )
