"""The card of a message that may have arrived before."""

from bot.talk.cards import Card
from words.delivery import SENT_AGAIN


def sent_again(card: Card) -> Card:
    return card.model_copy(update={"text": f"{SENT_AGAIN}\n{card.text}".rstrip()})
