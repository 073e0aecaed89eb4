"""What a spoken correction changes, and of which visit; what is none."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from domain.months import SHANGHAI
from domain.understanding import Which, read_correction

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村")


def corrected(text: str) -> tuple[dict[str, object], dict[str, object], bool]:
    found = read_correction(text, NOW, VILLAGES)
    assert found is not None
    which = found.which.model_dump(exclude_defaults=True, mode="json")
    changes = {part: v for part, v in found.changes.as_json_dict().items() if v is not None}
    return which, changes, found.withdraw


YESTERDAY = {"day": "2026-11-19"}
IN_HOUTANG = YESTERDAY | {"village": "后塘村"}
LAST = {"last": True}
THREE_TO_FIVE = {"start": "15:00", "end": "17:00", "minutes": 120}


@pytest.mark.parametrize(
    ("said", "which", "changes"),
    [
        ("把昨天那次改成30人", YESTERDAY, {"people": 30}),
        ("更正：昨天后塘村讲座人数应为30人", IN_HOUTANG, {"people": 30}),
        ("昨天那次不是30人，是35人", YESTERDAY, {"people": 35}),
        ("昨天的讲座人数报错了，是35", YESTERDAY, {"people": 35}),
        ("昨天那条人数登记错了，应该是35人", YESTERDAY, {"people": 35}),
        ("我昨天报的人数有误，实际35人", YESTERDAY, {"people": 35}),
        ("将昨日登记的人次由30改为35", YESTERDAY, {"people": 35}),
        ("把昨天后塘村的人数改成30", IN_HOUTANG, {"people": 30}),
        ("把上一条的资料改成60份", LAST, {"leaflets": 60}),
        ("刚刚那条人数写错了，应该是25人", LAST, {"people": 25}),
        ("刚才报错了，是后莘村", LAST, {"village": "后莘村"}),
        ("昨天那条村改成后莘村", YESTERDAY, {"village": "后莘村"}),
        ("更正一下，昨天是后莘村不是后塘村", YESTERDAY, {"village": "后莘村"}),
        ("11月6日那次改成11月7日", {"day": "2026-11-06"}, {"date": "2026-11-07"}),
        ("记错了，是周三不是周四", {}, {"date": "2026-11-18"}),
        ("昨天的改成下午3点到5点", YESTERDAY, THREE_TO_FIVE),
        ("把昨天下午2点那次改成3点到5点", YESTERDAY | {"start": "14:00:00"}, THREE_TO_FIVE),
        ("时间改到下午3点到5点", {}, THREE_TO_FIVE),
        ("不对，应该是3点到5点", {}, THREE_TO_FIVE),
        ("结束时间改为4点半", {}, {"end": "16:30"}),
        ("昨天后塘村那次时长改成2小时", IN_HOUTANG, {"minutes": 120}),
        ("昨天后塘村那次类型改成法律咨询", IN_HOUTANG, {"activity": "consultation"}),
        ("把主题改成反诈宣传", {}, {"topic": "反诈宣传"}),
        ("改村：后莘村", {}, {"village": "后莘村"}),
        ("更正：人数30", {}, {"people": 30}),
        (
            "更正 昨天下午2点到4点 后塘村 42人",
            IN_HOUTANG,
            {"date": "2026-11-19", "start": "14:00", "end": "16:00", "minutes": 120,
             "village": "后塘村", "people": 42},
        ),
    ],
)  # fmt: skip
def test_which_visit_and_what_changes(
    said: str, which: dict[str, object], changes: dict[str, object]
) -> None:
    assert corrected(said) == (which, changes, False)


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("删除昨天那条", YESTERDAY),
        ("把昨天那条删了，重新报", YESTERDAY),
        ("昨天那条不要了", YESTERDAY),
        ("昨天那次作废", YESTERDAY),
        ("昨天那次的登记撤回吧", YESTERDAY),
        ("删除昨天后塘村的记录", IN_HOUTANG),
        ("删掉11月6日后塘村那次", {"day": "2026-11-06", "village": "后塘村"}),
        ("撤回刚才的登记", LAST),
        ("把上一条删掉", LAST),
    ],
)
def test_a_visit_that_is_taken_back(said: str, which: dict[str, object]) -> None:
    assert corrected(said) == (which, {}, True)


@pytest.mark.parametrize(
    "said",
    [
        "", "更正", "删除", "取消", "改", "昨天在后塘村帮村里把租赁合同改成新版",
        "昨天后塘村修改村规民约 2小时", "昨天后塘村调解，取消了婚约，2小时",
        "昨天 后塘村 宣传不要了彩礼 2小时", "昨天后塘村讲座，应到30人实到27人",
        "昨天 后塘村 9点到11点 合同审查，条款应为无效", "昨天后塘村审查合同，删除了霸王条款",
    ],
)  # fmt: skip
def test_what_corrects_nothing(said: str) -> None:
    assert read_correction(said, NOW, VILLAGES) is None


def test_a_visit_told_at_length_is_no_correction() -> None:
    with (Path(__file__).parent / "sentences.tsv").open(encoding="utf-8") as lines:
        said = [row[0] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    corrections = [text for text in said if read_correction(text, NOW)]
    assert corrections == ["改成下午三点到五点，二十个人", "不对，应该是3点到5点"]


def test_the_visit_at_hand_is_meant_where_none_is_named() -> None:
    found = read_correction("改成30人", NOW, VILLAGES)
    assert found is not None and found.which == Which()
