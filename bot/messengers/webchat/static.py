"""The page of the web chat: files as they are, nothing from outside."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter, Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
BESIDE = {
    "chat.css": "text/css",
    "chat.js": "text/javascript",
    "bars.js": "text/javascript",
    "download.js": "text/javascript",
    "draw.js": "text/javascript",
    "elements.js": "text/javascript",
    "fold.js": "text/javascript",
    "queue.js": "text/javascript",
    "server.js": "text/javascript",
    "sides.js": "text/javascript",
    "talk.js": "text/javascript",
    "old.js": "text/javascript",
}


def page_routes(keep: str) -> APIRouter:
    """`keep`: which storage of the browser the page keeps its session in, `local` or `session`."""
    router = APIRouter()
    page = _read("page.html").replace(b"{{keep}}", keep.encode())
    routes = {"/chat": _serving(page, "text/html")}
    routes |= {f"/chat/{name}": _serving(_read(name), kind) for name, kind in BESIDE.items()}
    for path, serve in routes.items():
        router.add_api_route(path, serve, methods=["GET"], response_model=None)
    return router


def _read(name: str) -> bytes:
    return (files("bot.messengers.webchat") / name).read_bytes()


def _serving(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return Response(content, media_type=kind, headers=HEADERS)

    return serve
