"""The page of the web chat: three files as they are, nothing from outside."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter, Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
FILES = (
    ("/chat", "page.html", "text/html"),
    ("/chat/chat.css", "chat.css", "text/css"),
    ("/chat/chat.js", "chat.js", "text/javascript"),
)


def page_routes(keep: str) -> APIRouter:
    """`keep`: which storage of the browser the page keeps its session in, `local` or `session`."""
    router = APIRouter()
    for path, name, kind in FILES:
        text = (files("bot.webchat") / name).read_text(encoding="utf-8")
        content = text.replace("{{keep}}", keep).encode()
        router.add_api_route(path, _serving(content, kind), methods=["GET"], response_model=None)
    return router


def _serving(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return Response(content, media_type=kind, headers=HEADERS)

    return serve
