"""Whether this process lives, whether it can work, and which messengers fail."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from storage.engine import Storage
from storage.schema import HEAD, current
from storage.unavailable import DatabaseReplaced


class HealthAnswer(BaseModel):
    """`database` is ok, down, or replaced: its file is no longer the one that was opened. `ill`:
    since when messengers fail, by name. Reasons are for the office, not for everybody."""

    status: str
    database: str
    ill: dict[str, str]


class ReadyAnswer(BaseModel):
    """`why` it is not ready: stopping, replaced, down (the database), or schema."""

    ready: bool
    why: str = ""


def health(storage: Storage) -> APIRouter:
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

    @router.get("/healthz")
    async def lives() -> dict[str, str]:
        """Whoever answers lives; nothing else is asked."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready(request: Request, response: Response) -> ReadyAnswer:
        """503 for as long as nothing should be sent here."""
        stopping = getattr(request.app.state, "stopping", False)
        why = "stopping" if stopping else await _why_not_ready(storage)
        response.status_code = 503 if why else 200
        return ReadyAnswer(ready=not why, why=why)

    return router


async def _why_not_ready(storage: Storage) -> str:
    try:
        return "" if await current(storage) == HEAD else "schema"
    except DatabaseReplaced:
        return "replaced"
    except Exception:  # whatever it is, the database did not answer
        return "down"
