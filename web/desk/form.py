"""The base of everything that is done to a row, or to several, with a form: a page of its own, so
that it needs no script, keeps what was typed, and says at the field what is wrong."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from domain.errors import DomainError, NotAllowed, NotFound
from web.desk.fields import Field
from web.desk.page import Page
from web.desk.rights import Asked, doing, looking
from words.desk import NOT_OFFERED, changed_meanwhile
from words.errors import sentence_for
from words.names import shown_names


class Changed(Exception):
    """Another person has changed the row since the form was opened."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Wrong(Exception):
    """What was said can't be meant; shown at the field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__()
        self.field, self.sentence = field, sentence


class Paper(NamedTuple):
    """What was made is shown at once, and only once: a template and its values."""

    template: str
    values: dict[str, Any]


class Form(Page):
    """`save`: the words of its button. `blames`: at which field a refusal is shown; one of no
    field stands above the form."""

    template: ClassVar[str] = "form.html"
    save: ClassVar[str] = ""
    fields: ClassVar[Sequence[Field]] = ()
    blames: ClassVar[Mapping[type[DomainError], str]] = {}

    async def subject(self, asked: Asked, request: Request) -> Any:
        """The row or rows it is about. Raises NotFound or NotAllowed for others' rows."""
        raise NotImplementedError

    def heading(self, subject: Any) -> str:
        raise NotImplementedError

    def facts(self, subject: Any) -> dict[str, str]:
        """What it changes, as it stands now: shown above the form, and compared when it is sent."""
        return {}

    def compared(self, subject: Any) -> dict[str, str]:
        """What a second editor is told of, where it is more than what stands above the form."""
        return self.facts(subject)

    def first(self, asked: Asked, subject: Any) -> dict[str, Any]:
        """What stands in the fields when the form opens."""
        return {}

    def offered(self, subject: Any) -> dict[str, Sequence[tuple[str, str]]]:
        """Choices that depend on the row, by field."""
        return {}

    def back(self, request: Request, subject: Any) -> str:
        """Where 取消 and a saved form lead."""
        raise NotImplementedError

    async def do(self, asked: Asked, subject: Any, said: dict[str, Any]) -> str | Response | Paper:
        """Call one action; the sentence that says what was done, or what is to be kept of it."""
        raise NotImplementedError

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        subject = await self.subject(asked, request)
        return self._values(request, subject, self.first(asked, subject), {})

    @route("", methods=["POST"], name="send")
    async def send(self, request: Request) -> Response:
        form = await request.form()
        said = {each.name: await each.parse_form_data(request, form) for each in self.fields}
        errors = await self._errors(request, said)
        try:
            if not errors:
                async with doing(request) as asked:
                    subject = await self.subject(asked, request)
                    self._check_unchanged(form, subject)
                    self._check_offered(subject, said)
                    done = await self.do(asked, subject, said)
                if isinstance(done, Response):
                    return done
                if isinstance(done, Paper):
                    return self.rendered(request, done.values, template=done.template)
                flash(request, shown_names(done, mask=False), "success")
                return RedirectResponse(self.back(request, subject), 303)
        except (NotFound, NotAllowed) as error:
            raise HTTPException(404) from error
        except Wrong as error:
            errors = {error.field: error.sentence}
        except Changed as error:
            errors = {"": error.sentence}
        except DomainError as error:
            at = next((f for kind, f in self.blames.items() if isinstance(error, kind)), "")
            errors = {at: shown_names(sentence_for(error), mask=False)}
        return await self._again(request, said, errors)

    async def _again(
        self, request: Request, said: dict[str, Any], errors: dict[str, str]
    ) -> Response:
        """The form as it was sent, with what is wrong about it."""
        try:
            async with looking(request) as asked:
                subject = await self.subject(asked, request)
        except (NotFound, NotAllowed) as error:
            raise HTTPException(404) from error
        return self.rendered(request, self._values(request, subject, said, errors), 422)

    async def _errors(self, request: Request, said: dict[str, Any]) -> dict[str, str]:
        found = {}
        for field in self.fields:
            try:
                await field.validate(request, said[field.name], said)
            except ValueError as error:
                found[field.name] = str(error)
        return found

    def _check_unchanged(self, form: FormData, subject: Any) -> None:
        try:
            seen = json.loads(str(form.get("seen") or "{}"))
        except ValueError:
            seen = {}
        now = self.compared(subject)
        changes = {k: (str(seen.get(k, "")), v) for k, v in now.items() if seen.get(k) != v}
        if changes:
            raise Changed(changed_meanwhile(changes))

    def _check_offered(self, subject: Any, said: dict[str, Any]) -> None:
        for name, choices in self.offered(subject).items():
            value = said.get(name)
            given = value if isinstance(value, tuple) else (value,) if value else ()
            if not {each for each, _ in choices}.issuperset(given):
                raise Wrong(name, NOT_OFFERED)

    def _values(
        self, request: Request, subject: Any, said: dict[str, Any], errors: dict[str, str]
    ) -> dict[str, Any]:
        seen = json.dumps(self.compared(subject), ensure_ascii=False)
        return {
            "heading": self.heading(subject),
            "facts": self.facts(subject),
            "seen": seen,
            "said": said,
            "errors": errors,
            "offered": self.offered(subject),
            "back": self.back(request, subject),
        }
