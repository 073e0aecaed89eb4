"""The card with a roll."""

from actions.rolls import RollFile
from bot.talk.cards import Attachment, Card, Fact
from domain.imports.headings import TABLES


def roll_card(found: RollFile, file_id: int, *, whole_phones: bool) -> Card:
    text = "改好以后把文件发回来，先预览再导入；没有改动的不会变。"
    text += (
        "含完整电话，本次导出已留下记录，请勿转发。"
        if whole_phones
        else "电话遮掩了中间几位，没有改动的请照原样留着。"
    )
    tables = zip(TABLES, found.rolls.tables, strict=True)
    return Card(
        title="花名册",
        text=text,
        facts=tuple(Fact(label=t.name, value=f"{len(rows)}行") for t, rows in tables if rows),
        attachment=Attachment(file_id=file_id, name=found.name, roster=True),
    )
