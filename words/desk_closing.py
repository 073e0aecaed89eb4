"""What the desk says about 月结."""

from domain.months import Month
from words.times import month_words

AGAIN_EFFECT = "系统将按现在的数据重新结转，并重写通报草稿；完成后有关人员会收到通报。"
REOPEN_EFFECT = "重新打开后只有街道能补改；每处改动都留下前后两个数。原因会写入通报和留痕。"


def reopened_words(street: str, month: Month) -> str:
    return f"{street}{month_words(month)}已重新打开。"


def again_words(street: str, month: Month) -> str:
    return f"{street}{month_words(month)}将再次结转，几分钟内完成。"


def reopen_heading(street: str, month: Month) -> str:
    return f"重新打开{street}{month_words(month)}"


def again_heading(street: str, month: Month) -> str:
    return f"{street}{month_words(month)}月结"
