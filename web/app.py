"""The web server: the routes it is handed, a landing page, and how it is."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from storage.engine import Storage
from web.desk.admin import Desk
from web.guards import LOOPBACK, Guards
from web.health import health
from web.pages import page, styles

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    storage: Storage,
    routers: Sequence[APIRouter] = (),
    *,
    lifespan: Lifespan | None = None,
    hosts: Collection[str] | None = None,
    demo: bool = False,
    openapi: bool = False,
    desk: Desk | None = None,
) -> FastAPI:
    """`hosts`: the names this server answers to, None for any; see `hosts_for`. With `demo` the
    landing page leads to the demo, whose router must be among `routers`. With `openapi` the
    interface describes itself at /openapi.json."""
    described_at = "/openapi.json" if openapi else None
    app = FastAPI(
        title="法治哨点",
        lifespan=lifespan,
        openapi_url=described_at,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Guards, hosts=hosts)
    for router in (_landing(demo), health(storage), styles(), *routers):
        app.include_router(router)
    if desk:
        desk.mount(app)
    return app


def hosts_for(bound_to: str) -> Collection[str] | None:
    """The names to answer to when listening on this address: any, unless it is loopback."""
    return LOOPBACK if bound_to in LOOPBACK else None


def _landing(demo: bool) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def landing() -> HTMLResponse:
        return page("landing.html", demo=demo)

    return router
