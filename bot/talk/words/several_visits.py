"""Cards about several visits said in one message."""

from collections.abc import Sequence

from bot.talk.cards import Card, say
from bot.talk.entries.visit import VisitEntry
from bot.talk.words.buttons import CANCEL
from bot.talk.words.filling import fill
from words.labels import ACTIVITY_LABELS
from words.numbers import hours_text
from words.times import day_words, leaflets_words, people_words, span_words

LACKS = {
    "village": "还差是哪个村(社区)",
    "date": "还差是哪一天",
    "start": "还差几点开始",
    "end": "还差做了多久",
    "activity": "还差是哪一类服务",
}


def visit_words(entry: VisitEntry, village: str) -> str:
    """One of them in a line, with everything that would be saved."""
    timed = entry.start is not None and entry.end is not None
    length = entry.draft().minutes if entry.missing is None else 0
    told = [
        day_words(entry.date) if entry.date else "",
        span_words(entry.start, entry.end) if timed and entry.start and entry.end else "",
        village or entry.said_village or "",
        ACTIVITY_LABELS[entry.activity] if entry.activity else "",
        hours_text(length) if length > 0 else "",
        entry.topic or "",
        people_words(entry.people) if entry.people is not None else "",
        leaflets_words(entry.leaflets) if entry.leaflets is not None else "",
    ]
    return " ".join(each for each in told if each)


def overlaps(number: int) -> str:
    return f"与第{number}条时间重叠，请核对时间"


def several_about(first: str, count: int) -> str:
    return f"{count}次{first}等"


def several_card(lines: Sequence[tuple[str, str]], photos: int) -> Card:
    """Each visit with what is wrong with it, "" when it can be saved as it stands."""
    said = [
        f"{number}. {words}" + (f"\n　 ——{problem}" if problem else "")
        for number, (words, problem) in enumerate(lines, start=1)
    ]
    fine = sum(not problem for _, problem in lines)
    hint = "要改哪一条，可以直接说，例如“第2条42人”“第1条不要”。"
    hint += f"\n{photos}张照片在保存以后再选附到哪一次。" if photos else ""
    each = fill("逐条核对", "each")
    words = "全部保存" if fine == len(lines) else f"先保存没有问题的{fine}条"
    save = ((fill(words, "save"),),) if fine else ()
    rows = (*save, (each, CANCEL))
    return Card(title=f"请确认{len(lines)}次进村服务", text="\n".join([*said, hint]), rows=rows)


def all_saved_card(saved: Sequence[str], standings: Sequence[str]) -> Card:
    return say("\n".join([f"已保存{len(saved)}次：", *saved, *standings]))
