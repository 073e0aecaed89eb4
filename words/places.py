"""Places of the tree in words: what is wrong about one, and how it is found."""

from functools import singledispatch

from domain.districts import (
    DistrictCodeWrong,
    DistrictKnown,
    DistrictNotBelow,
    PlaceRefused,
    PlaceUnclear,
    PlaceUnknown,
)
from words.names import some_names

ALL = "全部"
"""The word for the place above all others."""


@singledispatch
def place_sentence(error: PlaceRefused) -> str:
    raise TypeError(f"no words for {type(error).__name__}")


@place_sentence.register
def _(error: DistrictCodeWrong) -> str:
    return f"“{error.code}”不是区划代码。请填写统计用区划代码，例如县 321183、街道 321183003000。"


@place_sentence.register
def _(error: DistrictKnown) -> str:
    return f"这个区划代码已经有了，是{error.name}。"


@place_sentence.register
def _(error: DistrictNotBelow) -> str:
    return "一处不能放在自己或自己的下级下面。请另选上级。"


@place_sentence.register
def _(error: PlaceUnclear) -> str:
    return f"有好几处：{some_names(error.names)}。请写明是哪一处的名称或区划代码。"


@place_sentence.register
def _(error: PlaceUnknown) -> str:
    return f"没有“{error.said}”这一处。请核对名称，或运行 shaodian district 查看。"
