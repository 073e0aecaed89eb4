"""法律明白人 and the stages they went through."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from storage.tables.base import Moment, metadata

mingbairen = Table(
    "mingbairen",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("grid_id", ForeignKey("grids.id"), nullable=False),
    Column("name", String(100), nullable=False, index=True),
    Column("category", String(20), nullable=False),
    Column("phone", String(30)),
    Column("stage", String(20), nullable=False),
    Column("stage_since", Date, nullable=False),
    Column("certificate", String(60)),
    Column("certificate_until", Date),
    Column("gender", String(4)),
    Column("born", String(10)),
    Column("politics", String(20)),
    Column("education", String(20)),
    Column("note", String(300)),
    Column("left_reason", String(300)),
    Index(None, "grid_id", "stage"),
    Index(None, "stage", "certificate_until"),
)

mingbairen_stages = Table(
    "mingbairen_stages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mingbairen_id", ForeignKey("mingbairen.id"), nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    Column("reason", String(300)),
)
