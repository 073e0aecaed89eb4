"""The card with the bulletin: read in the chat, and taken away as a document."""

from actions.month.bulletin import Draft
from bot.talk.cards import Attachment, Card, say
from domain.months import Month
from domain.notices import Document
from words.times import month_words


def bulletin_card(month: Month, draft: Draft, *, named: bool = False) -> Card:
    """`named`: it is one of several streets."""
    whose = draft.street if named else ""
    if not draft.text:
        return say(f"{whose}{month_words(month)}还没有月结，通报稿在月结时生成。")
    title = f"{whose}{month_words(month)}通报稿"
    return Card(title=title, text=draft.text, attachment=attached(draft.document))


def attached(document: Document | None) -> Attachment | None:
    """No roster: it names villages and no people."""
    return Attachment(file_id=document.file_id, name=document.name) if document else None
