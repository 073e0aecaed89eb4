"""What keeps promises: events in, messages out, dialogues, job runs, web sessions, files."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import Moment, metadata

events = Table(
    "events",
    metadata,
    Column("messenger", String(20), primary_key=True),
    Column("event_id", String(200), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("answer", Text),
    Column("failed", Text),
)

inbox = Table(
    "inbox",
    metadata,
    Column("messenger", String(20), primary_key=True),
    Column("event_id", String(200), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("nth", BigInteger, nullable=False),
    Column("frame", Text, nullable=False),
)

shown_cards = Table(
    "shown_cards",
    metadata,
    Column("task_id", String(128), primary_key=True),
    Column("card", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("messenger", String(20), primary_key=True),
    Column("address", String(200), primary_key=True),
    Column("state", String(60)),
    Column("data", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("buttons", Text, nullable=False),
    Column("at", Moment),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("notice", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("account_id", ForeignKey("accounts.id")),
    Column("sent_at", Moment),
    Column("error", String(300)),
    Column("via", String(20)),
    Column("holder", String(40)),
    Column("held_until", Moment),
    Index(None, "state", "via", "due_at"),
    Index(None, "person_id", "state"),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("period", String(20), primary_key=True),
    Column("place_id", Integer, primary_key=True, autoincrement=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("cut_offs", Integer, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("error", Text),
    Column("holder", String(40)),
    Column("held_until", Moment),
    Index(None, "state", "due_at"),
)

messenger_health = Table(
    "messenger_health",
    metadata,
    Column("messenger", String(20), primary_key=True),
    Column("failing_since", Moment),
    Column("error", String(300)),
    Column("seen_at", Moment),
)

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False, index=True),
    Column("person_id", ForeignKey("people.id")),
)

web_keys = Table(
    "web_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("address", String(200), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

web_messages = Table(
    "web_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(200), nullable=False),
    Column("from_person", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("outbox_id", ForeignKey("outbox.id"), unique=True),
    Column("event_id", String(64)),
    Column("at", Moment, nullable=False),
    UniqueConstraint("address", "event_id", "from_person"),
    Index(None, "address", "id"),
)
