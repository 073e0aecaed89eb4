"""Code word → the Chinese a person reads, one table for each.

What rosters print and imports read back stands with its enumeration: STAGE_LABELS and
CATEGORY_LABELS in `domain/mingbairen.py`, ADVISER_KIND_LABELS, VILLAGE_KIND_LABELS likewise.
"""

from domain.cases import CaseState
from domain.hours import Reason
from domain.months import MonthPhase
from domain.paces import Pace
from domain.people import Role
from domain.shortfalls import ShortfallKind, State
from domain.visits import Activity, Source

ACTIVITY_LABELS = {
    Activity.LECTURE: "法治讲座",
    Activity.CONSULTATION: "现场法律咨询",
    Activity.CAMPAIGN: "主题日宣传",
    Activity.TRAINING: "法律明白人培训",
    Activity.DOOR_TO_DOOR: "入户走访宣传",
    Activity.MEDIATION: "参与调解",
    Activity.DOCUMENT_REVIEW: "合同文件审查",
    Activity.ONLINE: "线上答疑",
    Activity.OTHER: "其他",
}

KIND_LABELS = {
    ShortfallKind.HOURS: "进村时长不足",
    ShortfallKind.NO_ADVISER: "未配备",
    ShortfallKind.NO_VISIT: "本月未进村",
    ShortfallKind.GRID_UNCOVERED: "网格无法律明白人",
    ShortfallKind.VILLAGE_THIN: "村法律明白人偏少",
}

STATE_LABELS = {
    State.AT_RISK: "进度落后",
    State.SHORT: "未达标",
    State.MADE_UP: "已补足",
    State.WAIVED: "已豁免",
    State.FINAL: "月结未达标",
}

ROLE_LABELS = {
    Role.ADVISER: "法律顾问",
    Role.GRID_WORKER: "网格员",
    Role.VILLAGE_CONFIRMER: "村确认人",
    Role.OFFICE: "街道办(司法所)",
    Role.LEADER: "街道分管领导",
}

MESSENGER_LABELS = {
    "telegram": "Telegram",
    "wecom": "企业微信",
    "group": "街道工作群",
    "wecom_group": "企业微信工作群",
    "webchat": "网页对话",
}

SOURCE_LABELS = {Source.LIVE: "现场", Source.AFTERWARDS: "补记", Source.OFFICE: "补录"}

REASON_LABELS = {
    Reason.WITHDRAWN: "已撤回",
    Reason.ACTIVITY: "此类服务不计入时长",
    Reason.SENT_BACK: "村里退回",
    Reason.UNCONFIRMED: "村里未确认",
    Reason.CONFIRMED_FEWER: "村里确认的时长较少",
}

CASE_LABELS = {
    CaseState.WAITING: "未答复",
    CaseState.RECEIVED: "已收到",
    CaseState.ARRANGED: "已安排",
    CaseState.EXPLAINED: "已说明情况",
    CaseState.HANDED_OVER: "已转交",
    CaseState.CLOSED: "已办结",
}

PHASE_LABELS = {
    MonthPhase.OPEN: "进行中",
    MonthPhase.LATE_ENTRIES: "补录期",
    MonthPhase.CLOSED: "已截止",
}

PACE_LABELS = {
    Pace.UNSERVED: "未配备",
    Pace.SHORT: "未达标",
    Pace.BEHIND: "进度落后",
    Pace.ON_PACE: "按进度",
    Pace.REACHED: "达标",
}
