"""月结 at the desk: what would be frozen, reopened by a leader with a reason, and only there."""

from datetime import UTC, datetime

from actions.month.closing import close_month
from domain.months import Month
from tests.cast import Office
from tests.far_street import build_far_street

OCTOBER = Month(2026, 10)


async def _closed(office: Office) -> str:
    office.clock.at = datetime(2026, 11, 13, 2, 0, tzinfo=UTC)
    assert await close_month(office.storage, OCTOBER, office.district_id, office.clock.now())
    return f"/closing/{office.district_id}/{OCTOBER}"


async def test_the_page_says_who_falls_short_and_names_no_other_street(sits, office) -> None:
    far = await build_far_street(office)
    async with sits("chen") as chen:
        page = await chen.opens(f"/closing?month={OCTOBER}")
    assert page.status_code == 200 and "按现在的数据月结" in page.text
    assert "后塘村" in page.text and not far.seen_in(page.text)


async def test_only_a_leader_reopens_and_must_say_why(sits, office) -> None:
    at = await _closed(office)
    async with sits("chen") as chen, sits("zhao") as zhao:
        opened = {(await who.opens(f"{at}/reopen")).status_code: who for who in (chen, zhao)}
        assert opened.keys() == {200, 404}
        assert (await opened[404].sends(f"{at}/reopen", reason="顾问漏记一次")).status_code == 404
        told = await opened[200].sends(f"{at}/reopen", reason="无")
        assert told.status_code == 422 and 'id="reason-error"' in told.text
        sent = await opened[200].sends(f"{at}/reopen", reason="顾问漏记一次")
        assert sent.status_code == 303
        page = (await chen.opens(f"/closing?month={OCTOBER}")).text
        assert "顾问漏记一次" in page
        again = f"{at}/close"
        assert (await opened[200].sends(again, seen="{}")).status_code == 422
    async with office.storage.reading() as unit:
        assert not (await unit.months.get(OCTOBER, office.district_id)).closed


async def test_another_street_and_no_month_are_not_there(sits, office) -> None:
    await build_far_street(office)
    async with office.storage.reading() as unit:
        streets = await unit.districts.streets()
    foreign = next(each.id for each in streets if each.id != office.district_id)
    async with sits("chen") as chen, sits("zhao") as zhao, sits("lin") as lin:
        for path in (f"/closing?street={foreign}", f"/closing/{foreign}/{OCTOBER}/reopen"):
            for who in (chen, zhao, lin):
                assert (await who.opens(path)).status_code == 404
        assert (await zhao.opens(f"/closing/{office.district_id}/x/reopen")).status_code == 404
        assert (await lin.opens("/closing")).status_code == 404
