"""The base of pages that are no tables: a declaration, a template, and what it shows."""

from typing import Any, ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route
from starlette_admin.views import CustomView

from domain.errors import NotAllowed, NotFound
from domain.people import Actor
from web.desk.rights import Asked, looking, may_open, office


class Page(CustomView):
    """`entry`: the key of the menu entry it belongs to. `open_to`: who may open it at all; which
    rows they see is said by the actions that `shown` asks."""

    entry: ClassVar[str] = ""
    template: ClassVar[str] = ""
    in_menu: ClassVar[bool] = False
    """It is where its menu entry leads."""
    add_to_menu = False

    def open_to(self, actor: Actor) -> bool:
        return office(actor)

    def is_accessible(self, request: Request) -> bool:
        return may_open(request, self.open_to)

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        """The values of the template. NotFound and NotAllowed become the page 没有找到."""
        raise NotImplementedError

    @route("")
    async def index(self, request: Request) -> Response:
        try:
            async with looking(request) as asked:
                values = await self.shown(asked, request)
        except (NotFound, NotAllowed) as error:
            raise HTTPException(404) from error
        return self.rendered(request, values)

    def rendered(
        self, request: Request, values: dict[str, Any], status: int = 200, template: str = ""
    ) -> Response:
        assert self._admin is not None
        context = {"view": self, "entry": self.entry, **values}
        return self._admin._template_response(request, template or self.template, context, status)
