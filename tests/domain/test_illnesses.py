"""What ails the machine, and that everything that can ail has its remedy."""

from datetime import timedelta
from typing import Any

import pytest

from domain.illnesses import (
    AWAY,
    BACKUP_LASTS,
    LEAST_FREE,
    Ailing,
    BackupOld,
    DiskNearlyFull,
    MessengerAway,
    NotTidied,
    Seen,
    ills_of,
)
from tests.domain.cast import at

NOW = at("2026-11-20 20:00")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seen", "ills"),
    [
        ({}, []),
        ({"connected": {"wecom": NOW - AWAY}}, []),
        ({"connected": {"wecom": None}}, [MessengerAway(messenger="wecom", seen_at=None)]),
        (
            {"connected": {"wecom": NOW - AWAY - SECOND}},
            [MessengerAway(messenger="wecom", seen_at=NOW - AWAY - SECOND)],
        ),
        ({"folder": "data", "free": LEAST_FREE}, []),
        (
            {"folder": "data", "free": LEAST_FREE - 1},
            [DiskNearlyFull(folder="data", free=LEAST_FREE - 1)],
        ),
        ({"kept_since": NOW - BACKUP_LASTS}, []),
        ({"kept_since": NOW - BACKUP_LASTS - SECOND}, [BackupOld(made_at=None)]),
        ({"kept_since": NOW - 2 * BACKUP_LASTS, "backed_up_at": NOW - BACKUP_LASTS}, []),
        (
            {"backed_up_at": NOW - BACKUP_LASTS - SECOND},
            [BackupOld(made_at=NOW - BACKUP_LASTS - SECOND)],
        ),
        ({"tidied": False}, [NotTidied()]),
    ],
)
def test_what_ails_the_machine(seen: dict[str, Any], ills: list[Ailing]):
    assert ills_of(Seen(**seen), NOW) == ills
