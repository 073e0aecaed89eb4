"""未达标, their transitions, the cases they become, and who was told."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import Moment, metadata

shortfalls = Table(
    "shortfalls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(10), nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("period", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("figure", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("began_on", Date, nullable=False),
    Column("evaluated_at", Moment, nullable=False),
    Column("why", JSON, nullable=False),
    Column("waived_reason", String(300)),
    Column("place_id", Integer, nullable=False),
    UniqueConstraint("kind", "subject", "subject_id", "period", "place_id"),
    Index(None, "state", "kind", "subject_id"),
    Index(None, "period", "subject", "subject_id"),
)

shortfall_moves = Table(
    "shortfall_moves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shortfall_id", ForeignKey("shortfalls.id"), nullable=False, index=True),
    Column("before", String(10)),
    Column("after", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    Column("note", String(300)),
)

cases = Table(
    "cases",
    metadata,
    Column("shortfall_id", ForeignKey("shortfalls.id"), primary_key=True, autoincrement=False),
    Column("district_id", ForeignKey("districts.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("planned_on", Date),
    Column("explanation", String(500)),
    Column("holder_id", ForeignKey("people.id")),
    Column("escalated_at", Moment),
    Column("closed_at", Moment, index=True),
    Index(None, "state"),
)

told = Table(
    "told",
    metadata,
    Column("shortfall_id", ForeignKey("shortfalls.id"), primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("made_up_at", Moment),
)
