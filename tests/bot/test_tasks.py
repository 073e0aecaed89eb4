"""Tasks are kept, their failures seen, and none is left behind."""

import asyncio
import logging

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot import tasks as tasks_module
from bot.logs import Discreet
from bot.tasks import Tasks
from storage.engine import Storage
from storage.tables import people


async def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError("坏了")

    tasks = Tasks()
    with pytest.raises(ValueError):
        await tasks.start(fails(), "telling lin")
    await tasks.close()
    assert "telling lin failed" in caplog.text


async def test_closing_cancels_what_still_runs() -> None:
    tasks = Tasks()
    sleeping = tasks.start(asyncio.sleep(1000), "sleeping")
    await asyncio.sleep(0)
    await tasks.close()
    assert sleeping.cancelled()


async def test_a_loop_that_breaks_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "PAUSE", 0.0)
    rounds = 0

    async def loop() -> None:
        nonlocal rounds
        rounds += 1
        if rounds < 3:
            raise ValueError("坏了")

    tasks = Tasks()
    await tasks.keep(loop, "loop")
    assert rounds == 3


def test_a_secret_is_never_logged_not_even_in_a_traceback() -> None:
    try:
        raise ValueError("https://api.telegram.org/file/bot1:secret/documents/a")
    except ValueError as error:
        seen = (type(error), error, error.__traceback__)
    record = logging.LogRecord("bot", logging.ERROR, "", 0, "with %s", ("1:secret",), seen)
    text = Discreet(["1:secret", ""]).format(record)
    assert "1:secret" not in text and "bot***/documents/a" in text


def test_no_phone_is_ever_logged() -> None:
    record = logging.LogRecord(
        "a", logging.ERROR, "f", 1, "key (phone)=(19900000001) of 20261120200000", (), None
    )
    text = Discreet([]).format(record)
    assert "199****0001" in text and "19900000001" not in text and "20261120200000" in text


async def test_what_people_said_does_not_come_with_an_error(storage: Storage) -> None:
    """What a statement was given stands in the error of most databases' drivers."""
    with pytest.raises(IntegrityError) as failed:
        async with storage.unit() as unit:
            await unit.people.run(insert(people).values(id=1, name=None, phone="19900000001"))
    assert "19900000001" not in str(failed.value).partition("DETAIL")[0]
