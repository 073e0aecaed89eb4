"""What stands before every page: its headers, forms from here alone, and who is signed in."""

import hashlib
import hmac
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.auth.base import AuthMiddleware
from starlette_admin.security.csrf import CSRFMiddleware

from web.desk.rights import COOKIE
from web.guards import came_from_here
from words.desk import FORM_TOO_OLD

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
OPEN = ("/login", "/static/")


class Headers:
    """Widths of bars stand in `style`, scripts never in a page. What is static has its version in
    its address and may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = b"v=" in scope.get("query_string", b"") and "/static/" in scope.get("path", "")

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CSP
                if kept:
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        await self.app(scope, receive, send_with if scope["type"] == "http" else send)


class Forms(CSRFMiddleware):
    """The token is made from the session, so it outlives a restart and fits every process."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        token = token_for(request.cookies.get(COOKIE, ""))
        request.state.csrf_token = token
        if request.method not in self.safe_methods:
            given = await self._get_submitted_token(request)
            ours = came_from_here(request.headers)
            if not ours or not hmac.compare_digest(given or "", token):
                return PlainTextResponse(FORM_TOO_OLD, 403)
        return await call_next(request)


def token_for(session: str) -> str:
    return hashlib.sha256(f"form:{session}".encode()).hexdigest()


class Doorkeeper(AuthMiddleware):
    """Whoever is not signed in sees the sign-in page, whatever they ask for: whether a page or a
    row is there is not told. Of the address asked for only its path is kept."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        seat = await self.provider.authenticate(request)
        request.state.is_anonymous = seat is None
        root = request.scope.get("root_path", "")
        path = request.url.path.removeprefix(root)
        if seat is not None:
            request.state.admin_user = seat
        elif not path.startswith(OPEN):
            onward = f"?next={quote(path)}" if request.method == "GET" and path != "/" else ""
            return RedirectResponse(f"{root}/login{onward}", 303)
        return await call_next(request)
