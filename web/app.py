"""The web server: the routes it is handed, a landing page, and its health."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from storage.engine import Storage
from storage.unavailable import DatabaseReplaced
from web.desk.admin import Desk
from web.guards import LOOPBACK, Guards
from web.pages import page, styles

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class HealthAnswer(BaseModel):
    """`database` is ok, down, or replaced: its file is no longer the one that was opened. `ill`:
    since when messengers fail, by name. Reasons are for the office, not for everybody."""

    status: str
    database: str
    ill: dict[str, str]


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
    for router in (_landing(demo), _health(storage), styles(), *routers):
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


def _health(storage: Storage) -> APIRouter:
    router = APIRouter()

    @router.get("/health")
    async def health(response: Response) -> HealthAnswer:
        """503 when the database does not answer; a messenger that fails stops nothing else."""
        try:
            async with storage.reading() as unit:
                ill = await unit.outbox.ill()
        except Exception as error:  # whatever it is, the database did not answer
            response.status_code = 503
            how = "replaced" if isinstance(error, DatabaseReplaced) else "down"
            return HealthAnswer(status="down", database=how, ill={})
        failing = {name: since.isoformat() for name, (since, _) in ill.items()}
        return HealthAnswer(status="ill" if failing else "ok", database="ok", ill=failing)

    return router
