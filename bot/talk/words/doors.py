"""The card about a person's doors: which of their messengers notices go to first."""

from actions.people.doors import Doors
from bot.talk.cards import Button, Card, in_rows, say
from bot.talk.presses.people import FirstDoor
from domain.people import Account
from words.labels import MESSENGER_LABELS


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
