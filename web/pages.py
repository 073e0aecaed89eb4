"""Pages: Jinja templates and one stylesheet, nothing from outside."""

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
    content = (files("web") / "web.css").read_bytes()

    @router.get("/web.css")
    async def stylesheet() -> Response:
        return Response(content, media_type="text/css", headers={"Cache-Control": "no-cache"})

    return router
