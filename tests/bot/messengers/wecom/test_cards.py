"""Every card fits what WeCom takes, and what does not fit is told in words."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.wecom.cards import CHOOSE, face_of, settled
from bot.messengers.wecom.outgoing import mark_of, new_task_id
from bot.messengers.wecom.texts import pieces, texts_of
from bot.talk.cards import Button, Card, Fact
from bot.wecom_shape import Shape
from tests.wecom_limits import TASK_ID, check_card, check_markdown
from words.names import who
from words.wecom import CONTINUED

SHAPE = Shape()
WORDS = st.text("村民法典讲座 ，。：?？\n<](后塘😀a1", max_size=160)
NAMES = st.text("村后塘一二三😀ab", min_size=1, max_size=30)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    facts = draw(st.lists(st.builds(Fact, label=NAMES, value=WORDS), max_size=9))
    names = draw(st.lists(NAMES, max_size=25))
    buttons = [Button(text=name, press=f"open:{n}") for n, name in enumerate(names)]
    width = draw(st.integers(1, 4))
    rows = tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
    card = Card(title=draw(WORDS).strip(), text=draw(WORDS), facts=tuple(facts), rows=rows)
    return card.model_copy(update={"numbered": draw(st.booleans())}).stamped(7)


@given(cards())
def test_every_card_fits(card: Card) -> None:
    face = face_of(card, new_task_id("lin"), SHAPE)
    if face.template:
        check_card(face.template)
        check_card(settled(face.template, f"已选：{card.buttons[0].text}", "t", SHAPE))
    else:
        assert not card.rows or len(card.buttons) > SHAPE.options
    for text in texts_of(card, SHAPE):
        check_markdown(text)


@given(cards())
def test_a_card_said_to_be_whole_offers_and_says_everything(card: Card) -> None:
    face = face_of(card, "t", SHAPE)
    if face.whole:
        said = str(face.template)
        assert CONTINUED not in said
        for button in card.buttons:
            assert repr(button.press) in said and repr(button.text) in said
        for fact in card.facts:
            assert repr(fact.value)[1:-1] in said


@given(st.text(max_size=400), st.integers(8, 200))
def test_no_character_is_ever_split(text: str, longest: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    found = pieces(text, longest)
    assert all(len(piece.encode()) <= longest for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text(min_size=1, max_size=100))
def test_task_ids_are_unique_and_tell_only_their_owner(person: str) -> None:
    person = person.encode("utf-8", "ignore").decode()
    first, second = new_task_id(person), new_task_id(person)
    assert first != second and TASK_ID.fullmatch(first)
    assert first.startswith(f"{mark_of(person)}-")


def card_of(count: int, **more: object) -> Card:
    rows = tuple((Button(text=f"第{n}项", press=f"p{n}"),) for n in range(count))
    return Card.model_validate({"title": "请选择", "rows": rows} | more)


def test_six_buttons_are_buttons_more_are_a_vote_and_too_many_are_words() -> None:
    six = face_of(card_of(6), "t", SHAPE).template
    assert six and len(six["button_list"]) == 6
    seven = face_of(card_of(7), "t", SHAPE).template
    assert seven and seven["card_type"] == "vote_interaction"
    assert [o["id"] for o in seven["checkbox"]["option_list"]] == [f"p{n}" for n in range(7)]
    assert face_of(card_of(21), "t", SHAPE).template is None
    assert "21. 第20项" in texts_of(card_of(21), SHAPE)[0]


def test_a_card_with_facts_keeps_its_first_row_as_buttons() -> None:
    first = (Button(text="保存", press="save"), Button(text="取消", press="drop"))
    change = tuple(Button(text=f"改{n}", press=f"c{n}") for n in range(7))
    card = Card(title="请确认", facts=(Fact(label="村", value="后塘村"),), rows=(first, change))
    template = face_of(card, "t", SHAPE).template
    assert template
    assert [b["key"] for b in template["button_list"]] == ["save", "drop", CHOOSE]
    assert len(template["button_selection"]["option_list"]) == 7


def test_names_are_shown_and_nobodys_words_become_a_link() -> None:
    card = Card(title=who("林晓"), text="看[这里](http://example.invalid) <@all>")
    (text,) = texts_of(card, SHAPE)
    assert text.startswith("**林晓**") and "](" not in text and "<@" not in text


def test_a_title_is_found_in_the_text() -> None:
    button = (Button(text="菜单", press="m"),)
    for text, title in (
        ("几点开始？可以直接发送起止时间，例如“下午2点到4点半”。", "几点开始？"),
        ("已保存：11月19日(周四) 后塘村 法治讲座 2小时，累计 2/8 小时。", "已保存"),
        ("字" * 40, "法治哨点"),
    ):
        template = face_of(Card(text=text, rows=(button,)), "t", SHAPE).template
        assert template and template["main_title"]["title"] == title
