"""Words about doors: whom a messenger does not reach, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterable

from actions.people.doors import Doors
from bot.talk.cards import Button, Card, in_rows, say
from bot.talk.presses.people import FirstDoor
from domain.notices import ShutDoor
from domain.people import Account
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


def doors_card(doors: Doors, *, done: bool = False) -> Card:
    """Which messengers a person has, and which of them notices go to first."""
    named = [_door(account) for account in doors.accounts]
    if len(doors.accounts) < 2:
        return say(
            f"您只开通了{named[0]}，通知都发到这里。" if named else "您还没有开通渠道。",
        )
    choices = dict.fromkeys(account.messenger for account in doors.accounts)
    buttons = [_choice(name, doors.first) for name in (*choices, "")]
    first = MESSENGER_LABELS.get(doors.first, doors.first) if doors.first else "按系统设置的顺序"
    lines = [f"您开通了：{'、'.join(named)}。", f"通知先发到：{first}；送不到时自动换下一个。"]
    return Card(
        title="通知渠道",
        text="\n".join(["已更改。", *lines] if done else lines),
        rows=in_rows(buttons, 2),
    )


def _choice(messenger: str, first: str | None) -> Button:
    label = MESSENGER_LABELS.get(messenger, messenger) or "按系统设置"
    words = f"{label}（当前）" if messenger == (first or "") else label
    return Button(text=words, press=FirstDoor(messenger=messenger).pack(), standing=True)


def _door(account: Account) -> str:
    label = MESSENGER_LABELS.get(account.messenger, account.messenger)
    return f"{label}（已停用：{account.closed_reason}）" if account.closed_at else label


def _line(messenger: str, elsewhere: bool, reason: str, names: list[str]) -> str:
    shown = "、".join(who(name) for name in names[:MOST_NAMES])
    others = f"等{len(names)}人" if len(names) > MOST_NAMES else ""
    place = f"{MESSENGER_LABELS.get(messenger, messenger)}送不到" if messenger else "通知送不到"
    instead = "。已改走其他渠道" if elsewhere else ""
    return f"· {place}：{shown}{others}。{reason.rstrip('。')}{instead}"
