"""What is said in WeCom, and about it."""

WORKING = "正在处理…"
WAIT = "正在处理，请稍候，办完会发给您。"
PRESSED = "已选择"
CONTINUED = "内容见上一条消息"
MORE, SUBMIT, TAKE = "更多", "确定", "确定所选"
BY_NUMBER = "直接回复数字即可选择。"
NAME = "法治哨点"
"""The title of a card that has none and whose text begins with a long sentence."""

TOLD_ALONE = "涉及个人信息，已单独发给您，请到与我的单聊里查看。"
ASK_ALONE = "涉及个人信息，不能发在群里。请先在与我的单聊里发一句“你好”，再在那里办理。"
UNHEARD = "没有听清这段语音，请再说一次，或用文字发送。"
OTHER_KIND = "这种消息暂时不能处理。请发送文字、语音、图片或文件，或发送“帮助”查看可以做的事。"
OTHERS_CARD = "这张卡片是发给别人的，您按下的按钮没有生效。需要办理请直接给我发消息。"
STRANGER_IN_GROUP = (
    "您好，这里是内部工作服务。请点开我的头像，在与我的单聊里发送邀请码；请勿把邀请码发在群里。"
)

TOO_LARGE = "这个文件超过 20 MB，企业微信上收不了。请分成几个小一些的文件，再分别发送。"
NOT_FETCHED = "文件没有收到，可能是链接已过期（企业微信只保留5分钟）或网络不通。请再发一次。"
UNREADABLE = "文件没有完整收到，打不开。请再发一次。"
FILE_NAMES = {"file": "文件", "image": "图片.jpg"}
FILE_REFUSED = "附件没有发成，企业微信不接收这个文件。请到网页端下载。"
FILE_TOO_LARGE = "附件超过 50 MB，企业微信发不了。请到网页端下载。"

GO_ON = "请打开机器人办理。"
HELD_BACK = "附件含有个人信息，不发到群里，请打开机器人或网页端查看。"
FOR_ONE = "只给本人看的内容，不发到群里"
GROUP_UNREACHABLE = "连不上企业微信的群机器人接口"

NEVER_WROTE = "对方还没有在企业微信里给机器人发过消息，或已不能接收。请对方打开机器人，发一句“你好”"
REMOVED = "机器人已被移除或停用。请到企业微信管理后台查看智能机器人的状态，重新添加后再试"
GONE = "企业微信里找不到这位成员，可能已离开单位或不在机器人的可见范围。请核对可见范围"
CREDENTIALS = "企业微信不认这个机器人的身份。请核对 Bot ID 和长连接 Secret"
BUSY = "企业微信系统繁忙，稍后自动重试"
TOO_FAST = "发得太快，企业微信要求稍后再发"
NOT_TAKEN = "企业微信不接收这条消息"
CUT_OFF = "与企业微信的连接断开"
NO_ANSWER = "企业微信没有及时应答"

OFFLINE = "与企业微信的连接断开，正在重新连接"
NOT_CONNECTED = "没有连上"
KICKED = (
    "企业微信机器人被另一个连接顶替，本服务已停止在企业微信收发。一个机器人只能有一个连接："
    "请确认没有别的电脑或程序在用同一个机器人，然后重启本服务"
)


def chosen_words(label: str) -> str:
    return f"已选：{label}"


def choices_words(labels: list[str]) -> str:
    return f"可选：{'、'.join(labels)}"


def with_code(reason: str, errcode: int) -> str:
    return f"{reason}（错误码 {errcode}）"


def group_closed(group: str, errcode: int) -> str:
    return (
        f"{group or '街道工作群'}的群机器人已被移出群或地址已失效（错误码 {errcode}）。"
        "请在群里重新添加群机器人，把新地址填到 SHAODIAN_WECOM_WEBHOOKS 后重启本服务"
    )


def server_failed(status: int) -> str:
    return f"企业微信服务器出错（{status}）"


def unreachable(why: str, url: str) -> str:
    return f"连不上企业微信（{why}）。请检查服务器的网络，要能访问 {url}"


def not_let_in(why: str) -> str:
    return (
        f"企业微信不认这个机器人（{why}）。请在企业微信管理后台核对智能机器人的 "
        "Bot ID 和长连接 Secret，改好设置后重启本服务"
    )


def not_now(why: str) -> str:
    return f"企业微信暂时不接受连接（{why}），稍后自动再试，不用处理"


def silent_for(seconds: float) -> str:
    return f"{seconds:g} 秒没有应答"


def closed_with(code: int | None) -> str:
    """`code` is that of the websocket."""
    return f"连接被关闭，{f'代码 {code}' if code else '没有代码'}"
