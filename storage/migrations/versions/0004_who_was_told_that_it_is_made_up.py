"""Who was told that a shortfall is made up; those of one that is made up now were told when it was.

So they hear it once, and hear when it is short again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("told", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_up_at", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE told SET made_up_at = (SELECT evaluated_at FROM shortfalls"
        " WHERE shortfalls.id = told.shortfall_id AND shortfalls.state = 'made_up')"
    )


def downgrade() -> None:
    with op.batch_alter_table("told", schema=None) as batch_op:
        batch_op.drop_column("made_up_at")
