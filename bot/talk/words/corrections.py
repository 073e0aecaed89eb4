"""Cards about a visit that is corrected or withdrawn by a sentence."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, say
from bot.talk.entries.visit import VisitEntry
from bot.talk.presses.menu import Menu
from bot.talk.presses.visits import CorrectThis, VisitWithdraw
from bot.talk.words.buttons import CANCEL
from bot.talk.words.visit_lines import visit_button
from domain.visits import Visit
from words.labels import ACTIVITY_LABELS
from words.times import day_words, leaflets_words, people_words, span_words

RECORDS = Button(text="记录", press=Menu(word="记录").pack(), standing=True)


def no_such_visit(about: str, *, own: bool = True) -> Card:
    named = f"（{about.removeprefix('进村服务 ')}）" if about else ""
    text = f"没有找到要更正的那一次服务{named}，什么都没有改动。"
    if own:
        return say(f"{text}请打开“记录”选那一条。", RECORDS)
    return say(f"{text}请发送村名，在这个村的服务里选那一条。")


def which_to_correct(visits: Sequence[tuple[Visit, str]], *, withdraw: bool) -> Card:
    """Each with the name of its village."""
    press = VisitWithdraw if withdraw else CorrectThis
    buttons = tuple(
        (visit_button(visit, village, press(visit_id=visit.id), standing=False),)
        for visit, village in visits
    )
    text = "要撤回的是哪一次？" if withdraw else "要更正的是哪一次？"
    return Card(text=text, rows=(*buttons, (CANCEL,)))


def change_words(before: VisitEntry, after: VisitEntry, villages: tuple[str, str]) -> str:
    """What a correction would change; `villages` are the names before and after."""
    pairs = [
        ("村(社区)", *villages),
        ("日期", *(day_words(each.date) if each.date else "" for each in (before, after))),
        ("时间", *(_span(each) for each in (before, after))),
        ("类型", *(ACTIVITY_LABELS[e.activity] if e.activity else "" for e in (before, after))),
        ("主题", before.topic or "未填", after.topic or "未填"),
        ("参加", people_words(before.people), people_words(after.people)),
        ("资料", leaflets_words(before.leaflets), leaflets_words(after.leaflets)),
    ]
    changed = [f"{label} {old} → {new}" for label, old, new in pairs if old != new]
    return f"改动：{'；'.join(changed)}。" if changed else "和原来的记录一样，还没有改动。"


def _span(entry: VisitEntry) -> str:
    return span_words(entry.start, entry.end) if entry.start and entry.end is not None else ""
