"""What is said whatever a person was doing."""

from bot.talk.cards import Card, say
from bot.talk.words.buttons import MENU

NO_USE = (
    "这里用不上这个文件。请用文字或语音说明；法律顾问可以发照片作佐证。发送“帮助”查看可以做的事。"
)
TOO_LONG = "这段文字太长了，请分开发送，或只发送要登记的那一句。"
JOINED_ALREADY = "您已经开通，不需要再发送邀请码。"
NO_SUCH_BUTTON = "这个按钮已经失效，请重新打开。"
BROKEN = (
    "抱歉，系统出了点问题，刚才的操作没有保存。请稍后再试一次；如果一直这样，请告诉街道管理员。"
)


def cancelled(*, going: bool) -> Card:
    """`going`: something was being done."""
    return say("已取消，什么都没有改动。" if going else "现在没有进行中的操作。", MENU)


def put_off() -> Card:
    """Neither of two unfinished entries was chosen."""
    return say("先不办，填了一半的都留着。", MENU)


def not_understood(menu: Card) -> Card:
    return menu.model_copy(update={"text": f"没有看懂这句话，什么都没有改动。\n{menu.text}"})
