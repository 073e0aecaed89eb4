"""All tables, one module per subject."""

from storage.tables.base import metadata
from storage.tables.machinery import (
    dialogues,
    events,
    files,
    inbox,
    job_runs,
    messenger_health,
    outbox,
    shown_cards,
    web_keys,
    web_messages,
)
from storage.tables.mingbairen import mingbairen, mingbairen_stages
from storage.tables.people import (
    accounts,
    advisers,
    audit,
    audit_tail,
    grants,
    invitations,
    people,
)
from storage.tables.places import districts, former_names, grids, villages
from storage.tables.shortfalls import cases, shortfall_moves, shortfalls, told
from storage.tables.visits import (
    assignments,
    calendar_days,
    check_ins,
    month_corrections,
    month_figures,
    months,
    policies,
    visit_photos,
    visits,
)

__all__ = [
    "accounts",
    "advisers",
    "assignments",
    "audit",
    "audit_tail",
    "calendar_days",
    "cases",
    "check_ins",
    "dialogues",
    "districts",
    "events",
    "files",
    "former_names",
    "grants",
    "grids",
    "inbox",
    "invitations",
    "job_runs",
    "messenger_health",
    "metadata",
    "mingbairen",
    "mingbairen_stages",
    "month_corrections",
    "month_figures",
    "months",
    "outbox",
    "people",
    "policies",
    "shortfall_moves",
    "shortfalls",
    "shown_cards",
    "told",
    "villages",
    "visit_photos",
    "visits",
    "web_keys",
    "web_messages",
]
