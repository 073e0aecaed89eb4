"""The hours of thousands of villages or advisers, added up by the database.

`domain.hours` is the specification; a property test holds both to the same figures.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from domain.months import Month
from domain.policy import ConfirmationRule, Policy
from domain.visits import Confirmation
from storage.tables import assignments, visits


def hours_by(
    subject: Any, where: Any, month: Month, policy: Policy, *, confirmed: bool = True
) -> Subquery:
    """Per subject: counted and confirmed minutes, each a union of spans, and counted visits.

    A span adds what of it lies beyond the latest end before it, which one pass in order of time
    can tell. Who asks for no confirmed minutes is spared half of it.
    """
    spans = _spans(subject, where, month, policy)
    columns = [*spans.c, _before(spans, spans.c.end).label("reached")]
    if confirmed:
        confirmed_end = case((spans.c.confirmed == 1, spans.c.end))
        columns.append(_before(spans, confirmed_end).label("confirmed_reached"))
    walk = select(*columns).subquery()
    sums = [
        func.sum(_gain(walk, walk.c.reached)).label("counted"),
        func.sum(case((walk.c.end > walk.c.start, 1), else_=0)).label("came"),
    ]
    if confirmed:
        gain = case((walk.c.confirmed == 1, _gain(walk, walk.c.confirmed_reached)), else_=0)
        sums.append(func.sum(gain).label("confirmed"))
    return select(walk.c.subject, *sums).group_by(walk.c.subject).subquery()


def days_by(subject: Any, where: Any, month: Month) -> Subquery:
    """Per subject with an assignment in the month: whether one of them fills it."""
    first, last = month.first_day, month.last_day
    since, until = assignments.c.since, assignments.c.until
    whole = and_(since <= first, or_(until.is_(None), until >= last))
    running = and_(since <= last, or_(until.is_(None), until >= first))
    return (
        select(subject.label("subject"), func.max(case((whole, 1), else_=0)).label("whole"))
        .where(where, running)
        .group_by(subject)
        .subquery()
    )


def _spans(subject: Any, where: Any, month: Month, policy: Policy) -> Subquery:
    """Every visit that counts, as minutes since 1970: the rules of `domain.hours.counted`."""
    start = type_coerce(visits.c.started_at, BigInteger) // 60
    minutes = type_coerce(visits.c.ended_at, BigInteger) // 60 - start
    says, asked = visits.c.confirmation, policy.confirmation is not ConfirmationRule.OFF
    counts: list[ColumnElement[bool]] = [
        visits.c.withdrawn_at.is_(None),
        visits.c.activity.in_(sorted(policy.counting)),
    ]
    if asked:
        counts.append(says != Confirmation.SENT_BACK)
        fewer = and_(says == Confirmation.CONFIRMED, visits.c.confirmed_minutes < minutes)
        minutes = case((fewer, visits.c.confirmed_minutes), else_=minutes)
    if policy.confirmation is ConfirmationRule.REQUIRED:
        counts.append(says == Confirmation.CONFIRMED)
    confirmed = case((says == Confirmation.CONFIRMED, 1), else_=0) if asked else 0 * start
    return (
        select(
            subject.label("subject"),
            visits.c.started_at,
            start.label("start"),
            (start + minutes).label("end"),
            confirmed.label("confirmed"),
        )
        .where(visits.c.month == str(month), where, *counts)
        .subquery()
    )


def _before(spans: Subquery, end: Any) -> Any:
    """The latest of these ends among a subject's earlier spans; null for the first. An index
    brings them in this order."""
    earlier = (None, -1)
    return func.max(end).over(
        partition_by=spans.c.subject, order_by=spans.c.started_at, rows=earlier
    )


def _gain(walk: Subquery, reached: Any) -> Any:
    """What a span adds beyond the latest end before it; one without minutes adds nothing."""
    empty = walk.c.end <= walk.c.start
    fresh = or_(reached.is_(None), reached <= walk.c.start)
    over = walk.c.end > reached
    length = walk.c.end - walk.c.start
    return case((empty, 0), (fresh, length), (over, walk.c.end - reached), else_=0)
