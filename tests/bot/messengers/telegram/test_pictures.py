"""A visit below a picture: the visit is entered, and the picture is of it."""

from bot.clock import StoppedClock
from bot.talk.dispatcher import make_dispatcher
from tests.bot.talk.test_photos import PICTURE, photos_of
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office
from tests.phones import TelegramPhone, telegram_phone

LINE = "昨天下午2点到4点半 后塘村 民法典讲座 42人"


async def test_an_album_with_a_visit_below_it(office: Office) -> None:
    dispatcher, clock = make_dispatcher(office.storage, office.clock), office.clock
    assert isinstance(clock, StoppedClock)
    person = office.lin.person_id
    async with telegram_phone(dispatcher, office.storage, clock, person) as phone:
        assert isinstance(phone, TelegramPhone)
        async with office.storage.unit() as unit:
            await unit.people.link_account(person, "telegram", phone.address, clock.now())
        seen = await phone.brings(await phone.double.sends_photo(77, PICTURE, LINE, album="a"))
        assert "请确认进村服务" in seen.text and "照片：1张" in seen.text
        seen = await phone.brings(await phone.double.sends_photo(77, PICTURE, album="a"))
        assert "照片：2张" in seen.text and "42人次" in seen.text
        seen = await phone.brings(await phone.double.edits(77, caption=f"{LINE} 资料50份"))
        assert "改动不会生效" in seen.text
        assert "已保存" in (await phone.presses("保存")).text
    (visit,) = await visits_of(office)
    assert visit.leaflets is None and await photos_of(office, visit.id) == 2
