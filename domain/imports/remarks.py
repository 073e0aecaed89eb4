"""Rows of a sheet that are no rows of its table: totals, notes, seals, signatures, group titles."""

import re
from collections.abc import Sequence

from domain.imports.cells import as_text
from domain.imports.sheet import Row
from domain.imports.spelling import key

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|本页小计|以上共计?|共(?=\d))(:.*|[共计]?\d+.*)?")
_EXAMPLE = re.compile(r"[(\[【]?(示例|样例|例|举例|填写示例|示例行|模板|样表)[)\]】]?:?")
_ROLES = (
    r"(?:填表|填报|制表|经办|审核|审批|复核|联系|负责|主管|统计|录入|报送|汇总)(?:人|员|单位|日期|时间|负责人)?"
    r"|(?:单位|部门|村|社区)?(?:负责人|主要负责人|主要领导|分管领导|领导)|书记|主任|所长|日期|时间|单位|部门"
)
_NOTE = re.compile(
    rf"(注|备注|说明|填表说明|填报说明|{_ROLES})(\(?(签字|签名|签章|盖章|公章)\)?)?\s*\d*:.*"
    rf"|注\d*[、.].*|({_ROLES})\(?(签字|签名|签章|盖章|公章)\)?:?|(填表|填报|制表|经办|审核|审批|复核)人"
)
_SEAL = re.compile(r"\(?.{0,30}(盖章|公章|印章|签章|签字|签名)\)?(处|:)?|以下空白|\(?以下无正文\)?")
_DATE = re.compile(
    r"(\d{4}|[二〇○零一三四五六七八九十]{4}|_*)年(\d{1,2}|[一二三四五六七八九十]{1,3}|_*)月"
    r"((\d{1,2}|[一二三四五六七八九十]{1,3}|_*)日)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_ISSUER = re.compile(r".*(司法所|办事处|街道|镇|人民政府|委员会|办公室|中心|司法局)")
_LONG = 25
_GROUP = re.compile(
    r"(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．,，]?)?(.{1,12}?(?:村|社区|村委会|居委会|委员会))"
    r"(?:[(（:].*|共?\d+(?:人|名|个).*)?"
)
_ALL_OF_THEM = re.compile(r".*(街道|镇|乡|各|每|全|行政|本|农|一|所有|城|辖区)")


def why_no_row(
    row: Row, own: Sequence[int], texts: Sequence[str], used: set[int], places: set[int]
) -> str | None:
    """None for a row of data, "" for an empty one, else the reason to leave it aside. `texts` are
    those of the row's `own` columns, `places` the columns in which a village may stand alone."""
    if used.isdisjoint(own):
        return _why_unused(row, own, texts)
    first = texts[0]
    if _EXAMPLE.fullmatch(first):
        return "标着“示例”"
    short = (t for t in texts if len(t) <= 3 and t[0] in "合总小共累本以")
    if _TOTAL.fullmatch(first) or any(map(_TOTAL.fullmatch, short)):
        return "合计行"
    return "说明文字" if _is_remark(row, own, texts, places) else None


def _why_unused(row: Row, own: Sequence[int], texts: Sequence[str]) -> str:
    if not texts or (len(texts) == 1 and (texts[0].isdigit() or texts[0].startswith("="))):
        return ""
    if _EXAMPLE.fullmatch(texts[0]):
        return "标着“示例”"
    if _TOTAL.fullmatch(texts[0]):
        return "合计行"
    return "说明文字" if _is_remark(row, own, texts, set()) else "没有用到的内容"


def _is_remark(row: Row, own: Sequence[int], texts: Sequence[str], places: set[int]) -> bool:
    first = texts[0]
    if row.title or _is_note(first) or all(map(_is_below, texts)):
        return True
    issuer = own[0] not in places and _ISSUER.fullmatch(first) is not None
    return len(own) == 1 and (len(first) > _LONG or issuer)


def group_of(row: Row, texts: Sequence[str], places: set[int]) -> str | None:
    """The village of `一、后塘村（1人）`, a row of its own above the rows of that village."""
    if len(texts) != 1 or (not row.title and places.intersection(row.own())):
        return None
    found = _GROUP.fullmatch(texts[0])
    return found[1] if found else None


def place_said(text: str) -> str | None:
    """The village a sheet's name or a title begins with: `后塘村法律明白人花名册`."""
    said = re.sub(r"^[(（]?(\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、.．,，\s]*", "", key(text))
    said = re.sub(r"^.*?(?:街道|镇|乡)(?=.{2,}(?:村|社区))", "", said)
    found = re.match(r"([\u4e00-\u9fff\d]{1,10}?)(?:社区|村)(?![(社居级务民官])", said)
    return found[0] if found and not _ALL_OF_THEM.fullmatch(found[1]) else None


def own_texts(row: Row) -> list[str]:
    return [key(as_text(row.at(at))) for at in row.own()]


def _is_note(text: str) -> bool:
    return _NOTE.fullmatch(text) is not None


def _is_below(text: str) -> bool:
    return any(kind.fullmatch(text) for kind in (_SEAL, _DATE, _NOTE))
