"""Every update is measured, also one that goes wrong."""

from aiogram import Router

from bot.metrics import Metrics
from bot.talk.dispatcher import make_dispatcher
from bot.talk.visitor import Visitor
from tests.cast import Office


async def test_an_update_is_counted_with_its_messenger(office: Office) -> None:
    metrics = Metrics()
    broken = Router()

    @broken.message()
    async def stumble(*_: object) -> None:
        raise ZeroDivisionError

    for event, routes in (("1", None), ("2", [broken])):
        dispatcher = make_dispatcher(office.storage, office.clock, routes, measured=metrics.handled)
        await Visitor(dispatcher, "test", "lin").says("帮助", event_id=f"measured:{event}")
    lines = metrics.text().decode().splitlines()
    assert 'shaodian_updates_total{messenger="test",well="yes"} 1.0' in lines
    assert 'shaodian_updates_total{messenger="test",well="no"} 1.0' in lines
    assert 'shaodian_update_seconds_count{messenger="test"} 2.0' in lines
