"""Cards about 到村登记 and 结束登记."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, in_rows, say
from bot.talk.presses.check_ins import CheckInAt, CheckInDrop, CheckOut
from bot.talk.presses.menu import Menu
from domain.check_ins import CheckIn
from domain.villages import Village
from words.times import clock_words, day_words


def choose_village(villages: Sequence[Village], not_found: str = "") -> Card:
    """Which of these; `not_found` is what was said that is none of them for sure."""
    buttons = [
        Button(text=v.name, press=CheckInAt(village_id=v.id).pack(), standing=True)
        for v in villages[:20]
    ]
    text = "到了哪个村(社区)？"
    if not_found:
        text = f"在您服务的村(社区)里没有找到“{not_found[:20]}”。{text}"
    return Card(text=text, rows=in_rows(buttons, 2))


def end_or_drop(check_in_id: int) -> tuple[Button, Button]:
    end = Button(text="结束登记", press=CheckOut(check_in_id=check_in_id).pack(), standing=True)
    drop = Button(text="登记错了", press=CheckInDrop(check_in_id=check_in_id).pack(), standing=True)
    return end, drop


def checked_in(found: CheckIn, village: Village) -> Card:
    return Card(
        title="已到村登记",
        text=f"{village.name}，{day_words(found.day)} {clock_words(found.started_at)}开始。"
        "离开时请点“结束登记”。",
        rows=(end_or_drop(found.id),),
    )


def still_there(found: CheckIn) -> Card:
    end = Button(text="结束登记", press=CheckOut(check_in_id=found.id).pack(), standing=True)
    return say("好的，继续计时。离开时请点“结束登记”。", end)


def none_open() -> Card:
    arrive = Button(text="到村登记", press=Menu(word="到村登记").pack(), standing=True)
    return say("您没有正在进行的到村登记。要补记已完成的服务，请直接用一句话说明。", arrive)


def serves_nowhere() -> Card:
    return say("您目前没有聘任的村(社区)。如有误，请联系街道工作人员。")


def dropped() -> Card:
    return say("已取消这次到村登记，不计入时长。")
