"""通报 as a document: says what the text says, and looks like one of an office."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from domain.months import Month
from reports.bulletin_document import HEAD, LOOKS, bulletin_as_document, file_name
from tests.documents import lines_of
from tests.domain.cast import at

NOW = at("2026-12-07 23:52")
TITLE = "2026年11月法律顾问进村服务与法律明白人情况通报（草稿）"
TEXT = f"""{TITLE}

一、进村服务（每月不少于8小时，本月按村（社区）考核）
按村（社区）统计，时长达标1/4(25.00%)。
未配备法律顾问的村（社区）1个。

二、法律明白人
网格中已有在册法律明白人的1/2(50.00%)。

三、时长未达标的村（社区）
后塘村：5.5/8小时
北山村：未配备法律顾问

以上数字于2026年12月7日月结。"""


def opened(text: str = TEXT) -> "Document":
    return Document(BytesIO(bulletin_as_document(text, NOW)))


def test_it_says_what_the_text_says_once_and_in_order() -> None:
    said = [line for line in TEXT.splitlines() if line]
    table = ["|".join(HEAD), "后塘村|5.5/8小时", "北山村|未配备法律顾问"]
    assert lines_of(bulletin_as_document(TEXT, NOW)) == [*said[:-3], *table, said[-1]]


def test_title_headings_and_sentences_are_told_apart() -> None:
    document = opened()
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles == [
        *("Title", "Heading 1", "Body Text", "Body Text", "Heading 1", "Body Text", "Heading 1"),
        "Body Text",
    ]
    assert document.styles["Title"].paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert document.core_properties.title == TITLE
    assert document.core_properties.created.date() == NOW.date()
    assert document.core_properties.author == document.core_properties.comments == ""


def test_the_page_is_a4_and_numbered() -> None:
    (section,) = opened().sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    foot = section.footer.paragraphs[0]
    assert foot.text == "—  —" and 'w:instr="PAGE"' in foot._p.xml


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.style)
def test_chinese_fonts_are_named_where_word_looks_for_them(look) -> None:  # type: ignore[no-untyped-def]
    fonts = opened().styles[look.style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == look.font
    assert not [name for name in fonts.attrib if "heme" in name], "it would go before ours"


def test_other_fonts_are_named_for_who_has_not_ours() -> None:
    with ZipFile(BytesIO(bulletin_as_document(TEXT, NOW))) as parts:
        known = parts.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋"><w:altName w:val="FangSong,' in known


def test_the_head_of_the_table_is_on_every_page() -> None:
    many = "\n".join(f"示例{n}村：0/8小时" for n in range(50))
    (table,) = opened(f"{TITLE}\n\n三、时长未达标的村（社区）\n{many}").tables
    assert len(table.rows) == 51
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_no_village_short_is_a_sentence() -> None:
    document = opened(f"{TITLE}\n\n三、时长未达标的村（社区）\n无。")
    assert document.tables == [] and document.paragraphs[-1].text == "无。"


@given(st.text(max_size=200))
def test_whatever_the_text_is_it_becomes_a_document(text: str) -> None:
    assert bulletin_as_document(text, NOW).startswith(b"PK")


def test_control_characters_are_left_out() -> None:
    assert lines_of(bulletin_as_document("通\x01报\n\n后\ufffe塘村。", NOW)) == ["通报", "后塘村。"]


def test_its_name_says_where_and_which_month() -> None:
    assert file_name("黄梅街道", Month(2026, 11)) == "黄梅街道2026年11月通报（草稿）.docx"
