"""The desk itself: starlette-admin with our pages, our templates and our doors."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from jinja2 import ChoiceLoader, PackageLoader
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.base import BaseAdmin
from starlette_admin.routing import route
from starlette_admin.theme import DefaultTheme
from starlette_admin.views import BaseView, CustomView

from actions.people.guesses import Guesses
from actions.people.links import PAGE_LIFE
from domain.errors import DomainError, NotAllowed, NotFound
from domain.months import local_day
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from web.desk.doors import Forms, Headers
from web.desk.menu import menu_of
from web.desk.page import Page
from web.desk.pages import PAGES
from web.desk.rights import Room, may_open, seat
from web.desk.sign_in import SignIn
from web.desk.table import Table
from words.desk import BUSY, NOT_HERE
from words.errors import sentence_for
from words.labels import PACE_LABELS
from words.names import shown_names
from words.numbers import hours_number, hours_text, rate
from words.times import clock_words, day_words, month_words

ROOT = "/desk"
NOT_FOUND = HTTPException(404)


class Theme(DefaultTheme):
    name, package = "shaodian", "web.desk"


class First(CustomView):
    """The first page of the menu that somebody may open; who has none is told where to go."""

    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        assert isinstance(self._admin, Desk)
        for _, entries in menu_of(self._admin.addresses(request)):
            return RedirectResponse(entries[0][1], 303)
        return self._admin._template_response(request, "nothing.html", {"entry": ""})


class Desk(BaseAdmin):
    """`guesses` are shared with the web chat: one guesser, one limit."""

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        guesses: Guesses,
        *,
        secure: bool = False,
        life: timedelta = PAGE_LIFE,
        pages: Sequence[type[BaseView]] = PAGES,
        chat_link: Callable[[str], str] = "/chat#k={}".format,
    ) -> None:
        self.room = Room(storage, now, chat_link)
        super().__init__(
            title="法治哨点",
            base_url=ROOT,
            route_name="desk",
            theme=Theme(),
            index_view=First(),
            auth_provider=SignIn(self.room, guesses, secure, life),
            # It signs the line that says what was saved, shown once on the next page.
            secret_key=secrets.token_urlsafe(32),
            middlewares=[Middleware(Headers)],
            timezone_config=None,
        )
        for page in pages:
            self.add_view(page)

    def mount(self, app: FastAPI) -> None:
        self.mount_to(app)
        self.app.state.room = self.room
        self.app.add_exception_handler(StorageUnavailable, self._busy)
        self.app.add_exception_handler(DomainError, self._refused)

    def addresses(self, request: Request) -> dict[str, str]:
        """Where the menu entries lead that this person may open."""
        root, found = request.scope["root_path"], {}
        for view in self._views:
            if isinstance(view, Table) and may_open(request, view.open_to):
                found[view.entry] = f"{root}/{view.entry}/list"
            if isinstance(view, Page) and view.in_menu and may_open(request, view.open_to):
                found[view.entry] = f"{root}{view.path}"
        return found

    def _init_csrf(self) -> None:
        self.middlewares.append(Middleware(Forms, secret_key=self.secret_key or ""))

    def _setup_templates(self) -> None:
        """Ours, then theirs, and none from the folder the program was started in; what was read
        once is not looked for again."""
        super()._setup_templates()
        env = self.templates.env
        theirs = PackageLoader("starlette_admin", "templates")
        env.loader = ChoiceLoader([PackageLoader("web.desk", "templates"), theirs])
        env.auto_reload = False
        env.trim_blocks = env.lstrip_blocks = True
        env.globals.update(
            asset=asset,
            seat=seat,
            again=again,
            addresses=self.addresses,
            menu=lambda request: menu_of(self.addresses(request)),
            pace_words=PACE_LABELS,
        )
        env.filters.update(
            day=day_words,
            local_day=local_day,
            clock=clock_words,
            month=month_words,
            hours=hours_text,
            hours_number=hours_number,
        )
        env.globals["rate"] = rate

    async def _render_error(self, request: Request, exc: Exception = NOT_FOUND) -> Response:
        assert isinstance(exc, HTTPException)
        status = 404 if exc.status_code == 403 else exc.status_code
        return self._problem(request, NOT_HERE, status)

    async def _busy(self, request: Request, exc: Exception) -> Response:
        return self._problem(request, BUSY, 503)

    async def _refused(self, request: Request, exc: Exception) -> Response:
        """What a page is about can't be changed any more; nobody is told that of a foreign row."""
        if isinstance(exc, (NotFound, NotAllowed)) or not isinstance(exc, DomainError):
            return self._problem(request, NOT_HERE, 404)
        return self._problem(request, shown_names(sentence_for(exc), mask=False), 409)

    def _problem(self, request: Request, sentence: str, status: int) -> Response:
        return self._template_response(
            request, "problem.html", {"sentence": sentence, "entry": ""}, status
        )


def again(request: Request, **changed: object) -> str:
    """The page as it was asked for, but for these; None leaves one out."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changed]
    news = [(k, str(v)) for k, v in changed.items() if v is not None]
    return f"?{urlencode([*kept, *news])}"


@cache
def asset(name: str) -> str:
    """`static/desk.css?v=…`: below the root of the desk."""
    package = "web.desk" if name.startswith("desk") else "starlette_admin"
    content: Any = files(package) / "static" / name
    return f"/static/{name}?v={hashlib.sha256(content.read_bytes()).hexdigest()[:12]}"
