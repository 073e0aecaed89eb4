"""Which village is meant: exactly, by a short form, nearly; two that fit are asked about."""

from datetime import datetime

import pytest

from domain.months import SHANGHAI
from domain.understanding import match_village, understand

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村", "姚徐村", "示例村06", "示例村07", "示例社区10")


@pytest.mark.parametrize(
    ("said", "village"),
    [
        ("后塘村", "后塘村"), ("后塘", "后塘村"), ("后塘村委会", "后塘村"),
        ("后塘村村委会", "后塘村"),
        ("后 塘 村", "后塘村"), ("黄梅街道后塘村", "后塘村"), ("后塘村民小组", "后塘村"),
        ("示例村06", "示例村06"), ("示例村6", "示例村06"), ("示例6", "示例村06"),
        ("6村", "示例村06"),
        ("06村", "示例村06"), ("示例村 06", "示例村06"), ("示例村六", "示例村06"),
        ("示例村０７", "示例村07"),
        ("示例社区十", "示例社区10"), ("示例社区10居委会", "示例社区10"), ("示例10", "示例社区10"),
        ("姚许村", "姚徐村"), ("大桌村", "大卓村"), ("南港村", "南巷村"), ("大卓社区", "大卓村"),
    ],
)  # fmt: skip
def test_a_village_is_found_by_what_people_call_it(said: str, village: str) -> None:
    understood = understand(f"昨天下午2点到4点半 {said} 民法典讲座 42人", NOW, VILLAGES)
    assert (understood.village, understood.topic) == (village, "民法典讲座")
    assert match_village(said, VILLAGES) == (village,)


@pytest.mark.parametrize(
    "said", ["示例村08", "示例村60", "示例村067", "城东村", "示例村", "红旗社区"]
)
def test_an_unknown_village_is_asked_about_by_its_name(said: str) -> None:
    understood = understand(f"昨天下午2点到4点半 {said} 民法典讲座 42人", NOW, VILLAGES)
    assert (understood.village, understood.villages) == (None, ())
    assert understood.said_village == said


@pytest.mark.parametrize(
    ("said", "candidates"),
    [
        ("后唐村", ("后塘村", "后莘村")),
        ("后塘村和南巷村", ("后塘村", "南巷村")),
        ("示例村06、示例村07", ("示例村06", "示例村07")),
    ],
)
def test_two_villages_that_fit_are_never_guessed(said: str, candidates: tuple[str, ...]) -> None:
    understood = understand(f"昨天下午2点到4点半 {said} 民法典讲座 42人", NOW, VILLAGES)
    assert understood.village is None
    assert understood.villages == candidates


def test_one_short_name_of_a_village_and_a_community_is_asked_about() -> None:
    known = ("后塘村", "后塘社区")
    assert understand("昨天后塘讲座", NOW, known).villages == known
    assert understand("昨天后塘社区讲座", NOW, known).village == "后塘社区"
    assert understand("昨天后塘村讲座", NOW, known).village == "后塘村"


def test_the_longer_name_wins_over_the_one_inside_it() -> None:
    known = ("南巷村", "新南巷村")
    assert understand("昨天 新南巷村 讲座", NOW, known).village == "新南巷村"
    assert understand("昨天 南巷村 讲座", NOW, known).village == "南巷村"


def test_a_village_called_like_a_word_of_law_needs_its_suffix_or_its_own_place() -> None:
    known = ("民主村", "后塘村")
    assert understand("昨天 后塘村 民主法治讲座", NOW, known).village == "后塘村"
    assert understand("昨天 民主村 法治讲座", NOW, known).village == "民主村"
    assert understand("昨天 民主 法治讲座", NOW, known).village == "民主村"
    assert understand("昨天下午 民主法治讲座", NOW, known).village is None


def test_numbers_in_a_listed_name_are_no_dates_and_counts() -> None:
    known = ("三里村", "八一社区", "百人村", "十里铺村")
    for village in known:
        understood = understand(f"昨天9点到10点{village}讲座三十人", NOW, known).as_json_dict()
        assert (understood["village"], understood["people"]) == (village, 30)
        assert (understood["start"], understood["date"]) == ("09:00", "2026-11-19")


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("昨天走访村民10户", None),
        ("昨天法律进乡村宣传", None),
        ("昨天全村宣传", None),
        ("昨天进村宣传", None),
        ("昨天审查村规民约", None),
        ("昨天社区矫正对象谈话", None),
        ("昨天在和平社区讲座", "和平社区"),
        ("昨天在向阳村讲座", "向阳村"),
        ("昨天来后塘村讲座", "后塘村"),
        ("昨天在李村讲座", "李村"),
        ("昨天到太平庄村讲座", "太平庄村"),
        ("昨天水乡社区讲座", "水乡社区"),
        ("句容市黄梅街道后塘村昨天讲座", "后塘村"),
        ("昨天后塘村民法典讲座", "后塘村"),
        ("昨天给后塘村民讲民法典", "后塘村"),
        ("昨天去了前进村", "前进村"),
        ("昨天城东居委会讲座", "城东居委会"),
        ("上午9点到后塘村，11点走", "后塘村"),
    ],
)
def test_without_a_list_a_village_is_known_by_its_form(text: str, village: str | None) -> None:
    assert understand(text, NOW).village == village
