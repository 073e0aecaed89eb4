"""The words of rosters for our enumerations, by `word_key` of the word, and what to suggest."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from domain.advisers import ADVISER_KIND_LABELS, AdviserKind
from domain.imports.spelling import word_key
from domain.mingbairen import CATEGORY_LABELS, STAGE_LABELS, Category, Stage
from domain.understanding.roster_words import CATEGORY_WORDS, STAGE_WORDS
from domain.villages import VILLAGE_KIND_LABELS, VillageKind

T = TypeVar("T")

_VILLAGE_KIND = (
    (VillageKind.VILLAGE, ("村", "村委会", "建制村", "农村")),
    (VillageKind.COMMUNITY, ("居委会", "居", "城市社区")),
)
_ADVISER_KIND = (
    (AdviserKind.LAWYER, ("执业律师", "专职律师", "社会律师", "公职律师", "兼职律师")),
    (
        AdviserKind.LEGAL_WORKER,
        ("法律服务工作者", "基层法律工作者", "法律工作者", "基层法律服务者"),
    ),
)
_STAGE = (
    (Stage.TRAINING, ("在训", "培养中")),
    (Stage.REGISTERED, ("在册人员", "登记在册", "正常")),
    (Stage.LEFT, ("离任", "退出队伍")),
)
_CATEGORY = (
    (Category.CADRE, ("村居干部", "村两委干部")),
    (Category.WOMEN_FEDERATION, ("村（社区）妇联执委",)),
    (Category.AUXILIARY_POLICE, ("驻村（社区）辅警",)),
    (Category.GROUP_LEADER, ("村（居）民小组长",)),
    (Category.PARTY_MEMBER, ("党员代表",)),
    (Category.OTHER, ("其他人员", "其他热心公益的村民", "热心公益的村（居）民")),
)


def _by_word(labels: Mapping[T, str], *tables: Iterable[tuple[T, tuple[str, ...]]]) -> dict[str, T]:
    found = {
        word_key(word): meaning for table in tables for meaning, words in table for word in words
    }
    return found | {word_key(label): meaning for meaning, label in labels.items()}


VILLAGE_KINDS = _by_word(VILLAGE_KIND_LABELS, _VILLAGE_KIND)
ADVISER_KINDS = _by_word(ADVISER_KIND_LABELS, _ADVISER_KIND)
STAGES = _by_word(STAGE_LABELS, STAGE_WORDS, _STAGE)
CATEGORIES = _by_word(CATEGORY_LABELS, CATEGORY_WORDS, _CATEGORY)
GENDERS = {"男": "男", "男性": "男", "女": "女", "女性": "女"}

VILLAGE_KIND_NAMES = "、".join(VILLAGE_KIND_LABELS.values())
ADVISER_KIND_NAMES = "、".join(ADVISER_KIND_LABELS.values())
STAGE_NAMES = "、".join(STAGE_LABELS.values())
CATEGORY_NAMES = "、".join(CATEGORY_LABELS.values())

SHOWN: dict[str, str] = {
    str(meaning): label
    for labels in (VILLAGE_KIND_LABELS, ADVISER_KIND_LABELS, STAGE_LABELS, CATEGORY_LABELS)
    for meaning, label in labels.items()
}
"""How a person reads a stored value; the four enumerations share none."""
