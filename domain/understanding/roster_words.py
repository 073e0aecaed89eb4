"""The words for 身份类别 and 培养阶段, of rosters and of daily talk; the import reads with them."""

from collections.abc import Sequence
from typing import TypeVar

from domain.mingbairen import Category, Stage
from domain.understanding.text import Piece

T = TypeVar("T")

CATEGORY_WORDS: tuple[tuple[Category, tuple[str, ...]], ...] = (
    (
        Category.WOMEN_FEDERATION,
        (
            "村妇联执委",
            "社区妇联执委",
            "妇联执委",
            "妇联主席",
            "妇联副主席",
            "妇女主任",
            "妇联干部",
            "妇联",
            "妇女干部",
        ),
    ),
    (
        Category.MEDIATOR,
        (
            "村人民调解员",
            "人民调解员",
            "专职调解员",
            "调解主任",
            "调委会主任",
            "调解员",
            "调解委员",
        ),
    ),
    (Category.AUXILIARY_POLICE, ("驻村辅警", "社区辅警", "驻村民警", "辅警", "协警")),
    (
        Category.GROUP_LEADER,
        (
            "村民小组长",
            "居民小组长",
            "村小组长",
            "村民组长",
            "小组长",
            "生产队长",
            "组长",
            "楼栋长",
        ),
    ),
    (Category.GRID_WORKER, ("专职网格员", "兼职网格员", "网格管理员", "网格员", "网格长")),
    (
        Category.FIVE_ELDERS,
        (
            "“五老”人员",
            "五老人员",
            "“五老”",
            '"五老"',
            "五老",
            "退休干部",
            "退休教师",
            "退役军人",
            "老党员",
            "老干部",
            "老教师",
            "老战士",
            "老模范",
        ),
    ),
    (
        Category.PROSPEROUS,
        (
            "致富能手",
            "致富带头人",
            "种养大户",
            "种植大户",
            "养殖大户",
            "致富能人",
            "创业带头人",
            "能人",
        ),
    ),
    (
        Category.CADRE,
        (
            "村（社区）干部",
            "村(社区)干部",
            "村两委成员",
            "村“两委”",
            "两委干部",
            "村两委",
            "村干部",
            "社区干部",
            "支部书记",
            "村支书",
            "村书记",
            "支书",
            "村主任",
            "村委委员",
            "村委主任",
            "村会计",
            "村文书",
            "居委干部",
            "两委成员",
            "两委",
            "干部",
        ),
    ),
    (Category.PARTY_MEMBER, ("中共党员", "共产党员", "预备党员", "党员")),
    (
        Category.OTHER,
        (
            "其他热心公益的村（居）民",
            "其他热心公益的村(居)民",
            "热心公益的村民",
            "其他热心公益",
            "热心村民",
            "热心公益",
            "热心居民",
            "村民代表",
            "居民代表",
            "志愿者",
            "乡贤",
            "普通村民",
            "群众",
            "村民",
            "居民",
            "其他",
            "其它",
        ),
    ),
)
"""Words of rosters and of daily talk; of several in one line the first category here wins, so that
党员 next to an office says nothing of its own."""

STAGE_WORDS: tuple[tuple[Stage, tuple[str, ...]], ...] = (
    (Stage.LEFT, ("已退出", "退出", "退册", "注销", "除名")),
    (Stage.SUSPENDED, ("暂停履职", "已暂停", "暂停", "停用", "中止")),
    (
        Stage.CANDIDATE,
        (
            "候选人",
            "候选",
            "拟培养",
            "培养对象",
            "储备",
            "推荐人选",
            "推荐",
            "待培训",
            "未培训",
            "未参训",
        ),
    ),
    (
        Stage.TRAINING,
        (
            "正在培训",
            "培训中",
            "在培训",
            "参训中",
            "在培",
            "受训",
            "培训",
            "考核不合格",
            "未合格",
            "不合格",
            "未考核",
            "待考核",
        ),
    ),
    (
        Stage.PASSED,
        (
            "考核合格",
            "考试合格",
            "培训合格",
            "考核通过",
            "考试通过",
            "已合格",
            "合格",
            "结业",
            "通过考核",
        ),
    ),
    (
        Stage.REGISTERED,
        ("在册", "已注册", "注册", "已登记", "已发证", "持证", "有证", "已聘", "在岗", "正式"),
    ),
)


def category_in(text: str) -> Piece[Category] | None:
    """The 身份类别 a tidied text names."""
    return _first_word(text, CATEGORY_WORDS)


def stage_in(text: str) -> Piece[Stage] | None:
    """The 培养阶段 a tidied text names; 不合格 is still in training."""
    return _first_word(text, STAGE_WORDS)


def _first_word(text: str, table: Sequence[tuple[T, tuple[str, ...]]]) -> Piece[T] | None:
    for value, words in table:
        for word in words:
            at = text.find(word)
            if at >= 0:
                return Piece(value, at, at + len(word))
    return None
