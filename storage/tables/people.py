"""People, what they may do, where they can be reached, and who changed what."""

from sqlalchemy import (
    JSON,
    Boolean,
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

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, index=True),
    Column("phone", String(30), index=True),
    Column("first_messenger", String(20)),
    Column("erased_at", Moment),
    Column("left_on", Date),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(30), nullable=False),
    Column("place_id", Integer),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index(None, "person_id"),
    Index(None, "role", "place_id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("messenger", String(20), nullable=False),
    Column("address", String(200), nullable=False),
    Column("linked_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_reason", String(300)),
    Column("sees_cards", Boolean),
    Column("heard_at", Moment),
    UniqueConstraint("messenger", "address"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("made_by", ForeignKey("people.id")),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
)

advisers = Table(
    "advisers",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor_id", ForeignKey("people.id")),
    Column("action", String(40), nullable=False),
    Column("subject", String(30), nullable=False),
    Column("subject_id", Integer),
    Column("before", JSON),
    Column("after", JSON),
    Column("salt", String(32)),
    Column("digest", String(64)),
    Column("previous", String(64)),
    Column("hash", String(64)),
    Index(None, "subject", "subject_id"),
)

audit_tail = Table(
    "audit_tail",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("last_id", Integer, nullable=False),
)
