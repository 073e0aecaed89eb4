"""What people are told unasked, as they read it."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from bot.talk.cards import Attachment, Card, say
from bot.talk.words.notices import card_for
from domain.change_notices import (
    AppointmentChanged,
    GridWorkerChanged,
    PersonLeft,
    PlaceChanged,
    RecordCorrected,
    VisitByOffice,
)
from domain.illnesses import MessengerIll, ShutDoor
from domain.mingbairen import Stage
from domain.months import local_day
from domain.notices import (
    NOTICES,
    BulletinReady,
    CaseHandedOver,
    CasesEscalated,
    CheckOutAsked,
    Digest,
    Document,
    GridLost,
    GridsAtRisk,
    HoursReminder,
    Interrupted,
    MadeUp,
    Notice,
    ReadyCard,
    ShortAgain,
    ShortLine,
    VisitAnswered,
    VisitToConfirm,
)
from domain.places import Happening, PlaceKind
from domain.shortfalls import ShortfallKind
from tests.domain.cast import at, visit
from words.digests import MOST
from words.names import who

EARLY, NOON = at("2026-11-19 08:00"), at("2026-11-20 12:00")


def line(
    kind: ShortfallKind = ShortfallKind.HOURS,
    village: str = "后塘村",
    subject: str = "",
    figure: int = 330,
    wanted: int = 480,
) -> ShortLine:
    return ShortLine(
        shortfall_id=7,
        kind=kind,
        village=village,
        subject=subject or village,
        figure=figure,
        wanted=wanted,
    )


def of_grid(name: str = "第二网格") -> ShortLine:
    return line(ShortfallKind.GRID_UNCOVERED, subject=name, figure=0, wanted=1)


LOST = GridLost(village="后塘村", grid="第二网格", grid_id=4, stage=Stage.LEFT, why="搬迁")
ENDING = GridLost(
    village="后塘村", grid="第二网格", grid_id=4, at_risk=True, ends=(date(2026, 12, 5),)
)

TODAY = local_day(NOON)
MOVED = GridLost(village="后塘村", grid="第二网格", grid_id=4, gone_to="第一网格")
CHANGES: list[Notice] = [
    *(
        PlaceChanged(
            happening=happening,
            kind=kind,
            place="后莘村",
            into="后塘村",
            village="后塘村",
            day=TODAY,
            by_name="小陈",
            reason="并村",
        )
        for happening in Happening
        for kind in PlaceKind
    ),
    AppointmentChanged(village="后塘村", until=TODAY, by_name="小陈", reason="合同到期"),
    AppointmentChanged(
        village="后塘村", until=TODAY, adviser="林晓", by_name="小陈", reason="调离"
    ),
    AppointmentChanged(village="后塘村", since=TODAY, by_name="小陈"),
    RecordCorrected(
        mingbairen_id=7,
        name="王秀英",
        grid="第一网格",
        changes=(("", "第一网格", "第二网格"), ("姓名", "王秀英", "王秀瑛"), ("备注", "", "组长")),
        by_name="小陈",
        reason="登记有误",
    ),
    VisitByOffice(
        before=visit(),
        village="后塘村",
        after=visit(end="15:30"),
        into="后塘村",
        by_name="小陈",
        reason="与签到表不符",
    ),
    VisitByOffice(before=visit(), village="后塘村", by_name="小陈", reason="登记了两遍"),
    PersonLeft(name="林晓", day=TODAY, reason="调离", villages=("后塘村",), cases=2),
    *(
        GridWorkerChanged(
            grid="第一网格", village="后塘村", begins=begins, day=TODAY, reason="轮岗"
        )
        for begins in (True, False)
    ),
]

EVERY: list[Notice] = [
    HoursReminder(month="2026-11", working_days_left=6, lines=(line(),)),
    Digest(occasion="before_month_end", month="2026-11", lines=(line(),), unconfirmed_visits=2),
    Digest(occasion="month_end", month="2026-11", lines=(line(), of_grid())),
    Digest(occasion="grids_weekly", month="2026-11", lines=(of_grid(),)),
    Digest(occasion="preview", month="2026-11", lines=(), until=local_day(NOON)),
    CasesEscalated(lines=(line(), line(ShortfallKind.NO_ADVISER, "大卓村", figure=0, wanted=1))),
    CaseHandedOver(line=line(), by_name="陈明", note="请与村里商量"),
    MadeUp(period="2026-11", line=line(figure=480)),
    ShortAgain(period="2026-11", line=line(figure=330)),
    LOST,
    ENDING,
    MOVED,
    GridsAtRisk(grids=(ENDING,) * 10),
    CheckOutAsked(check_in_id=12, village="后塘村", since=NOON),
    CheckOutAsked(check_in_id=12, village="后塘村", since=NOON, day_is_over=True),
    VisitToConfirm(visit_id=3, village="后塘村", adviser="林晓", day=local_day(NOON), minutes=150),
    VisitAnswered(visit_id=3, village="后塘村", day=local_day(NOON), minutes=150, reason="没来过"),
    BulletinReady(month="2026-11"),
    BulletinReady(month="2026-11", document=Document(file_id=5, name="示例街道通报.docx")),
    Interrupted(since=NOON, until=NOON),
    *CHANGES,
    ReadyCard(card=say("您好").model_dump(mode="json")),
]


def everything_on(card: Card) -> str:
    return "\n".join([card.plain(), *(button.text for button in card.buttons)])


def each_kind() -> Iterator[type]:
    yield from get_args(get_args(Notice)[0])


def test_every_notice_is_here() -> None:
    assert {type(notice) for notice in EVERY} == set(each_kind())


@pytest.mark.parametrize("notice", EVERY, ids=lambda notice: notice.about)
def test_a_notice_read_back_from_the_outbox_becomes_a_card(notice: Notice) -> None:
    kept = NOTICES.validate_json(NOTICES.dump_json(notice))
    card = card_for(kept)
    assert len(card.plain()) > 1
    assert card.plain().count("\n") < 30
    assert all(button.standing for button in card.buttons)


def test_an_adviser_behind_reads_what_is_missing_where() -> None:
    reminder = HoursReminder(
        month="2026-11",
        working_days_left=6,
        lines=(line(figure=0), line(village="后莘村", figure=330)),
    )
    text = card_for(reminder).plain()
    assert "2026年11月进村时长提醒" in text
    assert "合计还差10.5小时，本月还有6个工作日" in text
    assert "· 后塘村：进村时长不足，0/8小时，还差8小时" in text
    assert "· 后莘村：进村时长不足，5.5/8小时，还差2.5小时" in text


def test_a_long_digest_is_cut_and_says_so() -> None:
    lines = tuple(line(village=f"示例{n}村") for n in range(20))
    card = card_for(Digest(occasion="month_end", month="2026-11", lines=lines, more=30))
    assert "共50项未达标" in card.plain()
    assert card.plain().count("· ") == MOST
    assert f"其余{50 - MOST}项见列表" in card.plain()
    assert [button.text for button in card.buttons] == ["查看待办"]


def test_a_digest_tells_the_office_what_ails_the_bot() -> None:
    digest = Digest(
        occasion="grids_weekly",
        month="2026-11",
        lines=(),
        for_office=True,
        illnesses=(MessengerIll(messenger="telegram", since=EARLY, why="连不上"),),
        shut=(
            ShutDoor(name="周航", messenger="wecom", reason="请对方发一句“你好”", elsewhere=True),
            ShutDoor(name="林晓", messenger="wecom", reason="请对方发一句“你好”", elsewhere=True),
            ShutDoor(name="李强", reason="还没有开通"),
        ),
    )
    text = card_for(digest).plain()
    assert "各网格都有在册明白人" in text
    assert "系统自身情况：\n· Telegram自11月19日08:00起不通：连不上\n" in text
    assert "· 企业微信送不到：周航、林晓。请对方发一句“你好”。已改走其他渠道\n" in text
    assert text.endswith("· 通知送不到：李强。还没有开通")


TO_CONFIRM = VisitToConfirm(
    visit_id=3, village="后塘村", adviser="林晓", day=local_day(NOON), minutes=90
)
LI = ShutDoor(name="李强", messenger="wecom", reason="已停用")
OF_ADVISERS = (line(village="", subject="周航"),)


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        (TO_CONFIRM, "林晓"),
        (CaseHandedOver(line=line(), by_name="陈明"), "陈明"),
        (Digest(occasion="month_end", month="2026-11", lines=OF_ADVISERS), "周航"),
        (Digest(occasion="grids_weekly", month="2026-11", lines=(), shut=(LI,)), "李强"),
        (HoursReminder(month="2026-11", working_days_left=3, lines=OF_ADVISERS), "周航"),
        (MadeUp(period="2026-11", line=OF_ADVISERS[0]), "周航"),
    ],
)
def test_people_are_named_so_that_a_messenger_can_mask_them(notice: Notice, name: str) -> None:
    card = card_for(notice)
    assert name in card.plain()
    assert who(name) in card.text
    assert name not in card.plain(mask=True)
    assert f"{name[0]}**" in card.plain(mask=True)


def test_a_forgotten_check_out_offers_both_answers() -> None:
    card = card_for(CheckOutAsked(check_in_id=12, village="后塘村", since=NOON))
    assert "还在后塘村吗？" in card.plain()
    assert [button.text for button in card.buttons] == ["还在", "已离开，选时间"]
    over = card_for(CheckOutAsked(check_in_id=12, village="后塘村", since=NOON, day_is_over=True))
    assert "暂不计入时长" in over.plain()
    assert [button.text for button in over.buttons] == ["已离开，选时间", "登记错了"]


def test_the_bulletin_comes_with_its_document() -> None:
    document = Document(file_id=5, name="示例街道通报.docx")
    card = card_for(BulletinReady(month="2026-11", document=document))
    assert "通报稿已生成（见附件），请审阅" in card.text
    assert card.attachment == Attachment(file_id=5, name="示例街道通报.docx", roster=False)


def test_a_notice_of_before_there_were_documents_is_still_told() -> None:
    card = card_for(NOTICES.validate_python({"about": "bulletin_ready", "month": "2026-10"}))
    assert "通报稿已生成，请审阅" in card.text and card.attachment is None


def test_good_news_is_said_as_such() -> None:
    assert card_for(MadeUp(period="2026-11", line=line(figure=480))).plain() == (
        "好消息：2026年11月后塘村进村时长已达8/8小时，此前的提醒不用再办。"
    )
    of_the_grid = of_grid().model_copy(update={"figure": 1})
    assert (
        "后塘村第二网格已有在册明白人"
        in card_for(MadeUp(period="2026-11-03", line=of_the_grid)).plain()
    )


def test_a_visit_the_village_answered() -> None:
    fewer = VisitAnswered(
        visit_id=3, village="后塘村", day=NOON.date(), minutes=150, confirmed_minutes=90
    )
    assert "村里确认了1.5小时" in card_for(fewer).plain()
    back = fewer.model_copy(update={"confirmed_minutes": None, "reason": "当天没有来"})
    assert "被村里退回：当天没有来" in card_for(back).plain()


@pytest.mark.parametrize("notice", EVERY, ids=lambda notice: notice.about)
def test_no_card_leaves_a_word_of_the_code(notice: Notice) -> None:
    shown = everything_on(card_for(notice)).replace("Telegram", "")
    assert not [letter for letter in shown if letter.isascii() and letter.isalpha()]


def test_whoever_is_changed_reads_what_by_whom_and_why() -> None:
    texts = {shown(notice) for notice in CHANGES}
    assert any("后莘村从11月20日(周五)起并入后塘村" in text for text in texts)
    assert any("您在后塘村的法律顾问聘任到11月20日(周五)为止" in text for text in texts)
    assert any("· 所在网格：第一网格 → 第二网格\n· 姓名：王秀英 → 王秀瑛" in t for t in texts)
    assert any("之后没有法律顾问：后塘村\n· 2项待办退回街道" in text for text in texts)
    assert all("小陈" in text or "系统管理员" in text for text in texts)
    assert "最后一名在册法律明白人转到了第一网格" in shown(MOVED)


def shown(notice: Notice) -> str:
    return card_for(notice).plain()
