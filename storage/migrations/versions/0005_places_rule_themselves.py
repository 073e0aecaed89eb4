"""places rule themselves.

Policies, months and job runs become those of every street that has villages; what was said before
there was any street holds everywhere (place 0). A street keeps of a policy only what differs from
the defaults of 0.1.0, so that the rest can be inherited from now on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EVERYWHERE = 0
OF_STREETS = ("month_end", "grids", "remind", "digest", "close")
"""The jobs that each street has runs of."""
COUNTING = ["campaign", "consultation", "door_to_door", "lecture", "training"]
DEFAULTS: dict[str, Any] = {
    "quota": 480,
    "basis": "village",
    "confirmation": "advisory",
    "counting": COUNTING,
    "shortest_visit": 10,
    "longest_visit": 720,
    "pro_rata": False,
    "pro_rata_step": 30,
    "grid_least": 1,
    "village_least": 3,
    "village_least_in_communities": False,
    "certificate_warning_days": 30,
    "reminder_days": [15, -10],
    "digest_day": -3,
    "closing_day": 5,
    "case_patience": 3,
    "check_out_after_hours": 4,
    "check_out_evening_hour": 21,
    "odd_same_length": 4,
    "odd_last_days": 2,
    "odd_gap": 10,
}

FIRST_VISIT = """SELECT MIN(month) FROM visits WHERE village_id IN
    (SELECT id FROM villages WHERE district_id = :street)"""
FIRST_ASSIGNMENT = """SELECT MIN(since) FROM assignments WHERE village_id IN
    (SELECT id FROM villages WHERE district_id = :street)"""
SERVING = """SELECT adviser_id, district_id FROM assignments
    JOIN villages ON villages.id = village_id"""
DOUBLED = """SELECT s.id FROM shortfalls s JOIN shortfalls t
    ON s.kind = t.kind AND s.subject = t.subject AND s.subject_id = t.subject_id
    AND s.period = t.period AND s.place_id > t.place_id"""

Rows = list[dict[str, Any]]


def upgrade() -> None:
    with op.batch_alter_table("districts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("began_on", sa.Date(), nullable=True))
    streets = _ids("SELECT DISTINCT district_id AS id FROM villages ORDER BY 1")
    _begin(streets)
    places = streets or [EVERYWHERE]
    of_policies = [
        {**row, "body": _differing(row["body"]), "place_id": place}
        for row in _taken("policies")
        for place in places
    ]
    of_months = [{**row, "district_id": street} for row in _taken("months") for street in streets]
    of_calendar = [{**row, "place_id": EVERYWHERE} for row in _taken("calendar_days")]
    of_runs = [
        {**row, "place_id": place}
        for row in _taken("job_runs")
        for place in (places if row["job"] in OF_STREETS else [EVERYWHERE])
    ]
    _made(_policies("place_id"), of_policies)
    _made(_months("district_id"), of_months)
    _made(_calendar_days("place_id"), of_calendar)
    _made(_job_runs("place_id"), of_runs)
    with op.batch_alter_table("shortfalls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
    _place_advisers()
    with op.batch_alter_table("shortfalls", schema=None) as batch_op:
        batch_op.alter_column("place_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(
            batch_op.f("uq_shortfalls_kind_subject_subject_id_period"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_shortfalls_kind_subject_subject_id_period_place_id"),
            ["kind", "subject", "subject_id", "period", "place_id"],
        )


def downgrade() -> None:
    """Of several streets the first one's rows stand for all."""
    _drop_doubled_shortfalls()
    with op.batch_alter_table("shortfalls", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_shortfalls_kind_subject_subject_id_period_place_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_shortfalls_kind_subject_subject_id_period"),
            ["kind", "subject", "subject_id", "period"],
        )
        batch_op.drop_column("place_id")
    of_policies = _first(_taken("policies"), "place_id", "effective_from")
    for row in of_policies:
        row["body"] = DEFAULTS | row["body"]
    of_months = _first(_taken("months"), "district_id", "month")
    of_calendar = _first(_taken("calendar_days"), "place_id", "day")
    of_runs = _first(_taken("job_runs"), "place_id", "job", "period")
    _made(_policies(), of_policies)
    _made(_months(), of_months)
    _made(_calendar_days(), of_calendar)
    _made(_job_runs(), of_runs)
    with op.batch_alter_table("districts", schema=None) as batch_op:
        batch_op.drop_column("began_on")


def _begin(streets: Iterable[int]) -> None:
    """With the month of the first visit or the first closed one; else of the first assignment."""
    closed = _first_of("SELECT MIN(month) FROM months")
    districts = sa.table("districts", sa.column("id"), sa.column("began_on", sa.Date))
    for street in streets:
        known = [month for month in (_first_of(FIRST_VISIT, street), closed) if month]
        if not known:
            since = _first_of(FIRST_ASSIGNMENT, street)
            known = [str(since)[:7]] if since else []
        if known:
            day = date.fromisoformat(f"{min(known)}-01")
            op.execute(districts.update().where(districts.c.id == street).values(began_on=day))


def _place_advisers() -> None:
    """An adviser's row is one of the street where most of their villages lie."""
    rows = sa.table(
        "shortfalls", sa.column("subject"), sa.column("subject_id"), sa.column("place_id")
    )
    op.execute(rows.update().values(place_id=EVERYWHERE))
    serving: dict[int, Counter[int]] = {}
    for row in _rows(SERVING):
        serving.setdefault(row["adviser_id"], Counter())[row["district_id"]] += 1
    for adviser, streets in serving.items():
        most = min(streets.items(), key=lambda entry: (-entry[1], entry[0]))[0]
        own = (rows.c.subject == "adviser") & (rows.c.subject_id == adviser)
        op.execute(rows.update().where(own).values(place_id=most))


def _drop_doubled_shortfalls() -> None:
    ids = _ids(DOUBLED)
    for name, key in (
        ("told", "shortfall_id"),
        ("cases", "shortfall_id"),
        ("shortfall_moves", "shortfall_id"),
        ("shortfalls", "id"),
    ):
        table = sa.table(name, sa.column(key))
        op.execute(table.delete().where(table.c[key].in_(ids)))


def _differing(body: Mapping[str, Any]) -> dict[str, Any]:
    """Code words of activities stand in any order."""
    said = dict(body)
    if "counting" in said:
        said["counting"] = sorted(said["counting"])
    return {name: value for name, value in said.items() if DEFAULTS.get(name) != value}


def _first(rows: Rows, place: str, *key: str) -> Rows:
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row[place]):
        row.pop(place)
        found.setdefault(tuple(row[name] for name in key), row)
    return list(found.values())


def _taken(name: str) -> Rows:
    """All rows of a table, which goes."""
    there = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    rows = [dict(row) for row in op.get_bind().execute(sa.select(there)).mappings()]
    op.drop_table(name)
    return rows


def _made(table: sa.Table, rows: Rows) -> None:
    if rows:
        op.get_bind().execute(table.insert(), rows)


def _rows(statement: str) -> Rows:
    return [dict(row) for row in op.get_bind().execute(sa.text(statement)).mappings()]


def _ids(statement: str) -> list[int]:
    return [row["id"] for row in _rows(statement)]


def _first_of(statement: str, street: int | None = None) -> Any:
    values = {} if street is None else {"street": street}
    return op.get_bind().execute(sa.text(statement), values).scalar()


def _policies(*place: str) -> sa.Table:
    return op.create_table(
        "policies",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in place),
        sa.Column("effective_from", sa.String(length=7), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_policies_set_by_people")),
        sa.PrimaryKeyConstraint(*place, "effective_from", name=op.f("pk_policies")),
    )


def _months(*place: str) -> sa.Table:
    return op.create_table(
        "months",
        sa.Column("month", sa.String(length=7), nullable=False),
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in place),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=True),
        sa.Column("bulletin", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["people.id"], name=op.f("fk_months_reopened_by_people")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["districts.id"], name=f"fk_months_{name}_districts")
            for name in place
        ),
        sa.PrimaryKeyConstraint("month", *place, name=op.f("pk_months")),
    )


def _calendar_days(*place: str) -> sa.Table:
    return op.create_table(
        "calendar_days",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in place),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*place, "day", name=op.f("pk_calendar_days")),
    )


def _job_runs(*place: str) -> sa.Table:
    table = op.create_table(
        "job_runs",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in place),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cut_offs", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("holder", sa.String(length=40), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("job", "period", *place, name=op.f("pk_job_runs")),
    )
    op.create_index(op.f("ix_job_runs_due_at"), "job_runs", ["due_at"], unique=False)
    return table
