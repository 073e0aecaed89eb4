"""The words clerks use for our enumerations, by `word_key` of the word."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from domain.advisers import AdviserKind
from domain.imports.sheet import WrongFile
from domain.imports.spelling import word_key
from domain.mingbairen import Category, Stage
from domain.villages import VillageKind

T = TypeVar("T")


def _by_word(words: Mapping[T, str]) -> dict[str, T]:
    return {word_key(word): meaning for meaning, said in words.items() for word in said.split()}


def _first(words: Mapping[T, str]) -> tuple[str, ...]:
    return tuple(said.split()[0] for said in words.values())


def _names(words: Iterable[str]) -> str:
    return "、".join(words)


_VILLAGE_KIND = {
    VillageKind.VILLAGE: "行政村 村 村委会 建制村 农村",
    VillageKind.COMMUNITY: "社区 居委会 居 城市社区",
}
_ADVISER_KIND = {
    AdviserKind.LAWYER: "律师 执业律师 专职律师 社会律师 公职律师 兼职律师",
    AdviserKind.LEGAL_WORKER: (
        "基层法律服务工作者 法律服务工作者 基层法律工作者 法律工作者 基层法律服务者"
    ),
}
_STAGE = {
    Stage.CANDIDATE: "候选 候选人 拟培养 培养对象",
    Stage.TRAINING: "培训中 在训 培训 培养中 正在培训",
    Stage.PASSED: "考核合格 合格 考试合格 已考核 考核通过",
    Stage.REGISTERED: "在册 在册人员 登记在册 已登记 在岗 正常",
    Stage.SUSPENDED: "暂停 停用 暂停服务",
    Stage.LEFT: "退出 已退出 注销 离任 退出队伍",
}
_CATEGORY = {
    Category.CADRE: "村干部 村（社区）干部 社区干部 村居干部 村两委 村两委成员 两委干部 村两委干部",
    Category.WOMEN_FEDERATION: "村妇联执委 妇联执委 村（社区）妇联执委 妇联干部 妇女主任 妇联主席",
    Category.MEDIATOR: "人民调解员 调解员 专职调解员",
    Category.AUXILIARY_POLICE: "驻村辅警 辅警 社区辅警 驻村（社区）辅警",
    Category.GRID_WORKER: "网格员 专职网格员 网格长 兼职网格员",
    Category.GROUP_LEADER: "村民小组长 小组长 组长 村（居）民小组长 居民小组长",
    Category.PARTY_MEMBER: "中共党员 党员 党员代表",
    Category.FIVE_ELDERS: "“五老”人员 五老 五老志愿者",
    Category.PROSPEROUS: "致富能手 致富带头人",
    Category.OTHER: (
        "其他热心公益的村（居）民 其他 其它 其他人员 热心村民 热心居民 热心公益的村民 "
        "热心公益的村（居）民 其他热心公益的村民 村民 居民 群众"
    ),
}

VILLAGE_KINDS = _by_word(_VILLAGE_KIND)
ADVISER_KINDS = _by_word(_ADVISER_KIND)
STAGES = _by_word(_STAGE)
CATEGORIES = _by_word(_CATEGORY)
GENDERS = {"男": "男", "男性": "男", "女": "女", "女性": "女"}

VILLAGE_KIND_CHOICES = _first(_VILLAGE_KIND)
ADVISER_KIND_CHOICES = _first(_ADVISER_KIND)
STAGE_CHOICES = _first(_STAGE)
CATEGORY_CHOICES = _first(_CATEGORY)

SHOWN: dict[str, str] = {
    str(meaning): said.split()[0]
    for words in (_VILLAGE_KIND, _ADVISER_KIND, _STAGE, _CATEGORY)
    for meaning, said in words.items()
}
"""How a person reads one of the enumerations' values; none of them share a value but 网格员."""

VILLAGE_KIND_NAMES = _names(VILLAGE_KIND_CHOICES)
ADVISER_KIND_NAMES = _names(ADVISER_KIND_CHOICES)
STAGE_NAMES = _names(STAGE_CHOICES)
CATEGORY_NAMES = _names(CATEGORY_CHOICES)

WRONG_FILE = {
    WrongFile.EMPTY: "文件是空的，请重新选择文件。",
    WrongFile.OLD_EXCEL: "这是旧版 Excel 或 WPS 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入。",
    WrongFile.BINARY_EXCEL: "这是 .xlsb 格式的工作簿，请另存为 .xlsx 后再导入。",
    WrongFile.LOCKED: "工作簿设了打开密码，请取消密码后再导入。",
    WrongFile.TEXT: "这是文本或网页文件，只是改了扩展名，请用 Excel 打开并另存为 .xlsx 后再导入。",
    WrongFile.OTHER: "这不是 Excel 工作簿，请选择 .xlsx 文件。",
    WrongFile.DAMAGED: "工作簿已损坏，打不开，请用 Excel 打开并另存一份后再导入。",
    WrongFile.TOO_LARGE: "工作簿太大（上限 20 MB、20 万行），请只保留要导入的工作表。",
}
"""For whoever tells a person about `NotAWorkbook`."""
