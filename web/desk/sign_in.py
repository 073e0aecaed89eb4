"""Signing in with a personal link, and out again. A password and a second step belong here too."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette_admin.auth.base import BaseAuthProvider

from actions.people.guesses import Guesses
from actions.people.links import PAGE, PAGE_LIFE, enter, leave, own_link
from domain.people import LinkInvalid
from web.desk.doors import Doorkeeper
from web.desk.rights import COOKIE, Room, Seat, doing, seat_of
from words.desk import NO_LINK
from words.errors import sentence_for
from words.webchat import TOO_MANY_GUESSES


class SignIn(BaseAuthProvider):
    def __init__(
        self, room: Room, guesses: Guesses, secure: bool, life: timedelta = PAGE_LIFE
    ) -> None:
        super().__init__()
        self.room, self.guesses, self.secure, self.life = room, guesses, secure, life

    async def authenticate(self, request: Request) -> Seat | None:
        session = request.cookies.get(COOKIE)
        if not session or "/static/" in request.url.path:
            return None
        async with self.room.storage.reading() as unit:
            return await seat_of(unit, session, self.room.now())

    def get_middleware(self) -> Middleware:
        return Middleware(Doorkeeper, provider=self)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        self.templates = templates
        return [
            self._route("login", "GET", self.show),
            self._route("login", "POST", self.sign_in),
            self._route("logout", "POST", self.sign_out),
            self._route("chat", "POST", self.to_chat),
        ]

    def _route(self, name: str, method: str, does: Callable[..., object]) -> Route:
        return Route(f"/{name}", does, methods=[method], name=name)

    async def show(self, request: Request) -> Response:
        return self._page(request)

    async def sign_in(self, request: Request) -> Response:
        form = await request.form()
        secret = str(form.get("key") or "").strip().rpartition("k=")[2]
        address = request.client.host if request.client else ""
        if not secret:
            return self._page(request, NO_LINK, 422)
        if wait := self.guesses.wait_for(address):
            return self._page(request, TOO_MANY_GUESSES, 429, {"Retry-After": str(ceil(wait))})
        try:
            async with self.room.storage.unit() as unit:
                session, _ = await enter(unit, secret, self.room.now(), self.life, PAGE)
        except LinkInvalid as error:
            return self._page(request, sentence_for(error), 403)
        self.guesses.was_right(address)
        onward = _within(str(form.get("next") or ""))
        answer = RedirectResponse(f"{request.scope['root_path']}{onward}", 303)
        answer.set_cookie(
            COOKIE,
            session,
            max_age=int(self.life.total_seconds()),
            path=request.scope["root_path"] or "/",
            httponly=True,
            samesite="lax",
            secure=self.secure or request.url.scheme == "https",
        )
        return answer

    async def sign_out(self, request: Request) -> Response:
        async with self.room.storage.unit() as unit:
            await leave(unit, request.cookies.get(COOKIE, ""), self.room.now())
        root = request.scope["root_path"]
        answer = RedirectResponse(f"{root}/login", 303)
        answer.delete_cookie(COOKIE, path=root or "/")
        return answer

    async def to_chat(self, request: Request) -> Response:
        """The web chat in this browser, by a link of one's own."""
        async with doing(request) as asked:
            secret = await own_link(asked.unit, asked.actor, asked.now)
        return RedirectResponse(f"../chat#k={secret}", 303)

    def _page(
        self,
        request: Request,
        problem: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        onward = request.query_params.get("next", "")
        values = {"problem": problem, "next": _within(onward)}
        return self.templates.TemplateResponse(request, "login.html", values, status, headers)


def _within(path: str) -> str:
    """A path of the desk, never another site's."""
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path else "/"
