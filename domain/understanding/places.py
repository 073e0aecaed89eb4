"""A village's name as said, without any list: 在后塘村, 黄梅街道后塘村委会, 示例村06."""

import re

from domain.understanding.text import GAP, HAN, Piece

_SUFFIX = re.compile(
    r"(?P<kind>村|社区|居委会?)(?P<digits>(?<=[村区])(?: ?0\d{1,2}"
    r"|\d{1,3})(?![\d人名位份点时号月日个组队楼栋到至~.:/%-]))?"
)
_CUT = re.compile(
    r"在|到(?!头|彼)|去|给|赴|了|的|前往|走进|深入|进入|对(?!门|口)|跟|[与及]|街道|开发区|园区"
    r"|[乡镇县市](?=.)(?!头|口|东|西|南|北|中)"
    r"|走访|入户|上门|宣传|讲座|培训|调解|咨询|开展|举办|举行|进行|组织|参加|服务|关于|登记"
    r"|补?记录|补记|记一下|司法所|派出所|是|我们?|修订|完善"
    r"|审查|制定|讲解|[上下]午|中午|早上|晚上|一起|顾问|律师|书记|主任|开车"
)
_VERB_FIRST = re.compile(r"[来和进于向从为至往入驻下帮替](?=.{2})")
_GENERIC = re.compile(
    r"|.*(?:示范|试点)|农|全|本|各|该|每|进|到|驻|下|入|离|出|返|回|邻|外|同|两|多|行政"
    r"|自然|帮扶|贫困|小康|文明|美丽|空心"
    r"|城中|一|几|这|那|某|老|新|我|你|他|所在|附近|周边|相关|.?村|农村|城市|辖区|街道|有关|其他"
    r"|其它|多个|帮|替|有|含|把|让|和|跟|与|及|由|请|协助|帮助|.?送法[进下]|.*法律进|.*走"
)
_INHABITANTS = re.compile(
    r"村(?:民(?!法典|事|主|政|族|间|生|营|委)|规|务|级|集体|霸|改|医|官|史|组|寨|庄|落|居|镇|情"
    r"|容|貌|道|干部)"
    r"|社区(?:矫正|戒毒|康复)|村(?:社区|[（(])"
)
_COMMITTEE = re.compile(r"村?(?:民委员会|委会|委|党支部|党总支|支部|两委|部(?!分)|里|口|妇联)")
_VILLAGERS = re.compile(
    rf"(?:^|[{GAP} ,，]|给|为|向|对|组织|走访)(?P<name>[{HAN}]{{2,3}}?)(?=村民(?!委)|村干部)"
)
_ADDRESSED = re.compile(
    rf"(?:^|(?<=[^{HAN}])|(?<=[我了]))(?:在|去了?|到了?|赴|前往|来到|走进"
    rf"|深入)(?P<name>[{HAN}]{{2,3}}?)"
    rf"(?=讲|开展|举办|举行|搞|做|进行|宣传|走访|调解|入户|组织|给|为|上门|坐班|值班|接待|发"
    rf"|普法|[ ,，。{GAP}]|$)"
)
_ALONE = re.compile(rf"(?:^|(?<=[{GAP} ,，]))(?P<name>[{HAN}]{{2,3}})(?=[{GAP} ,，]|$)")
_NOT_A_NAME = re.compile(
    r"[年线校内外会法律讲普宣传咨询访调解审课培训户网村社镇街其他我你这那哪毒诈骗婚姻劳权益险债财赡养继承费贷交通防灾刑案矛盾纠纷邻"
    r"合工资彩礼销禁反未妇儿残消保信矿伤签写印记补录忙完刚已再并还和与及共约有无不很好没去来到是查看本的了吗呢吧今昨明天月周谢请取确认改撤回帮助退出问]|活动"
    r"|中心|广场|小学|单位|企业|公司|现场|时候"
    r"|[一]|午|晚上|群众|律所|司法|派出|什么|大家|微信|电话|视频|大[妈爷娘叔婶]|书记|主任|老师"
    r"|先生|女士|所长|受益|到场|全体|困难|老年|当地"
    r"|时间|日期|时长|地点|起止|序号|备注|形式|类型|对象|左右|同[上前]|一样|照旧|老样子|土地|民法|宪法|开始|结束|发放|参加|服务|主题|内容|安全|教育|学习|民主|法治"
)


def said_villages(text: str) -> list[Piece[str]]:
    """Every village named by its suffix, the words before it that aren't its name cut off."""
    found: list[Piece[str]] = []
    for m in _SUFFIX.finditer(text):
        if found and m.start() < found[-1].end:
            continue
        behind = re.search(rf"[{HAN}]{{0,12}}$", text[max(m.start() - 12, 0) : m.start()])
        name = _name(behind[0] if behind else "")
        inhabitants = not m["digits"] and _INHABITANTS.match(text, m.start())
        countryside = m["kind"] == "村" and name.endswith(("乡", "农"))
        if _GENERIC.fullmatch(name) or countryside or inhabitants:
            continue
        committee = _COMMITTEE.match(text, m.end()) if m["kind"] == "村" else None
        said = f"{name}{m['kind']}{(m['digits'] or '').strip()}"
        found.append(Piece(said, m.start() - len(name), committee.end() if committee else m.end()))
    return found


def said_otherwise(original: str, text: str) -> list[Piece[str]]:
    """A name without its suffix, where what is around it shows a place: 给后塘村民, 在后塘讲, or
    standing alone. `original` is the sentence before anything was taken out of it."""
    for m in _VILLAGERS.finditer(original):
        name = _name(m["name"])
        if not _GENERIC.fullmatch(name) and not _NOT_A_NAME.search(name):
            return [Piece(name + "村", m.end("name") - len(name), m.end("name"))]
    for pattern in (_ADDRESSED, _ALONE):
        names = [m for m in pattern.finditer(text) if not _NOT_A_NAME.search(m["name"])]
        if len(names) == 1:
            return [Piece(names[0]["name"], *names[0].span("name"))]
    return []


def _name(behind: str) -> str:
    cuts = [m.end() for m in _CUT.finditer(behind)]
    name = behind[cuts[-1] :] if cuts else behind
    while _VERB_FIRST.match(name):
        name = name[1:]
    # Nothing marks where such a run of words ends and the name begins; most names have two letters.
    return name if len(name) <= 5 else name[-2:]
