"""A card in words, and words within WeCom's limits: a character is never split."""

from collections.abc import Iterator

from bot.talk.cards import Card
from bot.wecom_shape import Shape
from words.names import shown_names
from words.wecom import BY_NUMBER, choices_words


def texts_of(card: Card, shape: Shape) -> list[str]:
    """The card as markdown, in as many messages as its length takes, its buttons as a list."""
    lines = [f"**{_plain(card.title)}**"] if card.title else []
    lines += [_plain(card.text)] if card.text else []
    lines += [_plain(f"{fact.label}：{fact.value}") for fact in card.facts]
    words = [_plain(button.text) for button in card.buttons]
    if words and card.numbered:
        lines += [f"{n}. {text}" for n, text in enumerate(words, start=1)]
        lines.append(BY_NUMBER)
    elif words:
        lines.append(choices_words(words))
    return pieces("\n".join(lines), shape.markdown)


def pieces(text: str, longest: int) -> list[str]:
    """The text in pieces of at most so many bytes, cut at the ends of lines where it can be."""
    found: list[str] = []
    room = 0
    for line in (part for whole in text.split("\n") for part in _cut(whole, longest)):
        size = len(line.encode())
        if found and size + 1 <= room:
            found[-1] += f"\n{line}"
            room -= size + 1
        else:
            found.append(line)
            room = longest - size
    return [piece for piece in found if piece.strip()]


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def named(text: str) -> str:
    return shown_names(text, mask=False)


def _cut(line: str, longest: int) -> Iterator[str]:
    """A line in pieces of at most so many bytes; a character is never split."""
    raw = line.encode()
    while len(raw) > longest:
        end = longest
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        yield raw[:end].decode()
        raw = raw[end:]
    yield raw.decode()


def _plain(text: str) -> str:
    """Nobody's words become a link or a mention."""
    return shown_names(text, mask=False).replace("<", "＜").replace("](", "]（")
