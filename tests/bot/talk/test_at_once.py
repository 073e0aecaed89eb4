"""Two phones of one person, and two people, at the same moment: on both databases."""

import asyncio

from sqlalchemy import func, select

from domain.months import Month
from domain.visits import Confirmation
from storage.engine import Storage
from storage.tables import mingbairen, visits
from tests.cast import Office, Player, open_office


async def with_second_phones(storage: Storage) -> Office:
    office = await open_office(storage)
    for name in ("lin", "wang"):
        person_id, phone = office.players[name].person_id, f"{name} too"
        async with storage.unit() as unit:
            await unit.people.link_account(person_id, "test", phone, office.clock.now())
        office.players[phone] = Player(office.dispatcher, person_id, phone)
    return office


async def count(storage: Storage, table: object) -> int:
    async with storage.reading() as unit:
        found = await unit.connection.execute(select(func.count()).select_from(table))  # type: ignore[arg-type]
        return int(found.scalar_one())


async def test_one_visit_saved_on_two_phones_is_one_visit(storage: Storage) -> None:
    office = await with_second_phones(storage)
    phones = (office.players["lin"], office.players["lin too"])
    for phone in phones:
        await phone.says("昨天下午2点到4点半 后塘村 民法典讲座")
    answers = await asyncio.gather(*(phone.presses("保存") for phone in phones))
    said = sorted(card.text[:3] for card in answers)
    assert said == ["与您已", "已保存"] and await count(storage, visits) == 1


async def test_one_arrival_on_two_phones_is_one_check_in(storage: Storage) -> None:
    office = await with_second_phones(storage)
    phones = (office.players["lin"], office.players["lin too"])
    answers = await asyncio.gather(*(phone.says("到村登记 后塘村") for phone in phones))
    assert sorted(card.title for card in answers) == ["", "已到村登记"]
    assert any("还有一次到村登记没有结束" in card.text for card in answers)


async def test_one_person_enrolled_on_two_phones_is_enrolled_once(storage: Storage) -> None:
    office = await with_second_phones(storage)
    phones = (office.players["wang"], office.players["wang too"])
    for phone in phones:
        await phone.says("登记明白人 李四 后塘村第一网格 村干部 在册")
    answers = await asyncio.gather(*(phone.presses("保存") for phone in phones))
    assert sum("已登记" in card.text for card in answers) == 1
    assert await count(storage, mingbairen) == 1


async def test_a_visit_withdrawn_while_it_is_confirmed_is_withdrawn(storage: Storage) -> None:
    office = await open_office(storage)
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    await office.lin.presses("保存")
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("撤回")
    withdrawn, confirmed = await asyncio.gather(
        office.lin.presses("确定撤回"), office.li.presses("确认")
    )
    assert "已撤回" in withdrawn.text
    assert "没有找到" in confirmed.text or "已确认" in confirmed.text
    async with storage.reading() as unit:
        village = office.villages["后塘村"].id
        (visit,) = await unit.visits.of_village(village, Month(2026, 11))
    assert visit.withdrawn_at is not None
    assert visit.confirmation in (Confirmation.NONE, Confirmation.CONFIRMED)
