"""The types of fields and what each tells; those of a list of words are in `words.py`."""

from datetime import date
from functools import partial
from typing import Annotated

from domain.imports import days, names, phones
from domain.imports.cells import LONGEST_NAME, LONGEST_WORD, read_code, read_count, read_text
from domain.imports.fields import Told
from domain.people import masked_phone

_VILLAGES = (
    "村(社区) 村(社区)名称 村 村名 村名称 村社 村社区 村居 村(居) 村(居)名称 村/社区 社区(村) "
    "社区 社区名称 行政村 行政村(社区) 村级名称 村(社区)名 单位名称 村、社区 村委会 村(居)委会 "
    "村居名称 行政村名称 村民委员会 社区居民委员会 村(社区、居) 村居社区 村别 村(居)社区"
)
_PHONES = "电话 手机 手机号 手机号码 电话号码 联系方式 联系号码 联系电话号码 移动电话"
_IN_ALL_TABLES = "村（社区）全称，三张表里要写得一样"

VillageName = Annotated[
    str, Told(also=_VILLAGES, hint=_IN_ALL_TABLES, examples=("示例村", "示例村"), width=18)
]
GridName = Annotated[
    str,
    Told(also="网格 网格名称 网格名 网格区域 网格编号及名称", width=22),
    Told(examples=("示例村第一网格", "第二网格")),
]
PersonName = Annotated[str, Told(also="姓名 名字 人员姓名", read=names.read_name)]
Phone = Annotated[
    str,
    Told("联系电话", _PHONES, "11 位手机号；没有可以留空", width=16),
    Told(read=phones.read_phone, show=masked_phone),
]
Day = Annotated[
    date,
    Told(hint="写成 2025-02-03 或 2025.2", examples=("2025-02-03", ""), width=14),
    Told(read=days.read_day, day=True),
]
BirthMonth = Annotated[
    str,
    Told(hint="写成 1970-02 或 1970.2；只保留年月", examples=("1970-02", "1980.10")),
    Told(read=days.read_month, day=True),
]
Code = Annotated[
    str,
    Told(hint="不能重复；本列已设为文本，请勿改成数字", width=20, read=read_code),
    Told(examples=("321000000201001", "321000000201002")),
]
VillageCode = Annotated[str, Told(hint="12 位统计用区划代码，可以留空", width=16, read=read_code)]
TERMS = (
    "聘期 聘任期限 聘用期限 服务期限 合同期限 聘任时间 聘用时间 聘期起止 聘期起止时间 起止时间 "
    "聘任起止时间 聘任期 合同期"
)
_STARTS = "起 自 开始 起始 开始时间 起始时间 开始日期 起始日期 开始年月"
_ENDS = (
    "止 至 结束 终止 到期 截止 结束时间 终止时间 到期时间 截止时间 结束日期 终止日期 到期日期 "
    "截止日期 结束年月"
)


def _both(endings: str) -> str:
    stems = (*TERMS.split(), "聘任", "聘用", "受聘")
    return " ".join(f"{term}{ending}" for term in stems for ending in endings.split())


ENDS_OF_TERMS = f"{_both(_ENDS)} 到期时间 到期日期 截止时间 结束时间 解聘时间"
Since = Annotated[
    Day,
    Told(also=f"{_both(_STARTS)} {TERMS}", hint="写成 2025-02-03 或 2025.2；也可以写起止"),
    Told(read=days.read_start),
]
Until = Annotated[
    Day,
    Told(hint="写成 2028-02-02；没有定期限的留空"),
    Told(examples=("2028-02-02", ""), read=days.read_end),
]
Households = Annotated[
    int,
    Told(hint="整数；不清楚可以留空", examples=("300", ""), width=8, read=read_count),
]
Word = Annotated[str, Told(hint="可以留空", read=partial(read_text, longest=LONGEST_WORD))]
ShortText = Annotated[str, Told(width=22, read=partial(read_text, longest=LONGEST_NAME))]
Text = Annotated[str, Told(width=24, read=read_text)]
