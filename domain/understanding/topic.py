"""What a visit was about, in the words said: what is left when all else is understood.

民法典讲座 stays 民法典讲座; 讲了民法典 and 关于民法典的讲座 give 民法典; a bare 法治讲座 or
入户走访 says nothing beyond the activity and gives null.
"""

import re

from domain.understanding.numerals import HAN_NUMERALS
from domain.understanding.text import GAP, HAN, erased

LONGEST = 60
"""A topic is a cell of a table; of a longer ramble only the beginning is kept."""

_COUNTED = re.compile(
    rf"(?:[共约近]|大约|一共)?(?<![第进])(?:\d{{1,4}}|[{HAN_NUMERALS}]{{1,3}}|几|数|多) ?(?:余|多"
    rf"|来)?个?(?:场次?|起|件|次|户|家|条(?!例)|期(?!房)|堂|节|幅|块|面|轮|宗|桩|批"
    r"|个问题|个小时|个(?=[ ,，。]|$))(?:次|左右)?"
)
_PLACE = (
    r"(?:党群服务中心|便民服务中心|服务中心|党群中心|文化广场|法治广场|法治公园|广场|会议室"
    r"|活动室|活动中心|文化站|文化礼堂|大礼堂|礼堂"
    r"|农家书屋|协商议事室|议事室|议事厅|调解室|服务室|工作室|办公室|法治阵地|文明实践[站所]"
    r"|实践站|道德讲堂|村部"
    r"|门口|大院|大厅|菜市场|集市|便民站|卫生室|村里|网格)"
)
_WHERE = re.compile(
    rf"(?:(?<=[{GAP}])|(?:在|于|到|去|地点[:为是]?))(?:[的 ])?(?:[{HAN}]{{0,5}}?{_PLACE}"
    rf"|第?[\d{HAN_NUMERALS}]{{1,3}}号?(?:网格|村民小组|小组|组)|[东南西北][片组])(?:内|里|前|旁)?"
)
_COMPANY = re.compile(
    r"(?:陪同|会同|联合|配合|协同|协助|和|与|跟)?(?:司法所|派出所|综治办|村委会?|村两委"
    r"|妇联)(?:工作人员|干部|民警|一起|一同)*"
    r"|(?:和|与|跟|同|由|联合|会同|配合|协同)[^,，。;； ]{1,8}?(?:一起|一同|共同|一道|联合)|(?:^"
    r"|(?<=[ ,，。])|[和与跟同由])[\u4e00-\u9fff]{1,2}(?:律师|主任|书记|所长|老师)(?:一起|陪同"
    r"|在场|主讲|到场|参加)?"
)
_DISTRICT = re.compile(rf"(?:[{HAN}]{{2,3}}?(?:省|市|县|区|街道|镇|乡))+ ?(?={GAP})")
_AS_TOPIC = re.compile(
    rf"以(?P<topic>[^,，。;；{GAP}]{{2,40}}?)为(?:活动)?(?:主题|题|主要内容|内容|重点)"
)
_NOISE = re.compile(
    r"(?:时间|地点|内容|[、和])*同[上前]|照旧|老样子|摆了?个?摊位?|赶集|到村登记|结束登记|补记一?下?|补录一?下?|补登|登记一?下?|记录?一下"
    r"|记一笔|帮[我忙]记?|麻烦|改成|改为|改到|更正[为成]|应该是|应为|不对"
    rf"|(?:散场|离场|入场|抵达|到达)(?=[ :{GAP}]|$)"
    r"|谢谢|您好|你好|进村服务|进村|下村|入村|到村|离村|出村|签到|签退"
    r"|(?<![\u4e00-\u9fff])(?:填报|上报|报送|汇报|报告)一?下?(?=[ :,，])"
    r"|(?:[这本上]个?(?:周|月|星期|礼拜))?(?:我|[一总]?共)?(?:去|跑|来|下|进)了?"
    rf" ?[\d{HAN_NUMERALS}几]{{1,3}} ?[次趟回]"
    r"|反响[很较]?(?:热烈|好|不错)|效果[很较]?(?:好|不错|明显)|受到[^,，。 ]{0,6}(?:好评|欢迎)"
    r"|现场气氛[^,，。 ]{0,4}|(?:解答|接受|接待|提供)(?:群众|村民|居民|法律|现场|来访|了"
    r"|的){0,4}(?:问题|咨询|疑问)"
    r"|(?:悬挂|悬|摆放|张贴|挂)(?:了)?(?:宣传)?(?:横幅|展板|标语|海报)|(?:发放|派发"
    r"|发)了?(?:宣传)?(?:资料|材料|传单|宣传单|手册|册)|半天|全天|一天|最后一天|\d{1,2}月(?:份"
    r"|底|初|最后)?|一整?天|一?整?个?[上下]午|上午|下午"
    r"|早上|早晨|中午|傍晚|晚上|凌晨|当天|当日"
    r"|开始|结束|时间|日期|地点|村名|人数|时长|活动类型|服务类型|类型|份数|用时|历时|共计|合计"
    r"|左右|大约|大概|一共|总共|到场"
)
_BREAK = rf"(?:[{GAP}\s,，。;；!！?？|/\\…]|\.(?!\d))+"
_LABEL = re.compile(
    rf"(?:主题|内容|题目|课题|专题|主要内容)(?:名称)?(?:就?是|为|:"
    rf"| )[ :]?(?P<topic>[^,，。;；{GAP}\s]{{2,}})"
)
_ABOUT = re.compile(
    r"(?:关于|有关|围绕|针对|就)(?P<topic>.{2,}?)(?:的|等|方面|相关|问题|开展|进行|举办|组织"
    r"|法律|法治|普法|专题|主题|现场|知识|了|做|作|一场|一次|内容"
    r"|[为向给][^,，。]{1,8}?(?:作|做|开展|进行|举办|提供))*"
    r"(?:讲座|咨询|宣讲|授课|宣传活动|宣传|答疑|调解|培训|讲课|讲解|解答|活动|课)*$"
)
_FRONT = re.compile(
    r"(?:[的了过是并还又也再将被~·:、-]|我们?|咱们?|本人|今年|于(?!家|是)|在(?!校|职|线"
    r"|建)|从|去|到(?!期|户)|来(?!料|访)|赴|前往|走进|深入|进入|给|为(?!民|了)|向(?!阳)|对(?!外)"
    r"|和(?!谐)|与(?!邻)|同时|然后|接着"
    r"|之后|主要|专门|开展|举办|举行|组织|进行|参与|参加|协助|做(?!工)|搞|办(?!证|案)|开(?=了"
    r"|展)|上(?=了|一)|完成|作(?=了)|忙|现场(?!会)|名为|题为|题目|主题(?!日|宣传|教育)|内容|用了"
    r"|花了"
    r"|一[下场次堂节个期](?!人)|个(?!人)|一些|几个|大家|(?:(?:广大|当地|全体|部分)?(?:村民"
    r"|群众|居民|老百姓|乡亲们?)|(?<=[给为向对])(?:留守)?(?:老人|学生|孩子|党员|村干部|村集体|企业"
    r"|村民代表))(?!自治|代表|小组|委员)们?"
    r"|他们|你们|听|有(?=[人了]))+"
)
_VERB = re.compile(
    r"(?:(?:现场|集中|主要|法治|法律|法制|普法|公益|义务|入户|走访|上门|电话|视频连线|视频|线上"
    r"|网上|微信群?|在线|远程|通过){0,3}"
    r"(?:讲座|讲课|授课|宣讲|讲解|讲授|讲述|讲(?!堂|座|课|解|师)|普及|解读|宣传(?!活动|周|月|日"
    r"|教育"
    r"|栏|讲座|咨询|资料)|调解(?!员|委|法|室|协议|工作|技)|调处|化解|审查|审核|审阅|修改|起草"
    r"|咨询(?!会|日|活动|点|台|服务)"
    r"|把关|解答|答疑|坐班|值班|走访(?!慰问)|入户|上门|学习|培训(?!班|会))(?:活动|服务|工作|内容)?"
    r"(?:[了过完的、:]|是|一下|一[起场次件堂份]|关于|有关|主要)*)+"
)
_END = re.compile(
    r"(?:的(?:课|讲座|内容)|[了的等和与及、:~·+-]|方面|一[场次堂节起期]|参加|参与|到场|听课|来听"
    r"|来了|来|有|共|(?<![民合公租契条预])约|大约|大概|左右|期间|结束|开始|完毕|完成|内容|之类"
    r"|什么的|活动现场|从|给|在|并|还)++$"
)
_GENERIC = re.compile(
    r"(?:成功|开讲|每|各|都|分别|帮|审(?!批)|法治|法制|法律|普法|现场|集中|主题日?|专题|公益|义务"
    r"|免费|日常|例行|定期|巡回|村民|群众"
    r"|居民|社区|村居|村里|知识|活动|服务|工作|顾问"
    r"|律师|宣传|教育|讲座|讲课|授课|宣讲|培训班?|业务|集训|轮训|明白人|入户|走访|上门|坐班|值班"
    r"|接待|来访|来电|答疑|解答|问题|咨询|其他|其它|调解|矛盾|纠纷|排查|代书|审查|审核"
    r"|线上|线下|直播|合法性|视频|微信群?|电话|网上|远程|群里|里|群|大家|在线|进村|下乡|入村"
    r"|到村|进社区"
    r"|进网格|送法|上门|参与|参加|协助|开展|举办|进行|组织|发放|资料|材料|手册|传单|一|两|场|次"
    r"|堂|节|课|名|个|位|会|日"
    rf"|进行|通过|用|工作群|法律服务|村|逐户|挨家挨户|敲门|家访|摆摊|设摊|设点|讲|听|做|各|都"
    rf"|分别|有|共|约|到|去|在|给|对|和|与|及|以及|并|的|了|[^{HAN}\da-zA-Z《》])*+"
)
_BARE_REVIEW = re.compile(
    r"(?:审查|审核|审阅|审|看|修改|把关)(?:了)?(?:合同|协议|文件|合同文件|合同协议)|(?:合同|文件"
    r"|合同文件|协议|合同协议)(?:的)?(?:审查|审核|把关|合法性审查)|合同|协议|文件|合同文件"
)
_ENCLOSED = re.compile('^(?:[（(][^（）()]*[）)]|“[^“”]*”|【[^【】]*】|「[^「」]*」|"[^"]*")$')
_HEADWORD = re.compile(
    r"讲座|宣讲|授课|讲课|课|宣传|咨询|答疑|培训|调解|化解|审查|审核|走访|入户|活动|日|讲|普及|解答"
)


def topic_in(masked: str, said: str) -> str | None:
    """The topic in the words of `said`; `masked` is the same text with all understood turned to
    gaps. Both have the same length."""
    masked = _WHERE.sub(lambda m: GAP * len(m[0]), masked)
    label = _LABEL.search(masked) or _AS_TOPIC.search(masked)
    if label and _says_something(label["topic"]):
        return _polished(said[label.start("topic") : label.end("topic")])
    for pattern in (_DISTRICT, _COMPANY, _NOISE, _COUNTED):
        masked = erased(masked, pattern)
    topics = [(text, verbal) for text, verbal in _segments(masked, said)]
    strong = [text for text, verbal in topics if verbal or _HEADWORD.search(text)]
    return next(iter(strong or [text for text, _ in topics]), None)


def _segments(masked: str, said: str) -> list[tuple[str, bool]]:
    """Stretches that say something, and whether a verb (讲, 关于…) leads to them."""
    found = []
    at = 0
    for gap in [*re.finditer(_BREAK, masked), None]:
        end = gap.start() if gap else len(masked)
        told = _told(said[at:end])
        if told:
            found.append(told)
        at = gap.end() if gap else end
    return found


def _told(segment: str) -> tuple[str, bool] | None:
    text = _trimmed(segment)
    about = _ABOUT.search(text)
    if about and about.start() <= 6 and len(about["topic"]) >= 2:
        topic = _polished(about["topic"])
        return (topic, True) if topic else None
    verb = _VERB.match(text)
    verbal = bool(verb and _says_something(text[verb.end() :]))
    if verb and verbal:
        text = _trimmed(text[verb.end() :])
    topic = _polished(text) if _says_something(text) else None
    return (topic, verbal) if topic else None


def _says_something(text: str) -> bool:
    text = _trimmed(text)
    enough = len(re.findall(rf"[{HAN}]|[a-zA-Z]{{2}}", text)) >= 2
    starts_a_phrase = not re.match("进|到|下乡|入|活动|服务|工作|会|班|员", text)
    bare = _GENERIC.fullmatch(text) or _BARE_REVIEW.fullmatch(text)
    return enough and starts_a_phrase and not bare


def _trimmed(text: str) -> str:
    front = _FRONT.match(text)
    text = text[front.end() :] if front else text
    return _END.sub("", text[: 4 * LONGEST]).strip()


def _polished(text: str) -> str | None:
    """Without signs left hanging at the ends; quotes and brackets only in pairs."""
    text = text.strip(" ,，、:-~·+的了")
    for opening, closing in ("“”", "《》", "（）", "()", "「」", '""', "【】", "‘’"):
        if text.count(opening) != text.count(closing) or (
            opening == closing and text.count('"') % 2
        ):
            text = text.replace(opening, "").replace(closing, "")
    text = _ENCLOSED.sub(lambda m: m[0][1:-1], text)[:LONGEST].strip()
    return text if len(text) >= 2 else None
