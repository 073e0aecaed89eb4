"""What is personal in every table, and how it is forgotten. A column that is not listed here fails
a test: who adds one says which of the two it is."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Column

from storage.tables import metadata


class How(StrEnum):
    """NAME, NUMBER: what a person is known by; kept in the person's own row, emptied with it.
    ADDRESS: where a messenger finds the person. OWN: other facts of the own row.
    WORDS: written by people, or by the program about them. JSON: the same in parts, whatever the
    type of its column. FILE: looked into, and thrown away if the person is in it."""

    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    OWN = "own"
    WORDS = "words"
    JSON = "json"
    FILE = "file"


_DECLARED = {
    How.NAME: "people.name mingbairen.name",
    How.NUMBER: "people.phone mingbairen.phone mingbairen.certificate",
    How.ADDRESS: "accounts.address dialogues.address web_keys.address web_messages.address",
    How.OWN: "mingbairen.certificate_until mingbairen.gender mingbairen.born mingbairen.politics "
    "mingbairen.education",
    How.WORDS: "accounts.closed_reason cases.explanation events.failed files.name job_runs.error "
    "messenger_health.error mingbairen.left_reason mingbairen.note mingbairen_stages.reason "
    "month_corrections.reason months.bulletin months.reason outbox.error shortfall_moves.note "
    "shortfalls.waived_reason visits.result visits.sent_back_reason visits.topic",
    How.JSON: "audit.after audit.before dialogues.buttons dialogues.data events.answer "
    "inbox.frame outbox.notice shortfalls.why shown_cards.card shown_cards.template "
    "web_messages.body",
    How.FILE: "files.content",
}
PERSONAL = {column: how for how, columns in _DECLARED.items() for column in columns.split()}

_HARMLESS = {
    "accounts": "id person_id messenger linked_at closed_at sees_cards heard_at",
    "advisers": "person_id kind",
    "assignments": "id adviser_id village_id since until",
    "audit": "id at actor_id action subject subject_id salt digest previous hash",
    "audit_tail": "one last_id",
    "calendar_days": "place_id day working",
    "cases": "shortfall_id district_id state opened_at answered_at planned_on holder_id "
    "escalated_at closed_at",
    "check_ins": "id adviser_id village_id started_at state asked_at visit_id",
    "dialogues": "messenger state turn at",
    "districts": "id code name parent_id path began_on",
    "events": "messenger event_id at",
    "files": "id made_at person_id",
    "former_names": "id place place_id name until merged_id",
    "grants": "id person_id role place_id since until",
    "grids": "id village_id name code households retired_on",
    "inbox": "messenger event_id at nth",
    "invitations": "code person_id made_by made_at used_at",
    "job_runs": "job period place_id due_at state attempts started_at finished_at cut_offs holder "
    "held_until",
    "messenger_health": "messenger failing_since seen_at",
    "mingbairen": "id grid_id category stage stage_since",
    "mingbairen_stages": "id mingbairen_id stage at by_id",
    "month_corrections": "id month village_id before after corrected_by corrected_at",
    "month_figures": "month village_id counted confirmed wanted frozen_at",
    "months": "month district_id closed_at reopened_at reopened_by policy",
    "outbox": "id key person_id state made_at due_at attempts account_id sent_at via holder "
    "held_until",
    "people": "id first_messenger erased_at left_on",
    "policies": "place_id effective_from body set_by set_at",
    "shortfall_moves": "id shortfall_id before after at by_id",
    "shortfalls": "id kind subject subject_id period state figure wanted began_on evaluated_at "
    "place_id",
    "shown_cards": "task_id at",
    "told": "shortfall_id person_id at made_up_at",
    "villages": "id district_id name kind code retired_on",
    "visit_photos": "file_id visit_id added_by added_at",
    "visits": "id adviser_id village_id month started_at ended_at activity people leaflets source "
    "recorded_at confirmation confirmed_minutes confirmed_by withdrawn_at",
    "web_keys": "digest kind person_id made_at expires_at used_at",
    "web_messages": "id from_person outbox_id event_id at",
}
HARMLESS = {f"{table}.{column}" for table, each in _HARMLESS.items() for column in each.split()}
"""Numbers, days, codes and places; numbers of people say who did what, and no longer who it was."""

TALK, HISTORY = timedelta(days=14), timedelta(days=90)
ENDS = {
    "events": TALK,
    "inbox": TALK,
    "shown_cards": TALK,
    "dialogues": TALK,
    "files": TALK,
    "web_keys": TALK,
    "web_messages": HISTORY,
    "outbox": HISTORY,
}
"""What only keeps the program running ends by itself this long after it was last of use. A repeated
event comes within minutes, a card is pressed and its file opened within days."""


def columns_of(*hows: How) -> list[Column[object]]:
    """The columns declared so, table by table."""
    found = [name.split(".") for name, how in sorted(PERSONAL.items()) if how in hows]
    return [metadata.tables[table].c[column] for table, column in found]
