"""Claims of messages and jobs; a run given up because its process ended each time waits again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cut_offs", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("holder", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("held_until", sa.BigInteger(), nullable=True))
    op.execute("UPDATE job_runs SET cut_offs = 0")
    op.execute(
        "UPDATE job_runs SET state = 'waiting', cut_offs = attempts, attempts = 0, error = NULL"
        " WHERE state = 'failed' AND error = 'the process ended while it ran'"
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.alter_column("cut_offs", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("via", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("holder", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("held_until", sa.BigInteger(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbox_person_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_state_due_at"))
        batch_op.create_index(
            batch_op.f("ix_outbox_person_id_state"), ["person_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_state_via_due_at"), ["state", "via", "due_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state_via_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_person_id_state"))
        batch_op.create_index(
            batch_op.f("ix_outbox_state_due_at"), ["state", "due_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_person_id"), ["person_id"], unique=False)
        batch_op.drop_column("held_until")
        batch_op.drop_column("holder")
        batch_op.drop_column("via")

    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_column("held_until")
        batch_op.drop_column("holder")
        batch_op.drop_column("cut_offs")
