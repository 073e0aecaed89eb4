"""Who and what the demo's office is made of. Every name here is invented."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.advisers import AdviserKind
from domain.mingbairen import Category, Stage
from domain.people import Role
from domain.villages import Village, VillageKind

COUNTY = ("990001", "示例县")
STREET = ("990001001000", "示例街道")
"""Codes that no real place has."""


class Known(NamedTuple):
    """One 明白人; `certificate_days` from the demo's first day on."""

    name: str
    category: Category
    stage: Stage = Stage.REGISTERED
    certificate_days: int | None = None


class Place(NamedTuple):
    name: str
    kind: VillageKind
    grids: tuple[tuple[Known, ...], ...]


class Serving(NamedTuple):
    name: str
    kind: AdviserKind
    villages: tuple[str, ...]


class Played(NamedTuple):
    """`at` are villages: a grid worker looks after all their grids."""

    title: str
    name: str
    role: Role
    at: tuple[str, ...]
    what_to_try: tuple[str, ...]

    def places(
        self, street_id: int, villages: Mapping[str, Village], grids: Mapping[str, Sequence[int]]
    ) -> list[int | None]:
        if self.role is Role.ADVISER:
            return [None]
        if self.role is Role.GRID_WORKER:
            return [grid for name in self.at for grid in grids[name]]
        return [villages[name].id for name in self.at] or [street_id]


_ORDER = (Category.CADRE, Category.WOMEN_FEDERATION, Category.MEDIATOR, Category.FIVE_ELDERS)
_TRAINING = Stage.TRAINING


def _team(*names: str) -> tuple[Known, ...]:
    return tuple(Known(name, _ORDER[i % len(_ORDER)]) for i, name in enumerate(names))


VILLAGES = (
    Place(
        "后塘村",
        VillageKind.VILLAGE,
        (
            _team("钱大海", "孙玉珍"),
            _team("郑桂芳"),
            (Known("冯小兵", Category.GROUP_LEADER, _TRAINING),),
            (Known("褚明霞", Category.WOMEN_FEDERATION, certificate_days=20),),
        ),
    ),
    Place("前湖村", VillageKind.VILLAGE, (_team("卫国强"), _team("蒋爱莲"), _team("沈家旺"))),
    Place("南园社区", VillageKind.COMMUNITY, (_team("韩雪梅", "杨树林"), _team("朱红英"), ())),
    Place(
        "东岗村",
        VillageKind.VILLAGE,
        (_team("秦有福"), _team("尤春花"), (), (Known("许长河", Category.CADRE, _TRAINING),)),
    ),
    Place(
        "西桥村", VillageKind.VILLAGE, (_team("何满仓", "吕秀英"), _team("施永年"), _team("张巧云"))
    ),
    Place("北林村", VillageKind.VILLAGE, (_team("孔祥瑞"), _team("曹月娥"), _team("严守田"))),
)

ADVISERS = (
    Serving("林晓", AdviserKind.LAWYER, ("后塘村", "前湖村", "南园社区")),
    Serving("周航", AdviserKind.LEGAL_WORKER, ("东岗村", "西桥村")),
)

PEOPLE = (
    Played(
        "法律顾问",
        "林晓",
        Role.ADVISER,
        (),
        (
            "发送：昨天下午2点到4点半 后塘村 民法典讲座 42人",
            "或者到村后点“到村登记”，走时点“结束登记”",
            "点“本月”，看各村还差几小时",
        ),
    ),
    Played(
        "法律顾问",
        "周航",
        Role.ADVISER,
        (),
        ("西桥村本月还没有去过，月中会收到提醒", "发送：前天上午九点到十一点 西桥村 法律咨询 18人"),
    ),
    Played(
        "网格员",
        "陈小梅",
        Role.GRID_WORKER,
        ("后塘村",),
        (
            "后塘村第三网格还没有在册的明白人，点“我的网格”看看",
            "发送：登记明白人 王秀英 村妇联执委 第三网格",
        ),
    ),
    Played(
        "网格员",
        "吴建国",
        Role.GRID_WORKER,
        ("东岗村",),
        (
            "东岗村第三网格没有明白人，第四网格有一名正在培训",
            "点“我的网格”，把培训中的人一步步转为在册",
        ),
    ),
    Played(
        "村确认人",
        "王秀兰",
        Role.VILLAGE_CONFIRMER,
        ("后塘村", "前湖村"),
        ("点“待确认”，确认、少确认几分钟，或者退回", "林晓登记新的进村服务后，这里会收到通知"),
    ),
    Played(
        "村确认人",
        "李长根",
        Role.VILLAGE_CONFIRMER,
        ("东岗村", "西桥村"),
        ("点“待确认”，看周航登记的进村服务",),
    ),
    Played(
        "村确认人",
        "沈月琴",
        Role.VILLAGE_CONFIRMER,
        ("南园社区", "北林村"),
        ("点“待确认”，看南园社区的进村服务",),
    ),
    Played(
        "街道办（司法所）",
        "赵敏",
        Role.OFFICE,
        (),
        (
            "点“工作台”，在浏览器里看全街道、办待办、改名、聘任",
            "或在对话里点“本月情况”看全街道，点“未达标”看哪些村落后、为什么",
            "北林村还没有法律顾问：点“更换顾问”配一名",
            "拨快时钟到下月1日，会收到要处理的待办",
        ),
    ),
    Played(
        "街道分管领导",
        "孙立",
        Role.LEADER,
        (),
        ("待办三个工作日没人答复，会转到这里", "可以豁免一项未达标，需写明理由"),
    ),
)
