"""通报: what the draft says, and what it leaves to the workbook."""

from hypothesis import given
from hypothesis import strategies as st

from domain.bulletin import BulletinNumbers, Part, ShortVillage
from domain.months import Month
from domain.policy import Policy, QuotaBasis
from tests.domain.cast import at
from words.bulletin import MOST_NAMED, Section, bulletin, parts_of


def _numbers(**given: object) -> BulletinNumbers:
    usual = BulletinNumbers(
        month=Month(2026, 11),
        policy=Policy(),
        at=at("2026-12-07 23:52"),
        villages=Part(17, 37),
        advisers=Part(5, 5),
        counted=8 * 60,
        confirmed=320,
        unserved=0,
        waived=0,
        grids=Part(3, 4),
        thin=Part(2, 2),
        short=(),
    )
    return usual._replace(**given)  # type: ignore[arg-type]


def test_rates_agree_with_a_spreadsheet_and_are_shown_with_their_parts():
    text = bulletin(_numbers())
    assert "按村（社区）统计，时长达标17/37(45.95%)。" in text
    assert "按法律顾问统计，时长达标5/5(100%)。" in text
    assert "合计8小时，其中村（社区）已确认5小时20分。" in text
    assert "三、时长未达标的村（社区）\n无。" in text


def test_nobody_unserved_or_waived_is_not_a_sentence():
    text = bulletin(_numbers())
    assert "未配备" not in text
    assert "豁免" not in text
    other = bulletin(_numbers(unserved=2, waived=1, policy=Policy(basis=QuotaBasis.ADVISER)))
    assert "未配备法律顾问的村（社区）2个。" in other
    assert "经领导同意豁免1项。" in other
    assert "本月按法律顾问考核" in other


def test_a_few_villages_are_named_in_order_and_many_only_counted():
    short = [ShortVillage("后塘村", 330, 480), ShortVillage("北山村", 0, 0, adviser=False)]
    text = bulletin(_numbers(short=short))
    assert "后塘村：5.5/8小时\n北山村：未配备法律顾问" in text
    many = bulletin(_numbers(short=short * MOST_NAMED))
    assert "共100个，名单见报表。" in many
    assert "后塘村" not in many


def test_the_text_can_be_taken_apart_again():
    short = [ShortVillage("后塘村", 330, 480), ShortVillage("北山村", 0, 0, adviser=False)]
    title, sections = parts_of(bulletin(_numbers(short=short)))
    assert title == "2026年11月法律顾问进村服务与法律明白人情况通报（草稿）"
    assert [section.heading[:2] for section in sections] == ["一、", "二、", "三、", ""]
    assert sections[2].villages == [("后塘村", "5.5/8小时"), ("北山村", "未配备法律顾问")]
    assert sections[3] == Section("", sentences=["以上数字于2026年12月7日月结。"])
    assert parts_of(bulletin(_numbers()))[1][2].sentences == ["无。"]


NAMES = st.text(st.sampled_from("后塘村：、。一 "), min_size=1, max_size=6)


@given(st.lists(NAMES, max_size=4))
def test_taken_apart_nothing_is_lost_however_villages_are_called(names: list[str]):
    text = bulletin(_numbers(short=[ShortVillage(name, 330, 480) for name in names]))
    title, sections = parts_of(text)
    blocks = [
        "\n".join(
            [
                *([each.heading] if each.heading else []),
                *each.sentences,
                *(f"{village}：{words}" for village, words in each.villages),
            ]
        )
        for each in sections
    ]
    assert "\n\n".join([title, *blocks]) == text
