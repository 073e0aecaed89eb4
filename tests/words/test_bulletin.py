"""通报: what the draft says, and what it leaves to the workbook."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.bulletin import BulletinNumbers, Correction, Part, Reopening, ShortVillage
from domain.months import Month
from domain.policy import Policy, QuotaBasis
from tests.domain.cast import at
from words.bulletin import MOST_NAMED, Section, as_it_stands, bulletin, parts_of


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


REOPENED = Reopening(date(2026, 12, 9), "漏报后塘村的讲座。")
CORRECTED = Correction("后塘村", 330, 450, date(2026, 12, 10), "漏报：11月10日的讲座")


def test_a_reopened_month_says_so_before_its_figures():
    text = as_it_stands(bulletin(_numbers()), REOPENED, ())
    title, note, first = text.split("\n\n")[:3]
    assert title.endswith("（草稿）") and first.startswith("一、")
    assert note.startswith("2026年12月9日本月已重开，理由是“漏报后塘村的讲座”。")
    assert "还可能变动" in note


def test_a_correction_names_both_values_its_day_and_why():
    text = as_it_stands(bulletin(_numbers()), None, [CORRECTED])
    assert text.endswith(
        "月结后的更正。\n后塘村2026年12月10日由5.5小时更正为7.5小时，理由是“漏报：11月10日的讲座”。"
    )


def test_a_month_that_was_left_alone_reads_as_it_was_written():
    text = bulletin(_numbers())
    assert as_it_stands(text, None, ()) == text


def test_what_has_become_of_a_month_is_a_sentence_of_the_document():
    text = as_it_stands(bulletin(_numbers()), REOPENED, [CORRECTED])
    sections = parts_of(text)[1]
    assert "本月已重开" in sections[0].sentences[0]
    assert len(sections[-1].sentences) == 2 and not sections[-1].villages
