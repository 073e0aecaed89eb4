"""What kind of service was done, by the words people use for it (规则 3.3).

When several fit: 线上 wins over everything (where it was held decides whether it counts),
then 明白人培训. Else the clause that names one first tells what was mainly done; inside it 调解
wins, then 合同审查, 入户; among 讲座, 宣传活动 and 咨询 the one named first. A bare 培训, 宣传 or
纠纷 says something only when nothing else does.
"""

import re

from domain.visits import Activity

_ONLINE = re.compile(
    r"线上(?!线下|和线下|、线下|贷|购|交易|诈)|(?<!线下和)(?<!线下)网上(?:答疑|咨询|讲|授课|解答"
    r"|直播|普法|服务|课)|微信(?:答疑|咨询|解答|语音|视频|上|里|讲|工作群)"
    r"|(?:微信|村民|村|居民|业主|工作|法律|法律服务|顾问|QQ)群(?:里|内|中|答|解|咨|讲|普|线|宣"
    r"|发|回|,|，| )|QQ群|群里|群内|视频(?:连线|会议|咨询|答疑|调解|讲座|授课|方式|课|通话|远程"
    r"|开庭)"
    r"|(?:通过|用|以)(?:电话|视频|微信|网络)|电话(?:答|咨|解|调解|回复|沟通|里|中|服务)|(?:打|接"
    r"|来)电话?(?=解答|咨询|答)|接听电话|远程|腾讯会议|钉钉|云课堂|云端|在线(?!下)"
    r"|直播(?:讲|普法|课|答|授|宣|间|间?解)|(?:网络|抖音|视频号|线上)直播|来电咨询"
)
_TRAINING = re.compile(
    r"明白人[^,，。;；]{0,12}(?:培训|集训|轮训|学习|上课|授课|讲课|课|讲座|考试|考核|业务|培育)"
    r"|(?:培训|轮训|集训|培育|给|为|对|组织)[^,，。;；]{0,10}明白人"
)
_LECTURE_WORD = (
    r"(?:讲座|讲课|培训|宣讲|授课|普法课|宣传|知识|技巧|业务|常识|案例|法治课|法律课|的课)"
)
_MEDIATION = re.compile(
    rf"(?:(?:调解|调处|劝和|劝解|说和)(?!员|法|室|委|中心|条例|工作室|协议[书]?(?:审|起草|修改)"
    rf"|[^,，。;；、 ]{{0,6}}{_LECTURE_WORD})"
    rf"|化解(?![^,，。;；、 ]{{0,8}}{_LECTURE_WORD}))|(?:处理|解决|协调|处置|排查"
    rf"|调停)[^,，。;； ]{{0,8}}(?:纠纷|矛盾)(?![^,，。;；、 ]{{0,6}}{_LECTURE_WORD})"
)
_DOCUMENT = (
    r"(?:合同|协议|文件|章程|规约|民约|文书|方案|制度|公约|遗嘱|起诉状|诉状|租约|合约|条款|材料)"
)
_REVIEW = re.compile(
    rf"(?:审查|审核|审阅|审|把关|修改|修订|起草|拟定|草拟|代写|代拟|看|拟)(?:了|过"
    rf"|一下)?[^,，。;； 讲]{{0,10}}{_DOCUMENT}(?![^,，。;；、 ]{{0,4}}(?:讲座|宣传|培训|宣讲))"
    rf"|{_DOCUMENT}(?:文件|草案|文本|的|进行|合法性|协议|、){{0,3}}(?:审查|审核|审阅|把关|修改"
    rf"|修订|起草|草拟|会审)|合法性审[查核]|法律审[查核]|法律意见书|出具[^,，。]{0, 4}法律意见"
    rf"|(?<!评)审合同|合规审查"
)
_DOOR = re.compile(r"入户|走访|上门|逐户|挨家挨户|挨户|敲门|到户|进户|户访|家访|探访|串户|登门")
_LECTURE = re.compile(
    r"讲座|讲课|授课|宣讲|上课|普法课|法[治制律]课|公开课|第一课|一[堂节]课"
    r"|[堂节][^,，。 ]{0,8}课|大讲堂|讲堂|课堂|讲授|主讲|开讲|报告会|以案说法|以案释法"
    r"|法[治制]教育(?!基地)"
)
_CAMPAIGN = re.compile(
    r"主题日|宣传活动|集中宣传|宣传周|宣传月|宣传日|摆摊|设摊|摆点|设点|设台|设置?(?:咨询"
    r"|宣传)[台点]|咨询台|宣传[台点站]|普法活动|活动日(?!期)|普法集市|法治集市|赶集|大集"
    r"|(?:文艺|法治)演出|(?:悬)?挂横幅|展板|宣传车|发传单|广场(?:普法|宣传)|主题活动"
)
_FESTIVAL = re.compile(
    r"宪法日|宪法宣传|禁毒日|权益日|交通安全日|国家安全教育日|国家安全日|(?<!\d)3[·.]?15(?!\d)"
    r"|(?<!\d)12[·.]4(?!\d)|(?<!\d)6[·.]26(?!\d)|消防日|防灾减灾日|环境日|妇女节|(?<!\d)110宣传"
)
_CONSULTATION = re.compile(
    r"咨询|答疑|解答|坐班|值班|坐诊|接待|来访|接访|解疑|释惑|法律门诊|法[律治]体检|问诊"
    r"|法律服务日|驻点"
)
_TELLS = re.compile(r"讲(?:了|授|解|(?!究|话|和|理|文明|到|完|师|好)(?=[《“\u4e00-\u9fff]{2}))")
_TELLING = re.compile(
    r"讲(?!究|话|和|理|文明)|上.{0,6}课|(?:法律|法治|知识|普法)[^,，。 ]{0,4}学习|(?:组织|集中)学习"
    r"|说法|一课|解读|教育学习|集中教育|警示教育"
)
_WEAK: tuple[tuple[Activity, re.Pattern[str]], ...] = (
    (Activity.TRAINING, re.compile(r"培训|轮训|集训")),
    (Activity.LECTURE, _TELLING),
    (Activity.CAMPAIGN, re.compile(r"宣传|普法|普及|科普|发放|传单|送法|" + _FESTIVAL.pattern)),
    (Activity.MEDIATION, re.compile(r"纠纷|矛盾")),
    (Activity.OTHER, re.compile(r"其他|其它")),
)
_ANYWHERE = ((Activity.ONLINE, _ONLINE), (Activity.TRAINING, _TRAINING))
_AT_WORK = (
    (Activity.MEDIATION, _MEDIATION),
    (Activity.DOCUMENT_REVIEW, _REVIEW),
    (Activity.DOOR_TO_DOOR, _DOOR),
)
_MEETINGS = (
    (Activity.LECTURE, _LECTURE),
    (Activity.CAMPAIGN, _CAMPAIGN),
    (Activity.CONSULTATION, _CONSULTATION),
)
_SPREADING = re.compile(r"送法|宣传(?!资料|单|册|品|手册|材料|页)|" + _FESTIVAL.pattern)


def activity_in(text: str) -> Activity | None:
    """The activity this tidied text tells of; null when no word does."""
    for activity, pattern in _ANYWHERE:
        if pattern.search(text):
            return activity
    for clause in re.split(r"[,，。;；!！]", text):
        activity_of_clause = _strong(clause)
        if activity_of_clause:
            return activity_of_clause
    return next((activity for activity, p in _WEAK if p.search(text)), None)


def _strong(clause: str) -> Activity | None:
    for activity, pattern in _AT_WORK:
        if pattern.search(clause):
            return activity
    said = [(m.start(), activity) for activity, p in _MEETINGS if (m := p.search(clause))]
    if not said:
        return Activity.LECTURE if _TELLS.search(clause) else None
    at, activity = min(said)
    spreading = _SPREADING.search(clause)
    if activity is Activity.CONSULTATION and spreading and spreading.start() < at:
        return Activity.CAMPAIGN
    return activity
