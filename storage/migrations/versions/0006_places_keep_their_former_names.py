"""places keep their former names."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_names_place_place_id"), ["place", "place_id"], unique=False
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))

    with op.batch_alter_table("villages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_villages_district_id_name"), type_="unique")
        batch_op.create_index(
            "uq_villages_living_name",
            ["district_id", "name"],
            unique=True,
            sqlite_where=sa.text("retired_on IS NULL"),
            postgresql_where=sa.text("retired_on IS NULL"),
        )


def downgrade() -> None:
    # a retired village may have the name of a living one; before, none could
    op.execute(
        "UPDATE villages SET name = name || '#' || id WHERE retired_on IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM villages AS other WHERE other.district_id = villages.district_id"
        " AND other.name = villages.name AND other.id <> villages.id)"
    )
    with op.batch_alter_table("villages", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_villages_living_name",
            sqlite_where=sa.text("retired_on IS NULL"),
            postgresql_where=sa.text("retired_on IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_villages_district_id_name"), ["district_id", "name"]
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("left_on")

    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_names_place_place_id"))

    op.drop_table("former_names")
