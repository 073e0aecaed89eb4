"""The program of a later version: a copy in which tables were changed as CONTRIBUTING.md says.

Villages count their households, which old rows take from their grids. Policies get a table in which
they are numbered: the old ones move there, their table goes, and each is noted.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from storage.schema import HEAD

ROOT = Path(__file__).parent.parent
NUMBER = f"{int(HEAD) + 1:04d}"
NAME = "policies street by street"
FILE = f"{NUMBER}_policies_street_by_street.py"

VILLAGES = ('Column("retired_on", Date),', '    Column("households", Integer, nullable=False),')
POLICIES = """
from sqlalchemy import MetaData

policies = policies.to_metadata(MetaData())
metadata.remove(metadata.tables["policies"])
street_policies = Table(
    "street_policies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district_id", ForeignKey("districts.id"), nullable=False),
    Column("effective_from", String(7), nullable=False),
    Column("body", JSON, nullable=False),
)
"""
MIGRATION = f'''"""{NAME}."""

import sqlalchemy as sa
from alembic import op

revision = "{NUMBER}"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("villages") as batch_op:
        batch_op.add_column(sa.Column("households", sa.Integer()))
    of_its_grids = "SELECT COALESCE(SUM(households), 0) FROM grids WHERE village_id = villages.id"
    op.execute(f"UPDATE villages SET households = ({{of_its_grids}})")
    with op.batch_alter_table("villages") as batch_op:
        batch_op.alter_column("households", existing_type=sa.Integer(), nullable=False)
    op.create_table(
        "street_policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.String(length=7), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_street_policies_district_id_districts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_policies")),
    )
    op.execute(
        "INSERT INTO street_policies (district_id, effective_from, body)"
        " SELECT place_id, effective_from, body FROM policies ORDER BY place_id, effective_from"
    )
    op.execute(
        "INSERT INTO audit (at, action, subject, subject_id)"
        " SELECT 1800000000, 'move_policy', 'policy', id FROM street_policies ORDER BY id"
    )
    op.drop_table("policies")


def downgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("place_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective_from", sa.String(length=7), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_policies_set_by_people")),
        sa.PrimaryKeyConstraint("place_id", "effective_from", name=op.f("pk_policies")),
    )
    op.drop_table("street_policies")
    with op.batch_alter_table("villages") as batch_op:
        batch_op.drop_column("households")
'''


STUMBLES = '    op.execute("UPDATE street_policies SET body = NULL")\n\n\ndef downgrade'
START = """
import asyncio, sys
from pathlib import Path
from storage.backup import write_backup
from storage.engine import open_storage
from storage.restore import read_backup
from storage.schema import upgrade

async def start(url, *work):
    storage = open_storage(url)
    await upgrade(storage)
    for how, file in zip(work[::2], work[1::2]):
        await globals()[how](storage, Path(file), lambda table, rows: None)
    await storage.close()

asyncio.run(start(*sys.argv[1:]))
"""


class LaterProgram:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions = folder / "storage" / "migrations" / "versions"
        for package in ("domain", "storage"):
            shutil.copytree(ROOT / package, folder / package)
        tables = folder / "storage" / "tables"
        _change(tables / "places.py", VILLAGES[0], "\n".join(VILLAGES))
        policies = (tables / "visits.py").read_text(encoding="utf-8") + POLICIES
        (tables / "visits.py").write_text(policies, encoding="utf-8")

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Python with these arguments, in the folder of this program."""
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def starts(self, url: str, *work: str | Path) -> None:
        """Upgrades the database, then does the work: `read_backup` or `write_backup`, a file."""
        done = self.runs("-c", START, url, *map(str, work))
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])

    def migrations(self) -> dict[str, str]:
        """What is in its files of migrations."""
        files = self.versions.glob("0*.py")
        return {file.name: file.read_text(encoding="utf-8") for file in files}

    def finishes_the_migration(self, *, stumbling: bool = False) -> None:
        """`stumbling`: it cannot deal with rows that are there."""
        said = MIGRATION.replace("\n\ndef downgrade", STUMBLES) if stumbling else MIGRATION
        (self.versions / FILE).write_text(said, encoding="utf-8")
        self.counts_its_migrations()

    def counts_its_migrations(self) -> None:
        schema = self.folder / "storage" / "schema.py"
        if f'HEAD = "{NUMBER}"' not in schema.read_text(encoding="utf-8"):
            _change(schema, f'HEAD = "{HEAD}"', f'HEAD = "{NUMBER}"')


def _change(file: Path, old: str, new: str) -> None:
    """The first of these words in a file become others."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
