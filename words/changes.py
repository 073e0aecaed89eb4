"""What has changed about a place, an appointment or a record, in words."""

from domain.change_notices import (
    AppointmentChanged,
    ChangeNotice,
    GridWorkerChanged,
    PersonLeft,
    PlaceChanged,
    RecordCorrected,
    VisitByOffice,
)
from domain.places import Happening, PlaceKind
from domain.visits import Visit
from words.names import who
from words.times import day_words, leaflets_words, people_words
from words.visits import visit_line

PLACE_LABELS = {PlaceKind.VILLAGE: "村(社区)", PlaceKind.GRID: "网格"}
TITLES = {
    Happening.RENAMED: "改名",
    Happening.MERGED: "合并",
    Happening.SPLIT: "拆分",
    Happening.RETIRED: "撤销",
}
WHAT_MOVES = {
    PlaceKind.VILLAGE: "网格、明白人、聘任和没有办结的待办随之转移，本月的服务时长一并计入",
    PlaceKind.GRID: "明白人和网格员的职责随之转移",
}
KEEPS = {
    PlaceKind.VILLAGE: "已月结的数字不变，旧名仍然认得。",
    PlaceKind.GRID: "旧名仍然认得。",
}
GRID_MOVED = "所在网格"


def change_title(notice: ChangeNotice) -> str:
    match notice:
        case PlaceChanged():
            return f"{PLACE_LABELS[notice.kind]}{TITLES[notice.happening]}"
        case AppointmentChanged():
            return "村(社区)未配备法律顾问" if notice.adviser else "聘任变动"
        case RecordCorrected():
            return "明白人登记更正"
        case VisitByOffice():
            return "服务记录更正" if notice.after else "服务记录撤回"
        case PersonLeft():
            return "人员停用"
        case GridWorkerChanged():
            return "网格员变动"


def change_told(notice: ChangeNotice) -> str:
    match notice:
        case PlaceChanged():
            return place_changed_words(notice)
        case AppointmentChanged():
            return appointment_words(notice)
        case RecordCorrected():
            return corrected_words(notice)
        case VisitByOffice():
            return visit_by_office_words(notice)
        case PersonLeft():
            return left_words(notice)
        case GridWorkerChanged():
            return grid_worker_words(notice)


def place_changed_words(notice: PlaceChanged) -> str:
    return f"{_happened(notice)}\n{by_whom(notice.by_name, notice.reason)}"


def _happened(notice: PlaceChanged) -> str:
    kind, day, keeps = notice.kind, day_words(notice.day), KEEPS[notice.kind]
    where = f"{notice.village} " if kind is PlaceKind.GRID else ""
    label = PLACE_LABELS[kind]
    if notice.happening is Happening.RENAMED:
        return (
            f"{where}{notice.place}从{day}起改名为{notice.into}。"
            "还是同一个，以前的记录不变，旧名仍然认得。"
        )
    if notice.happening is Happening.MERGED:
        return f"{where}{notice.place}从{day}起并入{notice.into}：{WHAT_MOVES[kind]}。{keeps}"
    if notice.happening is Happening.SPLIT:
        return f"从{day}起，{where}{notice.place}分出新的{label}{notice.into}。以前的记录不变。"
    return f"{where}{notice.place}从{day}起撤销，有关的职责到前一天为止，以前的记录不变。"


def appointment_words(notice: AppointmentChanged) -> str:
    by = by_whom(notice.by_name, notice.reason)
    if notice.adviser and notice.until:
        return (
            f"{who(notice.adviser)}在{notice.village}的聘任到{day_words(notice.until)}为止，"
            f"之后{notice.village}没有法律顾问。请尽早配备。\n{by}"
        )
    if notice.until:
        return (
            f"您在{notice.village}的法律顾问聘任到{day_words(notice.until)}为止，"
            f"以前的记录不变。\n{by}"
        )
    since = day_words(notice.since) if notice.since else ""
    return f"从{since}起，由您担任{notice.village}的法律顾问。\n{by}"


def corrected_words(notice: RecordCorrected) -> str:
    lines = [_change_words(*change) for change in notice.changes]
    by = by_whom(notice.by_name, notice.reason)
    return "\n".join([f"{notice.grid}的法律明白人{who(notice.name)}，登记内容有更正：", *lines, by])


def _change_words(label: str, before: str, after: str) -> str:
    """Names are marked, so that a messenger abroad masks them."""
    if label == "姓名":
        before, after = who(before), who(after)
    return f"· {label or GRID_MOVED}：{before or '未填'} → {after or '未填'}"


def visit_by_office_words(notice: VisitByOffice) -> str:
    was = _visit_words(notice.before, notice.village)
    by = by_whom(notice.by_name, notice.reason)
    if notice.after is None:
        return f"街道撤回了您的一条服务记录，不再计入时长：\n{was}\n{by}"
    now_is = _visit_words(notice.after, notice.into)
    return f"街道更正了您的一条服务记录：\n原来：{was}\n现在：{now_is}\n{by}"


def _visit_words(visit: Visit, village: str) -> str:
    details = (people_words(visit.people), leaflets_words(visit.leaflets), visit.topic or "")
    told = [each for each in details if each and each != people_words(None)]
    return "，".join([visit_line(visit, village), *told])


def left_words(notice: PersonLeft) -> str:
    lines = [f"{who(notice.name)}从{day_words(notice.day)}起停用，不再进入系统、不再收到通知。"]
    for words, places in (
        ("没有法律顾问", notice.villages),
        ("没有网格员", notice.grids),
        ("没有村确认人", notice.confirming),
    ):
        if places:
            lines.append(f"· 之后{words}：{'、'.join(places)}")
    if notice.cases:
        lines.append(f"· {notice.cases}项待办退回街道，请重新答复。")
    return "\n".join([*lines, by_whom(notice.by_name, notice.reason)])


def grid_worker_words(notice: GridWorkerChanged) -> str:
    day, grid = day_words(notice.day), f"{notice.village} {notice.grid}"
    by = by_whom(notice.by_name, notice.reason)
    if notice.begins:
        return f"从{day}起，由您担任{grid}的网格员。\n{by}"
    return f"从{day}起，您不再是{grid}的网格员，以前的记录不变。\n{by}"


def by_whom(name: str, reason: str) -> str:
    by = f"办理人：{who(name) if name else '系统管理员'}"
    return f"原因：{reason}。{by}" if reason else by
