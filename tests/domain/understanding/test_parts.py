"""Each part by itself: days, times, lengths, counts, activities, as answers to one question."""

from datetime import UTC, date, datetime, time

import pytest

from domain.months import SHANGHAI
from domain.understanding import (
    Span,
    read_activity,
    read_date,
    read_end,
    read_minutes,
    read_number,
    read_span,
    read_time,
    understand,
)
from domain.visits import Activity
from words.labels import ACTIVITY_LABELS

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天", "2026-11-20"), ("昨天", "2026-11-19"), ("前天", "2026-11-18"),
        ("大前天", "2026-11-17"),
        ("今日", "2026-11-20"), ("昨日", "2026-11-19"), ("昨儿", "2026-11-19"),
        ("昨晚", "2026-11-19"),
        ("前晚", "2026-11-18"), ("今早", "2026-11-20"), ("昨下午", "2026-11-19"),
        ("刚才", "2026-11-20"),
        ("三天前", "2026-11-17"), ("一周前", "2026-11-13"), ("明天", "2026-11-21"),
        ("后天", "2026-11-22"),
        ("周三", "2026-11-18"), ("周五", "2026-11-20"), ("周六", "2026-11-14"),
        ("星期天", "2026-11-15"),
        ("礼拜一", "2026-11-16"), ("这周三", "2026-11-18"), ("本周一", "2026-11-16"),
        ("周3", "2026-11-18"),
        ("上周五", "2026-11-13"), ("上周日", "2026-11-15"), ("上上周五", "2026-11-06"),
        ("下周三", "2026-11-25"),
        ("上个星期五", "2026-11-13"), ("3号", "2026-11-03"), ("三号", "2026-11-03"),
        ("20日", "2026-11-20"),
        ("21号", "2026-10-21"), ("二十一号", "2026-10-21"), ("31号", "2026-10-31"),
        ("廿号", "2026-11-20"),
        ("11.12", "2026-11-12"), ("11/5", "2026-11-05"), ("11-5", "2026-11-05"),
        ("11月6日", "2026-11-06"),
        ("11月6号", "2026-11-06"), ("十一月六日", "2026-11-06"), ("十一月六", "2026-11-06"),
        ("十月三十一号", "2026-10-31"), ("2026-11-05", "2026-11-05"),
        ("2026年11月5日", "2026-11-05"),
        ("2026.11.5", "2026-11-05"), ("2026/11/5", "2026-11-05"), ("20261105", "2026-11-05"),
        ("26年11月5日", "2026-11-05"), ("26.11.5", "2026-11-05"),
        ("二〇二六年十一月五日", "2026-11-05"),
        ("二零二六年十一月五号", "2026-11-05"), ("上月28号", "2026-10-28"),
        ("上个月28号", "2026-10-28"),
        ("本月3号", "2026-11-03"), ("去年12月30日", "2025-12-30"), ("12.30", "2025-12-30"),
        ("12月30日", "2025-12-30"), ("11.25", "2026-11-25"), ("３号", "2026-11-03"),
        ("11月8日（周日）", "2026-11-08"), ("今天补记昨天的", "2026-11-19"),
    ],
)  # fmt: skip
def test_a_day(said: str, day: str) -> None:
    assert read_date(said, NOW) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "周末",
        "13.45",
        "32号",
        "2月30日",
        "每周三",
        "11月",
        "3号楼",
        "昨天和前天",
        "2.5小时",
        "1.5h",
    ],
)
def test_no_day(said: str) -> None:
    assert read_date(said, NOW) is None


def test_in_january_december_is_of_last_year() -> None:
    january = datetime(2027, 1, 4, 9, 0, tzinfo=SHANGHAI)
    assert read_date("12.30", january) == date(2026, 12, 30)
    assert read_date("28号", january) == date(2026, 12, 28)
    assert read_date("上周五", january) == date(2027, 1, 1)
    assert read_date("2月29日", january) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今晚10点到11点半 后塘村 调解", "2026-11-20"),
        ("刚才22:00到24:00 后塘村 调解", "2026-11-20"),
        ("刚在后塘村调解完，晚上9点到0点", "2026-11-20"), ("今天晚上8点到9点 后塘村", "2026-11-20"),
        ("昨晚10点到11点半 后塘村", "2026-11-20"), ("今天0点到0:15 后塘村", "2026-11-21"),
        ("11月21日 14:00-15:00 后塘村", "2026-11-21"),
    ],
)  # fmt: skip
def test_after_midnight_the_evening_that_has_just_been_is_meant(said: str, day: str) -> None:
    night = datetime(2026, 11, 21, 0, 20, tzinfo=SHANGHAI)
    assert understand(said, night).date == date.fromisoformat(day)


def test_today_is_the_day_in_shanghai() -> None:
    assert read_date("今天", datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("下午2点", "14:00"), ("两点半", "14:30"), ("两点一刻", "14:15"), ("三点三刻", "15:45"),
        ("14:30", "14:30"),
        ("14：30", "14:30"), ("9时30分", "09:30"), ("早上八点", "08:00"), ("上午9:00", "09:00"),
        ("晚上7点", "19:00"),
        ("8点40", "08:40"), ("中午12点", "12:00"), ("十二点半", "12:30"), ("晚8点", "20:00"),
        ("差十分四点", "15:50"),
        ("4点差10分", "15:50"), ("差一刻五点", "16:45"), ("下午三点多", "15:00"), ("9", "09:00"),
        ("14", "14:00"),
        ("930", "09:30"), ("1430", "14:30"), ("14.30", "14:30"), ("3:30pm", "15:30"),
        ("凌晨1点", "01:00"),
        ("06:30", "06:30"), ("24点", "00:00"), ("中午1点", "13:00"), ("九点零五", "09:05"),
        ("八点五十", "08:50"),
        ("下午2点零5分", "14:05"), ("晚上十二点", "00:00"), ("傍晚6点", "18:00"),
        ("早8点", "08:00"),
    ],
)  # fmt: skip
def test_a_time(said: str, at: str) -> None:
    assert read_time(said) == time.fromisoformat(at)


@pytest.mark.parametrize(
    ("start", "said", "end"),
    [
        ("14:00", "4点半", "16:30"), ("14:00", "16:30", "16:30"), ("14:00", "1630", "16:30"),
        ("14:00", "4.30", "16:30"), ("14:00", "到4点半", "16:30"), ("14:00", "下午4点半", "16:30"),
        ("14:00", "16", "16:00"), ("09:00", "11", "11:00"), ("09:00", "1点", "13:00"),
        ("22:00", "0点", "00:00"), ("22:00", "24:00", "00:00"), ("22:00", "24点", "00:00"),
        ("22:00", "零点", "00:00"), ("22:00", "0:20", "00:20"), ("22:00", "12点", "00:00"),
        ("22:00", "十二点", "00:00"), ("22:00", "凌晨1点", "01:00"), ("22:00", "1点", "01:00"),
        ("22:00", "11点半", "23:30"), ("22:00", "次日0点半", "00:30"),
        ("22:00", "半夜12点", "00:00"),
    ],
)  # fmt: skip
def test_an_end_after_a_known_start(start: str, said: str, end: str) -> None:
    assert read_end(said, time.fromisoformat(start)) == time.fromisoformat(end)


@pytest.mark.parametrize(
    "said", ["", "上午", "25点", "9:75", "三点建议", "讲了一点法律", "2点到4点"]
)
def test_no_time(said: str) -> None:
    assert read_time(said) is None


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("下午2点到4点半", "14:00 16:30 150"), ("上午10点到12点", "10:00 12:00 120"),
        ("上午10点到下午2点", "10:00 14:00 240"), ("上午11点到1点", "11:00 13:00 120"),
        ("9点到11点", "09:00 11:00 120"), ("2点到4点", "14:00 16:00 120"),
        ("8点到10点", "08:00 10:00 120"),
        ("11点到1点", "11:00 13:00 120"), ("1430-1600", "14:30 16:00 90"),
        ("14.30-16.00", "14:30 16:00 90"),
        ("9.30到11.00", "09:30 11:00 90"), ("下午2-4点", "14:00 16:00 120"),
        ("下午 2~4点", "14:00 16:00 120"),
        ("9点—11点", "09:00 11:00 120"), ("9点至11点", "09:00 11:00 120"),
        ("9:00－11:00", "09:00 11:00 120"),
        ("晚上7点到8点40", "19:00 20:40 100"), ("中午12点半到2点", "12:30 14:00 90"),
        ("晚上10点到12点", "22:00 00:00 120"), ("晚上11点到凌晨1点", "23:00 01:00 120"),
        ("7点到晚上8点", "19:00 20:00 60"), ("8点到下午5点", "08:00 17:00 540"),
        ("9-11", "09:00 11:00 120"),
        ("两点开始讲了两个小时", "14:00 16:00 120"), ("4点半结束，两个小时", "14:30 16:30 120"),
        ("从九点半一直到十一点四十", "09:30 11:40 130"), ("9点到村，11点离开", "09:00 11:00 120"),
        ("开始9点，结束11点", "09:00 11:00 120"),
        ("签到9:10 签退11:40", "09:10 11:40 150"), ("抵达14:05，离场15:35", "14:05 15:35 90"),
        ("入村时间：8:30 出村时间：10:00", "08:30 10:00 90"),
        ("8点出发，9点开始，11点结束", "09:00 11:00 120"),
        ("下午4点到2点", "16:00 14:00 -"), ("下午2点", "14:00 - -"), ("讲到4点", "- 16:00 -"),
        ("90分钟", "- - 90"),
        ("2点到4点半，两小时", "14:00 16:30 150"), ("2pm-4pm", "14:00 16:00 120"),
        ("14:00-16", "14:00 16:00 120"),
    ],
)  # fmt: skip
def test_a_span(said: str, span: str) -> None:
    start, end, minutes = span.split()
    assert read_span(said) == Span(
        start=None if start == "-" else time.fromisoformat(start),
        end=None if end == "-" else time.fromisoformat(end),
        minutes=None if minutes == "-" else int(minutes),
    )


def test_two_stretches_of_one_day_are_two_visits() -> None:
    assert read_span("上午9点到11点，下午2点到4点") is None


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("两个半小时", 150), ("一个小时", 60), ("1小时30分", 90), ("1小时30分钟", 90),
        ("90分钟", 90), ("90min", 90),
        ("2h", 120), ("2.5h", 150), ("2.5小时", 150), ("两小时", 120), ("三刻钟", 45),
        ("一刻钟", 15), ("半小时", 30),
        ("半个小时", 30), ("半个钟头", 30), ("一个半钟头", 90), ("1个半小时", 90), ("两个钟", 120),
        ("2小时一刻钟", 135),
        ("一点五小时", 90), ("两点五个小时", 150), ("俩小时", 120), ("1小时半", 90),
        ("一小时四十分钟", 100), ("1h30m", 90),
        ("1小时20", 80), ("一个多小时", 60), ("大约2个小时左右", 120), ("0.5小时", 30), ("90", 90),
        ("一百二十分钟", 120),
        ("共2小时，其中讲座1小时", 120), ("45分", 45), ("两个半钟", 150), ("１２０分钟", 120),
        ("1.5个小时", 90),
    ],
)  # fmt: skip
def test_a_length(said: str, minutes: int) -> None:
    assert read_minutes(said) == minutes


@pytest.mark.parametrize(
    "said", ["一上午", "半天", "一天", "2", "讲座1小时，咨询2小时", "每月8小时", ""]
)
def test_no_length(said: str) -> None:
    assert read_minutes(said) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("42", 42), ("４２", 42), ("42人", 42), ("四十二人", 42), ("40余人", 40), ("没有", 0),
        ("无", 0), ("0", 0),
        ("200份", 200), ("二十几个", 20), ("一百二", 120), ("一百零二", 102), ("两百", 200),
        ("俩", 2), ("廿一", 21),
        ("卅人", 30), ("约50", 50), ("1,200份", 1200), ("1.2万", 12000), ("没人", 0),
        ("三四十人", 30), ("一千五", 1500),
    ],
)  # fmt: skip
def test_a_number(said: str, number: int) -> None:
    assert read_number(said) == number


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("42人次", 42), ("42名群众", 42), ("40多人", 40), ("近50人", 50), ("50来人", 50),
        ("参加群众60人", 60),
        ("受众35", 35), ("听课30人", 30), ("惠及80余人次", 80), ("三十几人", 30), ("60位村民", 60),
        ("到场45人", 45),
        ("3名村干部和20名村民", 23), ("村干部3人、村民20人", 23), ("共42人，其中党员10人", 42),
        ("42人（党员10人）", 42),
        ("42人，解答咨询12人次", 42), ("解答咨询12人次，参加群众60人", 60), ("解答咨询12人次", 12),
        ("七八十人", 70),
        ("百余人", 100), ("40-50人", 40), ("两百人", 200), ("二十来号人", 20), ("42个村民", 42),
        ("人数：42", 42),
        ("参加人数 42", 42), ("1200人", 1200), ("四十二人民法典讲座", 42),
        ("2名律师，42名群众", 42), ("40+人", 40),
    ],
)  # fmt: skip
def test_people_reached(said: str, people: int) -> None:
    assert understand(f"昨天 后塘村 {said}", NOW).people == people
    assert understand(f"昨天9点到11点后塘村，{said}，发放资料200份", NOW).people == people


@pytest.mark.parametrize(
    "said",
    [
        "走访30户",
        "我一个人",
        "2名律师",
        "5人民调解员",
        "调解2起",
        "一人一份资料",
        "几十人",
        "第3期",
    ],
)
def test_no_people(said: str) -> None:
    assert understand(f"昨天 后塘村 {said}", NOW).people is None


@pytest.mark.parametrize(
    ("said", "leaflets"),
    [
        ("发放宣传资料200份", 200), ("宣传单100张", 100), ("传单一百五十份", 150),
        ("资料50余份", 50), ("手册30本", 30),
        ("宣传册 80 册", 80), ("折页60", 60), ("200份", 200), ("发了两百份资料", 200),
        ("发放《民法典》30本", 30),
        ("宣传单100张、手册30本", 130), ("发放资料共200份，其中手册50本", 200),
        ("三百来份传单", 300),
        ("发放宣传资料1,200余份", 1200), ("近200份宣传册", 200), ("资料：120份", 120),
        ("发传单80", 80),
    ],
)  # fmt: skip
def test_leaflets(said: str, leaflets: int) -> None:
    assert understand(f"昨天 后塘村 {said}", NOW).leaflets == leaflets
    assert understand(f"昨天9点到11点，{said}，后塘村，42人", NOW).leaflets == leaflets


@pytest.mark.parametrize(
    "said", ["审查合同3份", "合同、协议共5份", "审了两份合同", "起草协议1份", "问卷50份",
    "出具法律意见书1份", "一人一份"]
)  # fmt: skip
def test_no_leaflets(said: str) -> None:
    assert understand(f"昨天 后塘村 {said}", NOW).leaflets is None


@pytest.mark.parametrize(("activity", "label"), ACTIVITY_LABELS.items())
def test_every_printed_label_is_read_back(activity: Activity, label: str) -> None:
    assert read_activity(label) is activity


@pytest.mark.parametrize(
    ("said", "activity"),
    [
        ("民法典讲座", "lecture"), ("普法课", "lecture"), ("宪法宣讲", "lecture"),
        ("给村民授课", "lecture"),
        ("讲民法典", "lecture"), ("禁毒日法治讲座", "lecture"), ("民法典宣传讲座", "lecture"),
        ("婚姻家庭纠纷讲座", "lecture"), ("人民调解法讲座", "lecture"),
        ("法律咨询", "consultation"),
        ("坐班", "consultation"), ("值班", "consultation"), ("接待来访", "consultation"),
        ("现场答疑", "consultation"),
        ("土地纠纷咨询", "consultation"), ("宪法日", "campaign"), ("禁毒日宣传", "campaign"),
        ("反诈宣传", "campaign"),
        ("3·15消费者权益日现场咨询", "campaign"), ("摆摊宣传", "campaign"),
        ("集中宣传", "campaign"),
        ("宣传周活动", "campaign"), ("普法", "campaign"), ("法律明白人培训", "training"),
        ("给明白人上课", "training"),
        ("明白人讲座", "training"), ("入户走访", "door_to_door"), ("上门普法", "door_to_door"),
        ("入户走访宣传", "door_to_door"), ("入户调解", "mediation"), ("调解纠纷", "mediation"),
        ("邻里纠纷", "mediation"),
        ("调解咨询", "mediation"), ("合同审查", "document_review"), ("审合同", "document_review"),
        ("审查村规民约", "document_review"), ("看合同", "document_review"),
        ("合法性审查", "document_review"),
        ("线上答疑", "online"), ("微信群答疑", "online"), ("电话咨询", "online"),
        ("视频调解", "online"),
        ("线上讲座", "online"), ("其他", "other"),
    ],
)  # fmt: skip
def test_an_activity(said: str, activity: str) -> None:
    assert read_activity(said) == activity


@pytest.mark.parametrize("said", ["", "后塘村", "42人", "防范电话诈骗", "民法典"])
def test_no_activity(said: str) -> None:
    assert read_activity(said) is None
