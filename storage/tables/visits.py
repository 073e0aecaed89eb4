"""聘任, 进村服务 and photographs of it, open check-ins, 口径 and the months."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.tables.base import Moment, metadata

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("adviser_id", ForeignKey("advisers.person_id"), nullable=False, index=True),
    Column("village_id", ForeignKey("villages.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("adviser_id", ForeignKey("advisers.person_id"), nullable=False),
    Column("village_id", ForeignKey("villages.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("activity", String(20), nullable=False),
    Column("topic", String(200)),
    Column("people", Integer),
    Column("leaflets", Integer),
    Column("result", Text),
    Column("source", String(20), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("confirmation", String(20), nullable=False),
    Column("confirmed_minutes", Integer),
    Column("confirmed_by", ForeignKey("people.id")),
    Column("sent_back_reason", String(300)),
    Column("withdrawn_at", Moment),
    Index(None, "month", "village_id", "started_at"),
    Index(None, "village_id", "started_at"),
    Index(None, "adviser_id", "started_at"),
)

visit_photos = Table(
    "visit_photos",
    metadata,
    Column("file_id", ForeignKey("files.id"), primary_key=True, autoincrement=False),
    Column("visit_id", ForeignKey("visits.id"), nullable=False, index=True),
    Column("added_by", ForeignKey("people.id")),
    Column("added_at", Moment, nullable=False),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("adviser_id", ForeignKey("advisers.person_id"), nullable=False),
    Column("village_id", ForeignKey("villages.id"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("asked_at", Moment),
    Column("visit_id", ForeignKey("visits.id")),
    Index(None, "state"),
    Index(
        "uq_check_ins_one_open",
        "adviser_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

policies = Table(
    "policies",
    metadata,
    Column("place_id", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", String(7), primary_key=True),
    Column("body", JSON, nullable=False),
    Column("set_by", ForeignKey("people.id")),
    Column("set_at", Moment, nullable=False),
)

months = Table(
    "months",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("district_id", ForeignKey("districts.id"), primary_key=True, autoincrement=False),
    Column("closed_at", Moment),
    Column("reopened_at", Moment),
    Column("reopened_by", ForeignKey("people.id")),
    Column("reason", String(300)),
    Column("policy", JSON),
    Column("bulletin", Text),
)

month_figures = Table(
    "month_figures",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("village_id", ForeignKey("villages.id"), primary_key=True, autoincrement=False),
    Column("counted", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("frozen_at", Moment, nullable=False),
)

month_corrections = Table(
    "month_corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("month", String(7), nullable=False),
    Column("village_id", ForeignKey("villages.id"), nullable=False),
    Column("before", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("reason", String(300), nullable=False),
    Column("corrected_by", ForeignKey("people.id")),
    Column("corrected_at", Moment, nullable=False),
    Index(None, "month", "village_id"),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("place_id", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("working", Integer, nullable=False),
)
