"""Pages: Jinja templates and one stylesheet, nothing from outside."""

from functools import partial
from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

templates = Environment(
    loader=PackageLoader("web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, **values: object) -> HTMLResponse:
    return HTMLResponse(templates.get_template(template).render(values))


def styles() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for name in ("tokens.css", "web.css"):
        content = (files("web") / name).read_bytes()
        router.add_api_route(f"/{name}", partial(_stylesheet, content), response_model=None)
    return router


async def _stylesheet(content: bytes) -> Response:
    return Response(content, media_type="text/css", headers={"Cache-Control": "no-cache"})
