"""The rows of an office's tables, each field stated once (see `fields.py`)."""

from dataclasses import dataclass
from typing import Annotated

from domain.imports.field_types import (
    ENDS_OF_TERMS,
    BirthMonth,
    Code,
    GridName,
    Households,
    PersonName,
    Phone,
    ShortText,
    Since,
    Text,
    Until,
    VillageCode,
    VillageName,
    Word,
)
from domain.imports.fields import Told
from domain.imports.words import (
    AdviserKindWord,
    CategoryWord,
    GenderWord,
    StageWord,
    VillageKindWord,
)

_VILLAGE_CODES = (
    "村编码 村(社区)代码 村(社区)编码 村居代码 村居编码 村级代码 社区代码 行政村代码 区划代码 "
    "行政区划代码 统计用区划代码"
)
THE_ADVISER = "这一行的法律顾问（村仍会导入）"
THE_WORKER = "网格员（网格仍会导入）"


@dataclass(frozen=True, slots=True, kw_only=True)
class InSheet:
    sheet: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserRow(InSheet):
    """Who serves a village. Without a name the table says that nobody does; with a name
    `kind` and `since` are given. For a village without a `village_kind` see `kind_by_name`."""

    village: Annotated[
        VillageName,
        Told("名称", heading="村（社区）", examples=("示例村", "示例社区"), needed=True),
    ]
    village_kind: Annotated[
        VillageKindWord | None,
        Told("类别", "村类别 村(社区)类别 单位类别 村居类别 类型 性质"),
        Told(costs="村的类别（按名称判断）"),
    ] = None
    code: Annotated[
        VillageCode | None,
        Told("代码", _VILLAGE_CODES, heading="村代码", costs="村代码（村仍会导入）"),
    ] = None
    name: Annotated[
        PersonName | None,
        Told("姓名", "顾问姓名 法律顾问 顾问 律师 律师姓名", heading="法律顾问姓名"),
        Told(hint="暂无法律顾问的村也要列出，此格填“/”", examples=("示例顾问", "/"), width=16),
        Told(needed=True, costs=THE_ADVISER),
    ] = None
    kind: Annotated[
        AdviserKindWord | None,
        Told(
            "执业类别", "执业身份 顾问类别 人员类别 人员身份 身份类别 身份 执业类型 顾问身份 类别"
        ),
        Told(needed=True, costs=THE_ADVISER),
    ] = None
    phone: Annotated[Phone | None, Told(examples=("19900000001", ""), costs=THE_ADVISER)] = None
    since: Annotated[
        Since | None,
        Told("聘任时间", "聘用时间 聘任日期 聘用日期 受聘时间 受聘日期 聘任起始时间 聘用起始时间"),
        Told(also="聘期开始 聘任开始时间 聘请时间 签约时间 签约日期 结对时间 起聘时间 上任时间"),
        Told(needed=True, costs=THE_ADVISER),
    ] = None
    until: Annotated[
        Until | None, Told("聘任到", f"聘任到期 {ENDS_OF_TERMS}", costs=THE_ADVISER)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow(InSheet):
    """`name` in full, `后塘村第一网格`; `code` is None where none could be read. `worker` is its
    网格员, None if nobody is named or somebody in a way that can't be taken."""

    village: Annotated[VillageName, Told("所属村", heading="所属村（社区）")]
    name: Annotated[
        GridName,
        Told("名称", hint="如 示例村第一网格，也可只写 第一网格", heading="网格名称", needed=True),
    ]
    code: Annotated[
        Code | None,
        Told("编码", "编码 网格代码 网格编号 代码 网格码 网格唯一编码", heading="网格编码"),
        Told(costs="网格编码（网格仍会导入）"),
    ] = None
    worker: Annotated[
        PersonName | None,
        Told("网格员", "网格员姓名 专职网格员 专职网格员姓名 兼职网格员 网格长 网格长姓名"),
        Told(hint="暂无网格员可留空", examples=("示例网格员", ""), costs=THE_WORKER, width=14),
    ] = None
    phone: Annotated[Phone | None, Told(examples=("19900000002", ""), costs=THE_WORKER)] = None
    households: Annotated[
        Households | None,
        Told("户数", "总户数 家庭户数 网格户数 居民户数 户数(户) 常住户数"),
        Told(costs="户数（网格仍会导入）"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MingbairenRow(InSheet):
    """None is what the table does not say. `born` is `1963-02` or `1963`; whoever has left has
    the reason in `note`."""

    village: Annotated[VillageName, Told("村（社区）")]
    grid: Annotated[GridName, Told("所在网格", hint="“网格”表里已列出的网格", needed=True)]
    name: Annotated[
        PersonName,
        Told("姓名", "法律明白人 明白人 法律明白人姓名 明白人姓名", needed=True),
        Told(hint="一人一行，只登记在一个网格", examples=("示例明白人甲", "示例明白人乙")),
    ]
    gender: Annotated[GenderWord | None, Told("性别")] = None
    born: Annotated[BirthMonth | None, Told("出生年月", "出生日期 出生年月日 出生时间 生日")] = None
    politics: Annotated[
        Word | None, Told("政治面貌", "政治身份", examples=("群众", "中共党员"))
    ] = None
    education: Annotated[
        Word | None, Told("文化程度", "学历 文化水平", examples=("高中", "大专"))
    ] = None
    category: Annotated[
        CategoryWord | None,
        Told("身份类别", "类别 人员类别 身份 人员身份 身份类型 人员类型"),
    ] = None
    phone: Annotated[Phone | None, Told(examples=("19900000003", ""))] = None
    certificate: Annotated[
        ShortText | None,
        Told("证书编号", "证书号 证书号码 证号 上岗证编号 资格证编号 法律明白人证书编号"),
        Told(hint="没有可以留空"),
    ] = None
    certificate_until: Annotated[
        Until | None,
        Told(
            "证书到期",
            "证书有效期 证书有效期至 有效期 有效期至 证书到期时间 证书到期日 证书到期日期",
        ),
    ] = None
    stage: Annotated[
        StageWord,
        Told("状态", "阶段 培养状态 培养阶段 在册状态 当前状态 在册情况 培养情况", needed=True),
    ]
    note: Annotated[Text | None, Told("备注", "说明 备注说明", "状态为“退出”的，请写明原因")] = None
