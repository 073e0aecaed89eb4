"""The few statements that may look at every row of a table, and why."""

import re
from typing import NamedTuple

FEW_ROWS = {"audit_tail", "calendar_days", "districts", "inbox", "messenger_health", "policies"}
"""As many rows as there are streets, rules said for them and messengers, whatever the years bring;
the inbox is emptied as it is handled."""


class May(NamedTuple):
    """Of these tables; `words` stand in the statement. Without tables: of whichever it asks."""

    words: str
    tables: str
    why: str


ERASING = "a person is erased, which happens once in years and has to find everything"
ANYWHERE = "a part of a name may stand anywhere in it; as many rows as there are people or places"
NIGHTLY = "once a night, of what the nights before have left: it ends after days or months"
WHOLE = "all of them are what is wanted, and they are as many as the place has"

MAY = (
    May("coalesce(CAST(", "", ERASING),
    May("OR files.person_id = ?", "files", ERASING),
    May("files.id NOT IN (SELECT visit_photos.file_id", "files visit_photos", ERASING),
    May("OR visit_photos.added_by = ?", "visit_photos", ERASING),
    May("OR web_messages.outbox_id IN (SELECT", "web_messages", ERASING),
    May("FROM dialogues WHERE dialogues.address IN (?)", "dialogues", ERASING),
    May("DELETE FROM dialogues WHERE EXISTS", "dialogues", "somebody leaves: one row a person"),
    May("grids.code LIKE ? || '%'", "grids", "a grid is made, and its code begins like others"),
    May("LIKE '%' || ? || '%'", "grids mingbairen people villages", ANYWHERE),
    May("dialogues.at", "dialogues", NIGHTLY),
    May("outbox.made_at < ?", "outbox", NIGHTLY),
    May("web_keys.expires_at < ?", "web_keys", NIGHTLY),
    May("web_messages.at < ?", "web_messages", NIGHTLY),
    May("accounts.closed_at IS NOT NULL", "accounts people", "a digest: every shut door there is"),
    May("assignments.since <= ?", "assignments", "a job or a list: nearly all of them run"),
    May("ORDER BY advisers.person_id", "advisers people", WHOLE),
    May("people.id IN (SELECT advisers.person_id", "advisers people", "an import: " + WHOLE),
    May("ORDER BY grids.code", "grids", "an export: " + WHOLE),
    May("ORDER BY mingbairen.grid_id, mingbairen.id", "mingbairen", "an export: " + WHOLE),
    May("villages.retired_on IS NULL ORDER BY villages.id", "villages", WHOLE),
    May("grids.retired_on IS NULL", "grids", "covering a county: " + WHOLE),
    May("SELECT villages.id, villages.district_id FROM villages", "villages", WHOLE),
    May("FROM districts WHERE EXISTS (SELECT * FROM villages", "villages", WHOLE),
    May("SELECT min(", "advisers grids villages", "an evaluation begins: " + WHOLE),
)


def plainly(statement: str) -> str:
    """In one line, as both databases say it."""
    words = re.sub(r"\$\d+(::\w+)?", "?", statement)
    return re.sub(r"\s+", " ", words)


def may(statement: str, table: str) -> bool:
    said = plainly(statement)
    return table in FEW_ROWS or any(
        each.words in said and table in (each.tables.split() or [table]) for each in MAY
    )
