"""The types of fields that say one of a list, and the words of rosters for what is in the list."""

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeVar

from domain.advisers import ADVISER_KIND_LABELS, AdviserKind
from domain.imports.cells import Unreadable, read_text
from domain.imports.fields import Told
from domain.imports.sheet import Value
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


def _one_of(labels: Mapping[T, str], *tables: Iterable[tuple[T, tuple[str, ...]]]) -> Told:
    words = {word_key(word): one for table in tables for one, said in table for word in said}
    words |= {word_key(label): one for one, label in labels.items()}
    choices = tuple(labels.values())

    def read(value: Value) -> T | None:
        text = read_text(value)
        if text is not None and word_key(text) not in words:
            raise Unreadable("没有这个选项", f"请选一个：{'、'.join(choices)}")
        return None if text is None else words[word_key(text)]

    return Told(choices=choices, read=read, show=lambda one: labels.get(one, str(one)))


VillageKindWord = Annotated[
    VillageKind,
    _one_of(VILLAGE_KIND_LABELS, _VILLAGE_KIND),
    Told(hint="行政村或社区", examples=("行政村", "社区"), width=10),
]
AdviserKindWord = Annotated[
    AdviserKind,
    _one_of(ADVISER_KIND_LABELS, _ADVISER_KIND),
    Told(hint="从下拉框选择", examples=("律师", ""), width=22),
]
StageWord = Annotated[
    Stage,
    _one_of(STAGE_LABELS, STAGE_WORDS, _STAGE),
    Told(hint="从下拉框选择；只有“在册”的人计入网格覆盖", examples=("培训中", "在册")),
]
CategoryWord = Annotated[
    Category,
    _one_of(CATEGORY_LABELS, CATEGORY_WORDS, _CATEGORY),
    Told(hint="从下拉框选择，只选一种", examples=("人民调解员", "网格员"), width=26),
]
GenderWord = Annotated[
    str,
    _one_of({"男": "男", "女": "女"}, (("男", ("男性",)), ("女", ("女性",)))),
    Told(hint="男或女，可以留空", examples=("男", "女"), width=8),
]
