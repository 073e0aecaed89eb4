"""Why a backup is not restored."""

from domain.errors import Refused


class NotABackup(Refused):
    """The file is damaged, or something else."""


class TablesDiffer(NotABackup):
    """Tables are missing, or there are some too many."""


class ContentAltered(NotABackup):
    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table


class BackupTooNew(NotABackup):
    """Made by a version we do not know; `program` is None where the backup does not say it."""

    def __init__(self, schema: str, program: str | None, our_schema: str, our_program: str) -> None:
        super().__init__(schema)
        self.schema, self.program = schema, program
        self.our_schema, self.our_program = our_schema, our_program


class NotEmpty(Refused):
    """A backup is only ever restored into an empty database."""
