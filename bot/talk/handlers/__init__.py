"""What the bot can do, one module per subject; the order here is the order of asking."""

from aiogram import Router

from bot.talk.handlers import (
    advisers,
    cases,
    check_ins,
    common,
    confirmations,
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
    rolls,
    villages,
    visit_entry,
    visits,
)


def routers() -> list[Router]:
    """New routers each time: a router belongs to one dispatcher."""
    return [
        joining.router(),
        common.router(),
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
        rolls.router(),
        overview.router(),
        villages.router(),
        visit_entry.router(),
        visit_entry.free_text(),
        common.last(),
    ]
