"""Code word ↔ the Chinese a person reads, one table for each; printed and read back alike."""

from domain.advisers import AdviserKind
from domain.cases import CaseState
from domain.hours import Reason
from domain.mingbairen import Category, Stage
from domain.people import Role
from domain.shortfalls import ShortfallKind, State
from domain.villages import VillageKind
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

STAGE_LABELS = {
    Stage.CANDIDATE: "候选",
    Stage.TRAINING: "培训中",
    Stage.PASSED: "考核合格",
    Stage.REGISTERED: "在册",
    Stage.SUSPENDED: "暂停",
    Stage.LEFT: "退出",
}

CATEGORY_LABELS = {
    Category.CADRE: "村干部",
    Category.WOMEN_FEDERATION: "村妇联执委",
    Category.MEDIATOR: "人民调解员",
    Category.AUXILIARY_POLICE: "驻村辅警",
    Category.GRID_WORKER: "网格员",
    Category.GROUP_LEADER: "村民小组长",
    Category.PARTY_MEMBER: "中共党员",
    Category.FIVE_ELDERS: "“五老”人员",
    Category.PROSPEROUS: "致富能手",
    Category.OTHER: "其他热心公益的村（居）民",
}

ADVISER_KIND_LABELS = {
    AdviserKind.LAWYER: "律师",
    AdviserKind.LEGAL_WORKER: "基层法律服务工作者",
}

VILLAGE_KIND_LABELS = {
    VillageKind.VILLAGE: "行政村",
    VillageKind.COMMUNITY: "社区",
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
