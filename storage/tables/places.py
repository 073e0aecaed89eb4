"""区划, 村(社区), 网格."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import metadata

districts = Table(
    "districts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("parent_id", ForeignKey("districts.id")),
    Column("path", String(200), nullable=False, index=True),
    Column("began_on", Date),
)

villages = Table(
    "villages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district_id", ForeignKey("districts.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("code", String(20)),
    Column("retired_on", Date),
    UniqueConstraint("district_id", "name"),
)

grids = Table(
    "grids",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("village_id", ForeignKey("villages.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("code", String(40), nullable=False, unique=True),
    Column("households", Integer),
    Column("retired_on", Date),
    Index(None, "village_id", "retired_on"),
)
