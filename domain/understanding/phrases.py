"""Commands said as sentences of their own, around what they are about: 后莘村并入后塘村.

Patterns of a whole sentence; their groups are what it is about.
"""

_A, _B = r"(?:把|将|从)?([^ ,，。]{2,20}?)", r"([^ ,，。]{2,20})"
RENAMING = (
    rf"{_A}(?:改名|更名|改称)[为成叫]?{_B}",
    rf"{_A}的?(?:名称|名字)(?:改|更改|变更)[为成]{_B}",
)
MERGING = (rf"{_A}(?:并入|并到|并进|合并到|合并入|合并进|归并到){_B}",)
SPLITTING = (rf"{_A}(?:拆分|拆|分)出{_B}",)
RETIRING = (r"[把将]([^ ,，。]{2,20}?)撤销掉?",)

REPLACING = (
    r"(?:更换|换掉?|配备)(.+?)的?(?:法律)?顾问",
    r"[给为](.+?)(?:更换|换|配备)(?:法律)?顾问",
)
ENDING = (r"(?:结束|终止|解除)(.+?)的?(?:聘任|聘用)",)

_I = r"(?:我们?|已经?|刚刚?|刚才|现在)"
_SOMEWHERE = r"[^ ,，。;；\d]"
ARRIVING = (
    rf"{_I}*(?:到达?|抵达|来到|进)了?({_SOMEWHERE}{{2,8}}?)了",
    rf"{_I}+(?:到达?|抵达|来到|进)了?({_SOMEWHERE}{{2,8}})",
)
_LEAVE = rf"(?:离开|走(?!访)|出来|出村|撤|离村){_SOMEWHERE}{{0,8}}?"
LEAVING = (rf"{_I}*{_LEAVE}了",)
LEAVING_AT = (
    rf"{_I}*(?:是|在|于)?([^ ,，。;；]{{2,12}}?)(?:就|才|已经)?{_LEAVE}[了的]"
    r"(?:$|[ ,，。;；]+)(.*)",
)
"""9点半就走了，法治讲座: the time, and what else is said of the visit."""
AT_THE_END = " ,，。吧啦啊"
"""What says nothing where a sentence ends."""
