"""The small town all actions are tried in."""

import pytest

from storage.engine import Storage
from tests.actions.cast import Town, build


@pytest.fixture
async def town(sqlite_storage: Storage) -> Town:
    return await build(sqlite_storage)
