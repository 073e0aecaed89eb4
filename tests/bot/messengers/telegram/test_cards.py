"""How Telegram shows a card, within its limits."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messengers.telegram.cards import LONGEST_TEXT, fits_a_caption, keyboard_of, pages_of, units
from bot.talk.cards import Attachment, Button, Card, Fact, say
from words.names import who


def plain(page: str) -> str:
    return html.unescape(re.sub(r"</?b>", "", page))


def test_title_and_labels_are_bold_and_nothing_else_is_markup() -> None:
    card = Card(title="甲 & 乙", text="<i>斜</i>", facts=(Fact(label="村", value="后塘"),))
    assert pages_of(card, mask=True) == [
        "<b>甲 &amp; 乙</b>\n&lt;i&gt;斜&lt;/i&gt;\n<b>村：</b>后塘"
    ]


def test_names_are_masked_in_texts_facts_and_buttons() -> None:
    name = who("欧阳娜")
    card = Card(
        title=name,
        text=f"请{name}办理",
        facts=(Fact(label="人", value=name),),
        rows=((Button(text=name, press="p"),),),
    )
    (page,) = pages_of(card, mask=True)
    keyboard = keyboard_of(card, mask=True)
    assert keyboard and keyboard.inline_keyboard[0][0].text == "欧**"
    assert "阳" not in page and page.count("欧**") == 3
    assert pages_of(card, mask=False)[0].count("欧阳娜") == 3


@settings(max_examples=40, deadline=None)
@given(
    lines=st.lists(st.text(alphabet="中a<&😀 ", max_size=3000), min_size=1, max_size=8),
    title=st.text(alphabet="题b>", max_size=50),
)
def test_long_texts_are_split_and_nothing_is_left_out(lines: list[str], title: str) -> None:
    pages = pages_of(Card(title=title, text="\n".join(lines)), mask=True)
    assert all(units(plain(page)) <= LONGEST_TEXT for page in pages)
    kept = re.sub(r"\s", "", "".join(plain(page) for page in pages))
    assert kept == re.sub(r"\s", "", title + "".join(lines))


def test_pages_end_where_lines_end() -> None:
    text = "\n".join(f"第{n}行" + "字" * 95 for n in range(100))
    pages = pages_of(say(text), mask=True)
    assert len(pages) == 3 and all(page.startswith("第") for page in pages)


def test_a_page_of_blank_lines_is_not_sent_as_nothing() -> None:
    assert all(plain(page).strip() for page in pages_of(say("\n" * 5000 + "字"), mask=True))


def test_buttons_alone_get_a_word() -> None:
    assert pages_of(Card(rows=((Button(text="好", press="p"),),)), mask=True) == ["请选择："]
    assert pages_of(Card(attachment=Attachment(file_id=1, name="a")), mask=True) == []


def test_a_caption_is_shorter_than_a_text() -> None:
    assert fits_a_caption(say("字" * 1024), mask=True)
    assert not fits_a_caption(say("字" * 1025), mask=True)


def test_button_data_longer_than_telegram_allows_is_our_mistake() -> None:
    press = "x" * 52
    assert keyboard_of(say("", Button(text="好", press=press)).stamped(10**10), mask=True)
    with pytest.raises(ValueError, match="65 bytes"):
        keyboard_of(say("", Button(text="好", press=press)).stamped(10**11), mask=True)
