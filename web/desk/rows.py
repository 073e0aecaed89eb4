"""The rows that were chosen in a table."""

from starlette.requests import Request

from domain.errors import NotFound

MOST = 500


def chosen_ids(request: Request) -> list[int]:
    """`?pk=3&pk=5`. Raises NotFound where nothing, or no number, is named."""
    said = dict.fromkeys(request.query_params.getlist("pk"))
    numbers = all(each.isascii() and each.isdigit() and len(each) < 10 for each in said)
    if not said or len(said) > MOST or not numbers:
        raise NotFound
    return [int(each) for each in said]
