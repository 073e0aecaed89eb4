"""Whom a messenger does not reach, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterable

from domain.illnesses import ShutDoor
from words.labels import MESSENGER_LABELS
from words.names import who

MOST_NAMES = 6
MOST_LINES = 6


def shut_lines(doors: Iterable[ShutDoor]) -> list[str]:
    """One line for all whom the same remedy helps."""
    names: defaultdict[tuple[str, bool, str], list[str]] = defaultdict(list)
    for door in doors:
        names[door.messenger, door.elsewhere, door.reason].append(door.name)
    lines = [_line(*key, people) for key, people in names.items()]
    if len(lines) > MOST_LINES:
        left = sum(len(people) for people in list(names.values())[MOST_LINES:])
        lines[MOST_LINES:] = [f"· 另有{left}人的通知送不到，原因各不相同"]
    return lines


def _line(messenger: str, elsewhere: bool, reason: str, names: list[str]) -> str:
    shown = "、".join(who(name) for name in names[:MOST_NAMES])
    others = f"等{len(names)}人" if len(names) > MOST_NAMES else ""
    place = f"{MESSENGER_LABELS.get(messenger, messenger)}送不到" if messenger else "通知送不到"
    instead = "。已改走其他渠道" if elsewhere else ""
    return f"· {place}：{shown}{others}。{reason.rstrip('。')}{instead}"
