"""A .docx as its reader sees it."""

from io import BytesIO

from docx import Document
from docx.table import Table


def lines_of(content: bytes) -> list[str]:
    """Paragraphs, and rows of tables with their cells apart by |, from top to bottom."""
    lines = []
    for part in Document(BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            lines += ["|".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return lines
