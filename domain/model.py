"""The base of every model: frozen, so that a change is always a new value."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)
