"""The card with the bulletin: read in the chat, and taken away as a document."""

from bot.talk.cards import Attachment, Card, say
from domain.months import Month
from domain.notices import Document
from words.times import month_words


def bulletin_card(month: Month, text: str | None, document: Document | None) -> Card:
    if not text:
        return say(f"{month_words(month)}还没有月结，通报稿在月结时生成。")
    return Card(title=f"{month_words(month)}通报稿", text=text, attachment=attached(document))


def attached(document: Document | None) -> Attachment | None:
    """No roster: it names villages and no people."""
    return Attachment(file_id=document.file_id, name=document.name) if document else None
