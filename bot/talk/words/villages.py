"""Cards about one village's month: where it stands, why, and its visits."""

from collections.abc import Sequence
from datetime import date

from actions.month.shortfalls import Why
from actions.villages import VillageDetail
from bot.talk.cards import Button, Card, Fact, in_rows, pager
from bot.talk.presses.advisers import ReplaceIn
from bot.talk.presses.cases import CaseOpen
from bot.talk.presses.villages import VillageOpen, VillageVisits, VillageWhy
from bot.talk.presses.visits import VisitOpen
from bot.talk.words.buttons import standing as button
from bot.talk.words.overview import grid_words
from domain.advisers import ADVISER_KIND_LABELS
from domain.hours import Counted, Reason, Stay
from domain.months import Month, local, local_day
from domain.policy import ConfirmationRule
from domain.shortfalls import ShortfallKind, Subject
from domain.villages import Village
from words.labels import KIND_LABELS, REASON_LABELS, STATE_LABELS
from words.names import who
from words.numbers import hours_of_quota, hours_text
from words.subjects import in_village, title_words
from words.times import day_words, month_words, visit_span
from words.why import part_words, policy_words, stay_words


def village_card(detail: VillageDetail) -> Card:
    standing, month = detail.standing, str(detail.standing.month)
    village = standing.village
    facts = (
        Fact(label="计入时长", value=_hours(detail)),
        Fact(label="法律顾问", value=_advisers(detail)),
        Fact(label="进村服务", value=f"{len(detail.visits)}次"),
        Fact(label="网格", value=_grids(detail)),
        Fact(label="在册明白人", value=f"{sum(c.registered for c in detail.covers)}人"),
        *(
            Fact(label=KIND_LABELS[w.row.kind], value=_state(w))
            for w in detail.rows
            if w.row.kind is not ShortfallKind.GRID_UNCOVERED
        ),
    )
    about = {"village_id": village.id, "month": month}
    before = standing.month.plus(-1)
    cases = [
        button(f"办理：{_about(w, village.name)}", CaseOpen(shortfall_id=w.row.id))
        for w in detail.rows
        if any(case.shortfall_id == w.row.id for case in detail.cases)
    ]
    ways_on = (
        button("原因", VillageWhy(**about)),
        button("服务明细", VillageVisits(**about)),
        button("更换顾问", ReplaceIn(village_id=village.id)),
        button(f"{before.month}月", VillageOpen(village_id=village.id, month=str(before))),
    )
    rows = (*in_rows(cases[:6], 2), *in_rows(ways_on, 2))
    return Card(title=f"{village.name} {month_words(month)}", facts=facts, rows=rows)


def _hours(detail: VillageDetail) -> str:
    """`8.5小时，其中村确认6小时`."""
    standing = detail.standing
    if not standing.advisers:
        return "未配备法律顾问"
    words = hours_of_quota(standing.counted, standing.quota)
    if detail.policy.confirmation is not ConfirmationRule.OFF:
        confirmed = hours_text(standing.confirmed) if standing.confirmed else "尚无"
        words += f"，其中村确认{confirmed}"
    missing = standing.progress.missing
    words += f"，还差{hours_text(missing)}" if missing else "，已达标"
    days = standing.month.last_day.day
    part = standing.assigned_days < days
    return f"{words}（本月聘任{standing.assigned_days}天）" if part else words


def _advisers(detail: VillageDetail) -> str:
    named = [f"{who(a.name)}（{ADVISER_KIND_LABELS[a.kind]}）" for a in detail.standing.advisers]
    return "、".join(named) or "未配备"


def _grids(detail: VillageDetail) -> str:
    least = detail.policy.grid_least
    bare = [grid_words(cover) for cover in detail.covers if cover.registered < least]
    covered = f"{len(detail.covers) - len(bare)}/{len(detail.covers)}个有在册明白人"
    return f"{covered}，缺：{'、'.join(bare)}" if bare else covered


def _about(why: Why, village: str) -> str:
    """`第一网格`, or what is short about the village itself."""
    if why.row.subject is Subject.VILLAGE:
        return KIND_LABELS[why.row.kind]
    return in_village(village, why.line.subject)


def _state(why: Why) -> str:
    words = STATE_LABELS[why.row.state]
    return f"{words}：{why.row.waived_reason}" if why.row.waived_reason else words


def why_card(
    detail: VillageDetail, shown: Sequence[tuple[Stay, Counted]], page: int, pages: int
) -> Card:
    """What counts and what does not, by which rules, and as of when."""
    standing = detail.standing
    counting = [part for _, part in detail.visits if part.minutes]
    left_out = len(detail.visits) - len(counting)
    together = sum(part.minutes for part in counting) - standing.counted
    lines = [f"计入{len(counting)}次共{hours_text(standing.counted)}，不计入{left_out}次。"]
    if not standing.advisers:
        lines = ["本月没有任何一天有聘任的法律顾问，因此是“未配备”，不按时长考核。"]
    if together:
        lines.append(f"几位顾问同时在村的{hours_text(together)}只算一次。")
    lines += [stay_words(visit, part) for visit, part in shown]
    if page == pages - 1:
        lines += [policy_words(detail.policy), *_judged(detail)]
    press = VillageWhy(village_id=standing.village.id, month=str(standing.month)).pack()
    return Card(
        title=f"{standing.village.name} {month_words(standing.month)}原因",
        text="\n".join(lines),
        rows=pager(pages, page, press.rpartition(":")[0]),
    )


def _judged(detail: VillageDetail) -> list[str]:
    return [line for why in detail.rows for line in moves_words(why)]


def moves_words(why: Why) -> list[str]:
    """When it was evaluated last, and every state it went through."""
    of_grid = why.row.subject is Subject.GRID
    name = f"{in_village(why.line.village, why.line.subject)} " if of_grid else ""
    at = local(why.row.evaluated_at)
    steps = [
        f"{day_words(local_day(m.at))}{STATE_LABELS[m.after]}" + (f"（{m.note}）" if m.note else "")
        for m in why.moves
    ]
    label = f"{name}{KIND_LABELS[why.row.kind]}"
    evaluated = f"{label}：按{day_words(at.date())} {at:%H:%M}的数据判定"
    return [f"{evaluated}；{' → '.join(steps)}。" if steps else f"{evaluated}。"]


def shortfall_card(why: Why) -> Card:
    """Why a grid, a thin village or an adviser is short, from what the evaluation saw."""
    seen = why.row.why
    lines = []
    if "registered" in seen:
        growing = f"，培育中{seen['in_training']}人" if seen.get("in_training") else ""
        lines.append(f"在册{seen['registered']}人，应有{seen['least']}人{growing}。")
    for entry in [*seen.get("counted", ()), *seen.get("not_counted", ())][:20]:
        reason = Reason(entry["reason"]) if "reason" in entry else None
        part = part_words(entry.get("recorded", entry["minutes"]), entry["minutes"], reason)
        lines.append(f"· {day_words(date.fromisoformat(entry['day']))} {part}")
    return Card(
        title=title_words(why.line),
        text="\n".join([*lines, *moves_words(why)]),
        rows=((button("返回", CaseOpen(shortfall_id=why.row.id)),),),
    )


def visits_card(
    village: Village,
    month: Month,
    shown: Sequence[tuple[Stay, Counted]],
    advisers: dict[int, str],
    page: int,
    pages: int,
) -> Card:
    title = f"{village.name} {month_words(month)}服务明细"
    if not shown:
        return Card(title=title, text="本月还没有登记进村服务。")
    rows = [
        (button(_visit_words(visit, part, advisers), VisitOpen(visit_id=visit.id)),)
        for visit, part in shown
    ]
    press = VillageVisits(village_id=village.id, month=str(month)).pack()
    turns = pager(pages, page, press.rpartition(":")[0])
    return Card(title=title, text="点开一条查看详情。", rows=(*rows, *turns))


def _visit_words(visit: Stay, part: Counted, advisers: dict[int, str]) -> str:
    span = visit_span(visit.started_at, visit.ended_at)
    left_out = f"（{REASON_LABELS[part.reason]}）" if part.reason else ""
    name = who(advisers[visit.id])
    return f"{day_words(local_day(visit.started_at))} {span} {name}{left_out}"


def choose_village(villages: Sequence[tuple[Village, str]], month: Month) -> Card:
    """Several fit; those of one name are told apart by their district."""
    names = [village.name for village, _ in villages]
    buttons: list[Button] = []
    for village, district in villages[:20]:
        label = f"{district}{village.name}" if names.count(village.name) > 1 else village.name
        buttons.append(button(label, VillageOpen(village_id=village.id, month=str(month))))
    return Card(text="有几个村(社区)名称相近，请选择：", rows=in_rows(buttons, 2))
