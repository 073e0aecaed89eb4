"""The 口径 in words: what every item means, and what is in force."""

from domain.policy import ConfirmationRule, Policy, QuotaBasis
from domain.visits import Activity
from words.labels import ACTIVITY_LABELS
from words.numbers import hours_text

POLICY_WORDS = {
    "quota": "每月应服务的分钟数（8 小时是 480）",
    "basis": "按什么考核：village 每个村都要达到；adviser 每位顾问各村合计达到",
    "confirmation": "村里确认：off 不要；advisory 先计入，未确认的另列；required 确认后才计入",
    "counting": "计入时长的服务类型",
    "shortest_visit": "一次服务最短多少分钟",
    "longest_visit": "一次服务最长多少分钟",
    "pro_rata": "月中聘任或解聘的，是否按天折算",
    "pro_rata_step": "折算后向上取整到多少分钟",
    "grid_least": "每个网格至少几名在册明白人",
    "village_least": "每个行政村至少几名在册明白人",
    "village_least_in_communities": "社区是否也按行政村的人数要求",
    "certificate_warning_days": "证书到期前多少天预警",
    "reminder_days": "几号提醒进度落后的顾问；负数从月末倒数",
    "digest_day": "月末前几天发汇总；负数从月末倒数",
    "closing_day": "次月几号月结（遇休息日顺延）",
    "case_patience": "待办几个工作日没有答复就上报分管领导",
    "check_out_after_hours": "到村登记后几小时没有结束就询问",
    "check_out_evening_hour": "晚上几点询问还没有结束的到村登记",
    "odd_same_length": "几次服务时长全部相同时提示核对",
    "odd_last_days": "服务都集中在月末最后几天时提示核对",
    "odd_gap": "两村之间相隔不足多少分钟时提示核对",
}

CONFIRMATION_WORDS = {
    ConfirmationRule.OFF: "不需要村里确认",
    ConfirmationRule.ADVISORY: "村里未确认的也计入，另行标明",
    ConfirmationRule.REQUIRED: "村里确认后才计入",
}


def policy_words(policy: Policy) -> str:
    per = "每村" if policy.basis is QuotaBasis.VILLAGE else "每名法律顾问"
    counting = "、".join(ACTIVITY_LABELS[a] for a in Activity if a in policy.counting)
    return (
        f"口径：{per}每月{hours_text(policy.quota)}；计入{counting}；"
        f"{CONFIRMATION_WORDS[policy.confirmation]}。"
    )
