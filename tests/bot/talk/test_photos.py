"""A picture an adviser sends becomes evidence of a visit."""

from datetime import timedelta

from tests.cast import Office

PICTURE = b"\xff\xd8\xff\xe0 a picture"


async def with_a_visit(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")


async def test_a_picture_is_attached_to_the_visit_chosen(office: Office) -> None:
    await with_a_visit(office)
    card = await office.lin.sends_file("IMG_1.jpg", PICTURE)
    assert card.text.startswith("这张照片附到哪一次服务？")
    card = await office.lin.presses("11月19日")
    assert "照片已附上" in card.text and "现有1张" in card.text
    card = await office.lin.presses("打开记录")
    assert "照片：1张" in card.plain()
    card = await office.lin.presses("看照片")
    assert card.attachment and card.attachment.name == "照片.jpg"


async def test_several_pictures_go_together(office: Office) -> None:
    await with_a_visit(office)
    await office.lin.sends_file("1.jpg", PICTURE)
    card = await office.lin.sends_file("2.png", b"\x89PNG and so on")
    assert card.text.startswith("这2张照片")
    assert "现有2张" in (await office.lin.presses("11月19日")).text


async def test_no_visit_takes_more_than_nine(office: Office) -> None:
    await with_a_visit(office)
    for _ in range(10):
        await office.lin.sends_file("1.jpg", PICTURE)
    assert "最多附9张" in (await office.lin.presses("11月19日")).text


async def photos_of(office: Office, visit_id: int) -> int:
    async with office.storage.reading() as unit:
        return await unit.photos.count(visit_id)


async def test_a_picture_amid_an_entry_is_of_that_visit(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村")
    card = await office.lin.sends_file("1.jpg", PICTURE)
    assert "照片收到了（现有1张）" in card.text and "哪一类服务" in card.text
    await office.lin.presses("法治讲座")
    card = await office.lin.sends_file("2.jpg", PICTURE)
    assert card.title == "请确认进村服务" and "照片：2张" in card.plain()
    assert "累计 2/8 小时" in (await office.lin.presses("保存")).plain()
    assert await photos_of(office, 1) == 2


async def test_pictures_that_came_first_are_of_the_visit_told_next(office: Office) -> None:
    await with_a_visit(office)
    await office.lin.sends_file("1.jpg", PICTURE)
    await office.lin.sends_file("2.jpg", PICTURE)
    card = await office.lin.says("昨天下午4点到5点 后莘村 法律咨询")
    assert "照片：2张" in card.plain()
    await office.lin.presses("保存")
    assert (await photos_of(office, 1), await photos_of(office, 2)) == (0, 2)


async def test_an_entry_takes_nine_pictures_and_says_so(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    for _ in range(9):
        await office.lin.sends_file("1.jpg", PICTURE)
    assert "最多附9张" in (await office.lin.sends_file("1.jpg", PICTURE)).text
    await office.lin.says("保存")
    assert await photos_of(office, 1) == 9


async def test_pictures_wait_while_something_else_is_done(office: Office) -> None:
    await with_a_visit(office)
    await office.lin.sends_file("1.jpg", PICTURE)
    assert "还留着一条没有填完：1张照片" in (await office.lin.says("帮助")).text
    assert "附到哪一次" in (await office.lin.presses("继续填上一条")).text
    await office.lin.presses("11月19日")
    assert await photos_of(office, 1) == 1


async def test_nobody_else_sees_or_adds_pictures(office: Office) -> None:
    await with_a_visit(office)
    await office.lin.sends_file("1.jpg", PICTURE)
    await office.lin.presses("11月19日")
    await office.lin.presses("打开记录")
    look = office.lin.button("看照片")
    for player in (office.zhou, office.wang, office.stranger):
        assert (await player.presses_data(look)).attachment is None
    assert (await office.li.presses_data(look)).attachment
    assert (await office.chen.presses_data(look)).attachment
    await office.zhou.says("昨天下午2点到4点 南巷村 法治讲座")
    await office.zhou.presses("保存")
    await office.zhou.sends_file("1.jpg", PICTURE)
    turn = office.zhou.button("11月19日").partition("|")[0]
    forged = await office.zhou.presses_data(f"{turn}|pf:1")
    assert "照片已附上" not in forged.text


async def test_pictures_outlive_the_files_made_for_a_while(office: Office) -> None:
    await with_a_visit(office)
    await office.lin.sends_file("1.jpg", PICTURE)
    await office.lin.presses("11月19日")
    async with office.storage.unit() as unit:
        other = await unit.files.add("导出.xlsx", b"PK", office.clock.now())
        assert await unit.files.forget_before(office.clock.now() + timedelta(days=400)) == 1
        assert await unit.files.get(other) is None


async def test_without_visits_there_is_nothing_to_attach_to(office: Office) -> None:
    assert "请先登记服务" in (await office.lin.sends_file("1.jpg", PICTURE)).text
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    assert await photos_of(office, 1) == 1
