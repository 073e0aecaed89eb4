"""Help by role: what this person can do here, as buttons and words."""

from bot.talk.cards import Button, Card, in_rows
from bot.talk.presses.menu import Menu
from domain.people import Actor, Role
from words.names import who

OFFICE_ENTRIES = (
    "本月情况",
    "未达标",
    "网格覆盖",
    "待办",
    "邀请",
    "更换顾问",
    "补录",
    "核对",
    "导出",
    "花名册",
    "人员",
    "村和网格",
)
ENTRIES: dict[Role, tuple[str, ...]] = {
    Role.ADVISER: ("到村登记", "结束登记", "补记", "本月", "记录"),
    Role.GRID_WORKER: ("登记明白人", "更正明白人", "我的网格", "花名册"),
    Role.VILLAGE_CONFIRMER: ("待确认",),
    Role.OFFICE: OFFICE_ENTRIES,
    Role.LEADER: OFFICE_ENTRIES,
}
OTHER_WORDS = (
    *("重开", "电话", "查人", "批量邀请", "结束聘任", "更正明白人", "调整网格", "停用人员"),
    *("改名", "合并", "拆分", "撤销"),
)
"""Words that begin something and stand in no menu, or in one of a card."""
OFFICE_HINT = (
    "发送村名，查看这个村的情况和原因；发送“10月情况”，查看以前的月份；发送姓名，查看这个人；"
    "发送基础表文件(.xlsx)，先预览再导入。"
)
HINTS: dict[Role, str] = {
    Role.ADVISER: "登记进村服务，一句话就行，例如：\n昨天下午2点到4点半 后塘村 民法典讲座 42人",
    Role.GRID_WORKER: "登记明白人，一句话就行，例如：\n登记明白人 王秀英 村妇联执委 第二网格",
    Role.VILLAGE_CONFIRMER: "发送“待确认”，查看等村里确认的进村服务。",
    Role.OFFICE: OFFICE_HINT,
    Role.LEADER: f"{OFFICE_HINT}\n"
    "发送“重开 2026-10”可以重开已月结的月份，发送“电话 姓名”可以查看联系电话。",
}


SEVERAL = "您已开通几个渠道，记录是同一份；发送“通知渠道”可以选通知先发到哪里。"


def entries_of(actor: Actor) -> list[str]:
    """What somebody can begin, by their roles."""
    roles = [role for role in Role if actor.has(role)]
    return list(dict.fromkeys(word for role in roles for word in ENTRIES[role]))


def menu_card(actor: Actor, *, welcome: bool = False, several: bool = False) -> Card:
    """`several`: they have joined through another messenger before."""
    roles, words = [role for role in Role if actor.has(role)], entries_of(actor)
    hints = list(dict.fromkeys(line for role in roles for line in HINTS[role].split("\n")))
    greeting = f"{who(actor.name)}，您好！已为您开通。" if welcome else ""
    if not roles:
        hints = ["您目前没有分配到工作任务，如有误请联系街道工作人员。"]
    hints += [SEVERAL] if several else []
    buttons = [Button(text=w, press=Menu(word=w).pack(), standing=True) for w in words]
    text = "\n".join([*([greeting] if greeting else []), *hints, "随时可以发送“取消”或“帮助”。"])
    return Card(title="法治哨点", text=text, rows=in_rows(buttons, 3))
