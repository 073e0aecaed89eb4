"""What the bot can do, one module per subject; the order here is the order of asking."""

from aiogram import Router

from bot.talk.handlers import (
    advisers,
    cases,
    check_ins,
    common,
    confirmations,
    corrections,
    doors,
    grids,
    imports,
    invitations,
    joining,
    links,
    mingbairen,
    months,
    oddities,
    overview,
    phones,
    photos,
    questions,
    several_visits,
    villages,
    visit_entry,
    visit_lines,
    visits,
)


def routers() -> list[Router]:
    """New routers each time: a router belongs to one dispatcher."""
    return [
        joining.router(),
        common.router(),
        questions.router(),
        visit_lines.early(),
        corrections.router(),
        check_ins.router(),
        visits.router(),
        confirmations.router(),
        mingbairen.router(),
        grids.router(),
        cases.router(),
        invitations.router(),
        links.router(),
        doors.router(),
        advisers.router(),
        months.router(),
        oddities.router(),
        phones.router(),
        photos.router(),
        imports.router(),
        overview.router(),
        villages.router(),
        questions.names(),
        visit_entry.router(),
        several_visits.router(),
        visit_lines.last(),
        common.last(),
    ]
