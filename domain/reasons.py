"""What is no reason: a free text that was asked for as one and takes the question back, says yes or
no to it, or asks something itself. Nothing is changed on the strength of it (规则 3.13)."""

import re
import unicodedata

_POLITE = (
    r"(?:不好意思|对不起|抱歉|麻烦|请|哎呀?|啊|哦|噢|额|呃|嗯|那|就|我|是我|刚才|刚刚|可能|应该|帮我"
    r"|要|想|先|还是|暂时)*"
)
_WHAT = r"(?:这个|这次|这条|操作|退回|豁免|重开|说明|办理|登记|更正|退出|暂停|按钮|键|人|地方)?"
_AFTER = r"(?:了|吧|啊|呀|呢|哈|掉|一下|谢谢|了吧)*"
_TAKEN_BACK = re.compile(
    rf"(?:{_POLITE}(?:"
    rf"(?:点|按|摁|戳|碰|选|发|弄|搞|操作|手)(?:错|滑|误){_AFTER}{_WHAT}"
    r"|误(?:点|触|按|碰|操作)"
    rf"|(?:取消|撤销|返回|作罢|放弃|算|退出来){_AFTER}{_WHAT}"
    rf"|(?:不|别|不要|不想|不用|不必|不需要)(?:用|要|必|需要|办理?|弄|退回?|豁免|重开|说明|写|填|转交?|登记|更正)+"
    rf"{_AFTER}{_WHAT}"
    r"|(?:以后|等下|等会儿?|待会儿?|一会儿?|稍后|回头|下次|明天)?再(?:说|写|办|退|弄|看看?)"
    r"|cancel|quit|stop|exit"
    rf"){_AFTER}){{1,3}}",
    re.I,
)
"""点错了, 取消吧, 不退了, 回头再说; but not 活动取消了, 登记错了, 不想干了, which are reasons."""
_DENIED = re.compile(
    r"(?:没有?|无|不是|不|否|no|没(?:有|什么|啥)(?:原因|理由|情况|说明|事|可说|好说)?的?|没事|无(?:原因|理由|说明))"
    rf"{_AFTER}",
    re.I,
)
_SAYS_NOTHING = re.compile(
    r"(?:好|好的|可以|行|是|是的|对|对的|不对|不行|不可以|不同意|同意|收到|知道|明白|确认|保存|没错|没问题|没"
    r"|谢谢|你好|您好|在|退回|退|豁免|重开|退出|暂停|情况说明|说明|原因|理由|其他|其它|测试|等等|等一?下|稍等"
    r"|不知道|不清楚|说不清|随便|都行|同上|如题|yes|okay|test|none|null)(?:了|吧|啊|呀|呢|哈|的)*",
    re.I,
)
_ASKS = re.compile(
    r"(?:什么|啥|为什么|为啥|怎么|咋|哪|要|写|填|能|可以|必须|一定|是不是要|在).{0,8}"
    r"(?:[?？]|[吗么呢啥]|什么|意思|怎么写|怎么填)"
    r"|(?:怎么|咋)(?:写|填|办|说|弄|退|取消)|(?:写|填)(?:什么|啥)|为(?:什么|啥)要?(?:写|填)?(?:原因|理由)?"
)
_SAME = re.compile(r"(.)\1{0,4}")
_LEAST_HAN, _LEAST_LETTERS = 2, 4
_LONGEST = 24
"""Who writes more than this says something."""


def takes_back(text: str) -> bool:
    """Whether the text says that what was begun is not wanted: 点错了, 取消吧, 不退了."""
    said = _bare(text)
    return len(said) <= _LONGEST and _TAKEN_BACK.fullmatch(said) is not None


def calls_off(text: str) -> bool:
    """The same where a reason was asked for: there 没有 and 不是 take it back, too."""
    return takes_back(text) or _DENIED.fullmatch(_bare(text)) is not None


def is_no_reason(text: str | None) -> bool:
    """Whether a text gives no reason at all: it calls off, says nothing, or asks."""
    said = _bare(text or "")
    if len(said) > _LONGEST:
        return False
    han = len(re.findall(r"[\u3400-\u9fff]", said))
    letters = len(re.findall(r"[^\W\d_]", said))
    if han < _LEAST_HAN and letters < _LEAST_LETTERS:
        return True
    asked = "".join((text or "").split())
    nothing = _SAYS_NOTHING.fullmatch(said) or _SAME.fullmatch(said)
    return bool(nothing or calls_off(said) or _ASKS.fullmatch(asked))


def _bare(text: str) -> str:
    """Letters and figures alone, in one spelling."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
