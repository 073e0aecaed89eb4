"""The base of what is no page but a file to keep."""

from typing import ClassVar
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from domain.errors import DomainError, NotAllowed, NotFound
from web.desk.page import Page
from web.desk.rights import Asked, doing
from words.errors import sentence_for

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Download(Page):
    """Making one may be recorded, so it is done in a transaction. `instead`: where a refusal is
    said."""

    instead: ClassVar[str] = ""

    async def made(self, asked: Asked, request: Request) -> tuple[str, bytes]:
        """Its name and content. NotFound and NotAllowed become the page 没有找到."""
        raise NotImplementedError

    @route("")
    async def index(self, request: Request) -> Response:
        try:
            async with doing(request) as asked:
                name, content = await self.made(asked, request)
        except (NotFound, NotAllowed) as error:
            raise HTTPException(404) from error
        except DomainError as error:
            flash(request, sentence_for(error), "error")
            return RedirectResponse(f"{request.scope['root_path']}{self.instead}", 303)
        return file_response(name, content)


def file_response(name: str, content: bytes) -> Response:
    kept = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": kept, "Cache-Control": "no-store"}
    return Response(content, media_type=WORKBOOK, headers=headers)
