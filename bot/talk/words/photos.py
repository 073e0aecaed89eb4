"""Cards about photographs of visits."""

from collections.abc import Sequence

from bot.talk.cards import Attachment, Button, Card, Fact, pager, say
from bot.talk.presses.visits import PhotoFor, PhotoOpen, VisitOpen
from bot.talk.words.buttons import CANCEL
from bot.talk.words.filling import question
from bot.talk.words.visit_lines import visit_button
from domain.visits import Visit

NAME = "照片"
"""Of the file a photograph is kept as, before its ending."""
NO_VISITS = (
    "收到了，但您还没有登记过服务。请先登记服务，"
    "例如“昨天下午2点到4点 后塘村 法治讲座”，照片会一起附上。"
)
GONE = "照片没有收到，请重新发送一次。"


def choose_visit(visits: Sequence[tuple[Visit, str]], count: int) -> Card:
    """Each with the name of its village, newest first."""
    buttons = tuple(
        (visit_button(visit, village, PhotoFor(visit_id=visit.id), standing=False),)
        for visit, village in visits
    )
    which = "这张照片" if count == 1 else f"这{count}张照片"
    if not visits:
        return question(f"{which}{NO_VISITS}")
    text = f"{which}附到哪一次服务？还没有登记的，请直接说一句这次服务。"
    return Card(text=text, rows=(*buttons, (CANCEL,)))


def photos_about(count: int) -> str:
    return f"{count}张照片"


def attached(visit_id: int, line: str, count: int) -> Card:
    button = Button(text="打开记录", press=VisitOpen(visit_id=visit_id).pack(), standing=True)
    return say(f"照片已附上：{line}，现有{count}张。", button)


def with_photos(card: Card, visit_id: int, count: int) -> Card:
    """The card of a visit, with a way to its photographs where there are any."""
    if not count:
        return card
    fact = Fact(label="照片", value=f"{count}张")
    look = Button(text="看照片", press=PhotoOpen(visit_id=visit_id).pack(), standing=True)
    return card.model_copy(update={"facts": (*card.facts, fact), "rows": (*card.rows, (look,))})


def photo_card(visit_id: int, file_id: int, name: str, number: int, count: int) -> Card:
    """`number` from 0."""
    return Card(
        text=f"照片 {number + 1}/{count}",
        attachment=Attachment(file_id=file_id, name=name, roster=True),
        rows=pager(count, number, f"{PhotoOpen.__prefix__}:{visit_id}"),
    )
