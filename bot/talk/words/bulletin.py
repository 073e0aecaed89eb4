"""Cards with the bulletin: read in the chat, and taken away as a document."""

from bot.talk.cards import Attachment, Card, say
from bot.talk.presses.cases import CaseList
from bot.talk.presses.menu import Menu
from bot.talk.words.digests import standing as button
from domain.months import Month
from domain.notices import BulletinReady, Document
from words.times import month_words


def bulletin_card(month: Month, text: str | None, document: Document | None) -> Card:
    if not text:
        return say(f"{month_words(month)}还没有月结，通报稿在月结时生成。")
    return Card(title=f"{month_words(month)}通报稿", text=text, attachment=_attached(document))


def ready_card(notice: BulletinReady) -> Card:
    where = "（见附件）" if notice.document else ""
    card = say(
        f"{month_words(notice.month)}已经月结，数据不再变动，通报稿已生成{where}，请审阅。",
        button("查看通报", Menu(word="通报")),
        button("查看待办", CaseList()),
    )
    return card.model_copy(update={"attachment": _attached(notice.document)})


def _attached(document: Document | None) -> Attachment | None:
    """No roster: it names villages and no people."""
    return Attachment(file_id=document.file_id, name=document.name) if document else None
