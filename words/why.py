"""Why a figure is what it is: what of a visit counts, and by which rules."""

from domain.hours import Counted, Reason, Stay
from domain.months import local_day, minutes_between
from domain.policy import ConfirmationRule, Policy, QuotaBasis
from domain.visits import Activity
from words.labels import ACTIVITY_LABELS, REASON_LABELS
from words.numbers import hours_text
from words.times import day_words

CONFIRMATION_WORDS = {
    ConfirmationRule.OFF: "不需要村里确认",
    ConfirmationRule.ADVISORY: "村里未确认的也计入，另行标明",
    ConfirmationRule.REQUIRED: "村里确认后才计入",
}


def stay_words(visit: Stay, part: Counted) -> str:
    recorded = minutes_between(visit.started_at, visit.ended_at)
    label = ACTIVITY_LABELS[Activity(visit.activity)]
    day = local_day(visit.started_at)
    return f"· {day_words(day)} {label} {part_words(recorded, part.minutes, part.reason)}"


def part_words(recorded: int, counted: int, reason: Reason | None) -> str:
    if reason is None:
        return hours_text(counted)
    counts = f"计入{hours_text(counted)}" if counted else "不计入"
    return f"登记{hours_text(recorded)}，{counts}：{REASON_LABELS[reason]}"


def policy_words(policy: Policy) -> str:
    per = "每村" if policy.basis is QuotaBasis.VILLAGE else "每名法律顾问"
    counting = "、".join(ACTIVITY_LABELS[a] for a in Activity if a in policy.counting)
    return (
        f"口径：{per}每月{hours_text(policy.quota)}；计入{counting}；"
        f"{CONFIRMATION_WORDS[policy.confirmation]}。"
    )
