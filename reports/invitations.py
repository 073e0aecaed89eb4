"""邀请码和链接 of many people, one row each, to be handed out."""

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from domain.imports.sheet import column_letters

HEADINGS = (
    ("序号", 6),
    ("姓名", 14),
    ("身份", 16),
    ("任职的地方", 36),
    ("邀请码（发送给机器人，只能用一次）", 22),
    ("邀请码有效期至", 20),
    ("网页链接（24小时内有效，只能打开一次）", 60),
)


class InvitationLine(NamedTuple):
    name: str
    role: str
    places: str
    code: str
    until: str
    link: str


def invitations_workbook(lines: Iterable[InvitationLine]) -> bytes:
    """Every cell is text: a code or a link is not to be made something else of."""
    from openpyxl import Workbook  # here, not above: it costs every start-up 0.2 s
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "邀请名单"
    sheet.append([heading for heading, _ in HEADINGS])
    for number, line in enumerate(lines, start=1):
        sheet.append([number, *line])
    for column, (_, width) in enumerate(HEADINGS):
        sheet.column_dimensions[column_letters(column)].width = width
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
            if cell.row == 1:
                cell.font = bold
            if cell.data_type == "f":
                cell.data_type = "s"  # words, whatever they look like
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
