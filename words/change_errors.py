"""What can't be changed of a place, an appointment or a record, in sentences."""

from collections.abc import Callable
from typing import Any

from domain.changes import DayAhead
from domain.corrections import NothingChanges, NotReadable
from domain.errors import DomainError
from domain.places import (
    AlreadyLooksAfter,
    NameTaken,
    NotAPlaceName,
    NothingChosen,
    NotTogether,
    PeopleRemain,
    PlaceRetired,
)
from words.times import day_words

ALWAYS_OF_CHANGES: dict[type[DomainError], str] = {
    NotTogether: "这两个不能合并：要在同一个街道（网格要在同一个村），而且不是同一个。",
    NothingChosen: "请选出划到新村(社区)的网格，原来的村(社区)至少留一个。",
    AlreadyLooksAfter: "现在就是这位网格员，没有改动。",
    NothingChanges: "和现在登记的一样，没有改动。",
}


def day_ahead(error: DayAhead) -> str:
    return f"{day_words(error.day)}还没有到，请到那天再办理，或选今天、以前的日期。"


def not_a_place_name(error: NotAPlaceName) -> str:
    return f"“{error.said[:20]}”不像村(社区)或网格的名称。请写2到40个字的全称。"


def name_taken(error: NameTaken) -> str:
    return f"已经有“{error.name}”了，请换一个名称；确实是同一个的，请用“合并”。"


def place_retired(error: PlaceRetired) -> str:
    return f"{error.name}已经撤销或并入别处，不能再办理。"


def people_remain(error: PeopleRemain) -> str:
    return f"这里还有{error.count}名法律明白人。请先说明他们转到哪个网格，或一并退出，再撤销。"


def not_readable(error: NotReadable) -> str:
    return f"{error.reason}。{error.suggestion}。"


OF_CHANGES: dict[type[DomainError], Callable[[Any], str]] = {
    DayAhead: day_ahead,
    NotAPlaceName: not_a_place_name,
    NameTaken: name_taken,
    PlaceRetired: place_retired,
    PeopleRemain: people_remain,
    NotReadable: not_readable,
}
