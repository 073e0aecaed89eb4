"""The small town, on both databases: what moves between its places is moved by statements."""

import pytest

from storage.engine import Storage
from tests.actions.cast import Town, build


@pytest.fixture
async def both(storage: Storage) -> Town:
    return await build(storage)
