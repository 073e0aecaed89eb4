"""区划, 村(社区), 网格, and the names they had before."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, text

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
    Column("district_id", ForeignKey("districts.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("code", String(20)),
    Column("retired_on", Date),
    Index(
        "uq_villages_living_name",
        "district_id",
        "name",
        unique=True,
        sqlite_where=text("retired_on IS NULL"),
        postgresql_where=text("retired_on IS NULL"),
    ),
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

former_names = Table(
    "former_names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", String(10), nullable=False),
    Column("place_id", Integer, nullable=False),
    Column("name", String(100), nullable=False),
    Column("until", Date, nullable=False),
    Column("merged_id", Integer),
    Index(None, "place", "place_id"),
)
