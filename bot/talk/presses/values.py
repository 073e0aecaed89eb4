"""What a press may carry."""

from typing import Annotated

from pydantic import Field, StringConstraints

Id = Annotated[int, Field(ge=0, lt=2**31)]
Page = Annotated[int, Field(ge=0, lt=2**31)]
MonthName = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
"""`2026-11`."""
Value = Annotated[str, StringConstraints(pattern=r"^(\d{0,9}|\d{4}-\d\d-\d\d|\D.*)$")]
"""An id, a day or a word; which of them the part decides (see `offered`)."""
