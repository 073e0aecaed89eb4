"""what is asked has its index.

Nothing asked often, every night or for a page reads the whole of a table that grows.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW = (
    ("visits", ["village_id", "started_at"]),
    ("visits", ["month", "village_id", "started_at"]),
    ("villages", ["district_id"]),
    ("grids", ["village_id", "retired_on"]),
    ("shortfalls", ["state", "kind", "subject_id"]),
    ("shortfalls", ["period", "subject", "subject_id"]),
    ("cases", ["closed_at"]),
    ("mingbairen", ["name"]),
    ("mingbairen", ["stage", "certificate_until"]),
    ("people", ["name"]),
    ("files", ["made_at"]),
    ("web_keys", ["person_id"]),
    ("job_runs", ["state", "due_at"]),
)
NARROWER = (
    ("visits", ["month", "village_id"]),
    ("grids", ["village_id"]),
    ("shortfalls", ["state", "kind"]),
)
"""Those that begin one of the new ones."""


def upgrade() -> None:
    for table, columns in NEW:
        op.create_index(_name(table, columns), table, columns)
    for table, columns in NARROWER:
        op.drop_index(_name(table, columns), table)


def downgrade() -> None:
    for table, columns in NARROWER:
        op.create_index(_name(table, columns), table, columns)
    for table, columns in reversed(NEW):
        op.drop_index(_name(table, columns), table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
