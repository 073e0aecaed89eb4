"""Words about messages themselves: sent again, or not to be delivered."""

SENT_AGAIN = "（重发：上次发送时系统中断，如已看到请忽略）"
NO_DOOR = "没有可以送达的渠道：还没有开通，或开通的渠道都已停用。请发送“邀请”，把邀请码交给本人"
NOT_WRITTEN = "这条通知没有能够生成，请联系系统维护人员"
FILE_GONE = "附件已过保存期限，请重新生成。"
OUR_FAULT = "发送时系统出错"
TOO_SOON = "发送已到渠道的限额，排队等候"


def given_up(hours: float, reason: str) -> str:
    return f"{hours:g}小时内一直没有发出去：{reason}"
