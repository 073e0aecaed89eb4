"""What is said in Telegram, and about it."""

NOTHING_BUT_BUTTONS = "请选择："
ONLY_IN_PRIVATE = "您好，请点开我的头像，与我单独对话办理。"
TOO_LARGE = "这个文件超过 20 MB，Telegram 上收不了。请分成几个小一些的文件，再分别发送。"
NOT_FETCHED = "文件没有收到，可能是网络不通。请稍后再发一次。"
NOT_HEARD = "Telegram 上的语音听不了，什么都没有登记。请用文字发送，输入法的语音输入也可以。"
EDITED = (
    "您改动了前面发过的消息。改动不会生效：登记以最初发送的内容为准，什么都没有改。"
    "要更正，请再发一句，例如“把昨天那次改成30人”，或发送“记录”打开那一条。"
)
ROSTER_HELD_BACK = "名册含有个人信息，不在 Telegram 上发送。请到网页端查看或下载。"
FILE_TOO_LARGE = "附件超过 50 MB，Telegram 发不了。请到网页端下载。"
PICTURE = "照片.jpg"
"""The name of a file Telegram gives none."""

NOT_STARTED = "对方没有开启或已停用 Telegram 机器人"
FILE_REFUSED = "文件太大，Telegram 不接收"
NOT_OURS = "Telegram 机器人的令牌无效或已被撤销"
TAKEN = "另一个程序正在用同一个 Telegram 机器人收消息"
SERVER_FAILED = "Telegram 服务器出错"
NO_ANSWER = "Telegram 没有正常应答"
UNREACHABLE = "连不上 Telegram"
PROXY_UNREACHABLE = "连不上 Telegram 的代理"
GROUP_MOVED = "群已升级，地址已变"
NOBODY_THERE = "Telegram 上找不到对方的账号"


def wait_for(seconds: float) -> str:
    return f"Telegram 要求等待{seconds:g}秒再发"


def not_taken(why: str) -> str:
    return f"Telegram 不接收这条消息：{why}"
