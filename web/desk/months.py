"""The month a page is asked for."""

from starlette.requests import Request

from domain.months import Month


def asked_month(request: Request, this: Month) -> Month:
    """`?month=2026-10`; what is no month, or not yet begun, is this one."""
    try:
        month = Month.parse(request.query_params.get("month", ""))
    except ValueError:
        return this
    return min(month, this)
