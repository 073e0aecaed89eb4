"""The base of every model: frozen, so that a change is always a new value."""

import hashlib

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


def version_of(model: Model) -> str:
    """Short, and another as soon as anything of the model is: what a card showed (规则 3.14)."""
    return hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:8]
