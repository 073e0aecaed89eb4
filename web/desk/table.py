"""The base of tables: our own back end behind the six methods of starlette-admin.

A table finds its rows through the actions; what is done to them is done by forms (`Form`), which
keep what was typed and notice that somebody else was quicker. So nothing is created, edited or
deleted here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.fields import BaseField
from starlette_admin.views import BaseModelView

from domain.errors import NotAllowed, NotFound
from domain.people import Actor
from web.desk.rights import Asked, looking, may_open, office


@dataclass
class Column(BaseField):
    """`cell`: the template its value is drawn with. `place`: where it stands when a row is a card
    on a phone: name, badge, bar, amount, left, right; empty for not there. `right`: numbers."""

    cell: str = "text"
    place: str = ""
    right: bool = False
    wide: bool = False
    orderable: bool | None = False

    async def serialize_value(self, request: Request, value: Any) -> Any:
        return value

    async def serialize_none_value(self, request: Request) -> Any:
        return None


class Chip(NamedTuple):
    """A filter with its count; `value` empty is 全部. `mark` is a state's mark."""

    value: str
    label: str
    number: int
    mark: str = ""


class Wanted(NamedTuple):
    """What the list asks for; `chosen` are its filters by name."""

    words: str
    chip: str
    chosen: dict[str, str]
    sort: str
    descending: bool
    skip: int
    limit: int


class Found(NamedTuple):
    """One page of rows. `chips` filter by state, `lead` is the line under the title, `primary` the
    one thing to do: address and words."""

    rows: Sequence[Any]
    total: int
    chips: Sequence[Chip] = ()
    lead: str = ""
    primary: tuple[str, str] | None = None


class Table(BaseModelView):
    """`entry`: its menu entry, and its address. `pk_attr`: the attribute that names a row."""

    entry: ClassVar[str] = ""
    search: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    filters: ClassVar[Sequence[tuple[str, str, Sequence[tuple[str, str]]]]] = ()
    """More conditions: name, label, and choices; no choices is free text."""
    batches: ClassVar[Sequence[tuple[str, str]]] = ()
    """Forms for chosen rows: address below the desk and words; they get `pk` of each."""
    grouped: ClassVar[bool] = False
    """Rows have a `group` (mark, words, note), which stands above the first of each."""
    pk_attr = "id"
    page_size = 25
    page_size_options = (25, 50, 100)
    exporters = importers = ()
    actions = row_actions = ()
    list_template = "list.html"

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        raise NotImplementedError

    async def one(self, asked: Asked, pk: str) -> Any:
        """Raises NotFound or NotAllowed; both are 404."""
        raise NotFound

    def row_url(self, row: dict[str, Any]) -> str:
        """Below the desk; empty when a row has no page."""
        return ""

    def offered(self, request: Request) -> Sequence[tuple[str, str]]:
        """Of the batches those this person may do."""
        return self.batches

    def __init__(self) -> None:
        self.key = self.entry
        super().__init__()

    def open_to(self, actor: Actor) -> bool:
        return office(actor)

    def is_accessible(self, request: Request) -> bool:
        return may_open(request, self.open_to)

    def can_create(self, request: Request) -> bool:
        return False

    can_edit = can_delete = can_export = can_import = can_view_detail = can_create

    async def find_all(
        self,
        request: Request,
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Any = None,
        filters: Any = None,
    ) -> Sequence[Any]:
        return (await self._found(request, skip, limit, q, sorts)).rows

    async def count(self, request: Request, q: str | None = None, filters: Any = None) -> int:
        return (await self._found(request, 0, self.page_size, q, None)).total

    async def find_by_pk(self, request: Request, pk: Any) -> Any:
        try:
            async with looking(request) as asked:
                return await self.one(asked, str(pk))
        except (NotFound, NotAllowed):
            return None

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        found = [await self.find_by_pk(request, pk) for pk in pks]
        return [row for row in found if row is not None]

    async def create(self, request: Request, data: dict[str, Any]) -> NoReturn:
        raise HTTPException(405)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> NoReturn:
        raise HTTPException(405)

    async def delete(self, request: Request, pks: list[Any]) -> NoReturn:
        raise HTTPException(405)

    async def repr(self, obj: Any, request: Request) -> str:
        return ""

    async def _found(
        self, request: Request, skip: int, limit: int, q: str | None, sorts: Any
    ) -> Found:
        """Looked up once a request; the template reads it too."""
        if not hasattr(request.state, "found"):
            given = request.query_params
            chosen = {name: value for name, _, _ in self.filters if (value := given.get(name))}
            sort, way = sorts[0] if sorts else ("", "asc")
            wanted = Wanted(
                q or "", given.get("state", ""), chosen, sort, way == "desc", skip, limit
            )
            try:
                async with looking(request) as asked:
                    request.state.found = await self.find(asked, wanted)
            except (NotFound, NotAllowed) as error:
                raise HTTPException(404) from error
        found: Found = request.state.found
        return found
