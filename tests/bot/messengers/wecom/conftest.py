"""The small office at WeCom."""

from collections.abc import AsyncIterator

import pytest

from tests.cast import Office
from tests.wecom_double import WeComDouble
from tests.wecom_phone import wecom_door
from tests.wecom_street import Street


@pytest.fixture
async def street(office: Office) -> AsyncIterator[Street]:
    async with (
        WeComDouble() as double,
        wecom_door(double, office.dispatcher, office.storage, office.clock) as door,
    ):
        await double.online()
        yield Street(office, double, door)
