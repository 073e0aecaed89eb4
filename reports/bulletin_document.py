"""通报 as a document: the text as it is stored, on the page offices use (GB/T 9704)."""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.months import Month
from words.bulletin import parts_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

LETTERS = "Times New Roman"
SONG, HEI, FANG_SONG = "宋体", "黑体", "仿宋"
STAND_INS = {
    SONG: "SimSun,Songti SC,STSong,Noto Serif CJK SC",
    HEI: "SimHei,Heiti SC,STHeiti,Noto Sans CJK SC",
    FANG_SONG: "FangSong,仿宋_GB2312,STFangsong,华文仿宋,Noto Serif CJK SC",
}
"""What a program may take where a font is not installed."""
LINE, LONGEST_TITLE = 28.9, 255
HEAD = ("村（社区）", "情况")
_UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Look(NamedTuple):
    """Size, indent of the first line and room below in points."""

    style: str
    font: str
    size: float
    indent: float = 0
    below: float = 0
    bold: bool = False
    centred: bool = False


LOOKS = (
    Look("Normal", FANG_SONG, 16),
    Look("Title", SONG, 22, below=LINE, bold=True, centred=True),
    Look("Heading 1", HEI, 16, indent=32),
    Look("Body Text", FANG_SONG, 16, indent=32),
    Look("Footer", SONG, 14, centred=True),
)


def bulletin_as_document(text: str, made_at: datetime) -> bytes:
    """Says what the text says, once: its lists of villages become tables."""
    from docx import Document  # here, not above: it would cost every start-up

    title, sections = parts_of(_UNPRINTABLE.sub("", text))
    document = Document()
    _dress(document)
    _lay_out(document.sections[0])
    document.add_paragraph(title, "Title")
    for section in sections:
        if section.heading:
            document.add_paragraph(section.heading, "Heading 1")
        for sentence in section.sentences:
            document.add_paragraph(sentence, "Body Text")
        if section.villages:
            _add_table(document, section.villages)
    _describe(document, title, made_at)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def file_name(place: str, month: Month) -> str:
    """`黄梅街道2026年11月通报（草稿）.docx`."""
    return f"{place}{month.year}年{month.month}月通报（草稿）.docx"


def _lay_out(section: "Section") -> None:
    """A4 with the margins of the standard, and the number of the page below."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    foot = section.footer.paragraphs[0]
    foot.add_run("— ")
    number = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(number))
    foot.add_run(" —")


def _dress(document: "Document") -> None:
    """The styles of the template, which are made for English letters, in our fonts."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    for look in LOOKS:
        _dress_style(document.styles[look.style], look)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    known: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    ours = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in STAND_INS.items()
    )
    known._blob = known.blob.replace(b"</w:fonts>", f"{ours}</w:fonts>".encode())


def _dress_style(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, shape = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(look.size), look.bold, RGBColor(0, 0, 0)
    fonts = style.element.rPr.get_or_add_rFonts()
    fonts.attrib.clear()  # a font of the theme would go before the one named
    for letters in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{letters}"), LETTERS)
    fonts.set(qn("w:eastAsia"), look.font)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    align = WD_ALIGN_PARAGRAPH.CENTER if look.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.alignment, shape.first_line_indent = align, Pt(look.indent)
    shape.space_before, shape.space_after = Pt(0), Pt(look.below)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(max(LINE, look.size * 1.5))


def _add_table(document: "Document", rows: Iterable[tuple[str, str]]) -> None:
    """Its head comes again on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement

    table = document.add_table(0, len(HEAD), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, words in enumerate((HEAD, *rows)):
        row = table.add_row()
        for cell, text in zip(row.cells, words, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0 or None
        if number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(document: "Document", title: str, made_at: datetime) -> None:
    """In place of what the template says of itself."""
    about = document.core_properties
    about.title, about.language = title[:LONGEST_TITLE], "zh-CN"
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = made_at
