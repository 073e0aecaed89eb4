"""the audit is a chain.

The rows that are there are chained in the order of their numbers, as they are found: what somebody
changed in them before today is no longer to be seen.
"""

import hashlib
import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEW = {"salt": 32, "digest": 64, "previous": 64, "hash": 64}
ROWS_AT_ONCE = 1_000
AUDIT = sa.table(
    "audit",
    *(sa.column(name) for name in ("id", "at", "actor_id", "action", "subject", "subject_id")),
    *(sa.column(name, sa.JSON) for name in ("before", "after")),
    *(sa.column(name) for name in NEW),
)
CHAIN = (
    AUDIT.update()
    .where(AUDIT.c.id == sa.bindparam("own_id", type_=sa.Integer))
    .values({name: sa.bindparam(f"own_{name}", type_=sa.String) for name in NEW})
)


def upgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        for name, length in NEW.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=True))
    tail = op.create_table(
        "audit_tail",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_audit_tail")),
    )
    last = _chain()
    if last is not None:
        op.execute(tail.insert().values(one=1, last_id=last))


def downgrade() -> None:
    op.drop_table("audit_tail")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        for name in reversed(NEW):
            batch_op.drop_column(name)


def _chain() -> int | None:
    """The number of the last row."""
    last, previous = None, ""
    query = sa.select(AUDIT).order_by(AUDIT.c.id).limit(ROWS_AT_ONCE)
    while (
        part := op.get_bind()
        .execute(query if last is None else query.where(AUDIT.c.id > last))
        .all()
    ):
        chained = []
        for row in part:
            values = _values(row, previous)
            previous, last = values["own_hash"], row.id
            chained.append(values)
        op.get_bind().execute(CHAIN, chained)
    return last


def _values(row: Any, previous: str) -> dict[str, Any]:
    empty = row.before is None and row.after is None
    salt = None if empty else secrets.token_hex(16)
    digest = None if empty else _hashed([salt, row.before, row.after])
    of_row = [row.actor_id, row.action, row.subject, row.subject_id, digest]
    own = {"id": row.id, "salt": salt, "digest": digest, "previous": previous}
    own["hash"] = _hashed([previous, row.id, row.at, *of_row])
    return {f"own_{name}": value for name, value in own.items()}


def _hashed(parts: list[Any]) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
