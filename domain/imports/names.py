"""Names of people as clerks write them: one spelling each, one person a cell, or a question."""

import re

from domain.imports.cells import LONGEST_NAME, Unreadable, read_text
from domain.imports.sheet import Value
from domain.imports.spelling import DOTS, key, means_nobody, tidy, tight

_FEWEST_DIGITS = 7
"""Of a phone. A name may have a number that tells namesakes apart, not so long a one."""
ONE_A_ROW = "请一人一行；一个村（网格）有几个人的，各写一行"
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,4}[0-9]{0,4}")
"""Most names; what may be two of them has a sign or a space between, or is longer."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_NAME = re.compile(
    r"未知|不详|不清楚|不明|待(补充?|核实|明确|落实|选|聘|配|完善|填写?)|暂(缺|空|无人员?|未(配|落实|明确))"
    r"|未(配|落实|明确)|无人员?|没有?人|缺员|已注销|空白|某某*|x{2,}|[?？]+|×+|。+|…+"
)
_APART = re.compile(r"[、,，;；/\n\r\\|&+]")
_AND = re.compile(r"[和与及跟]")
_REMARK = re.compile(
    r"[(（](兼任?.{0,8}|兼职|专职|代理?|暂代?|临时|新|新任|新聘|续聘|男|女|律师|基层法律服务工作者|法律工作者"
    r"|专职网格员|网格[长员]|组长|副?(主任|书记|村长)|村干部|村委|支委|委员|会计|文书|妇女主任|妇联主席)[)）]$"
)
_GONE = re.compile(r"[(（].*(离|辞|调|退|故|亡|停|撤|换|病).*[)）]$")
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!\d)")
_LANDLINE = re.compile(r"\(?0\d{2,3}\)?[- ]?[2-8]\d{6,7}(?!\d)")
_LABEL = re.compile(
    r"[\s(（:：,，、;；/|-]*(?:联系)?(?:电话|手机|号码|方式|tel)*[\s(（:：,，-]*$", re.I
)
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "夏侯",
        "端木",
        "百里",
        "南宫",
        "独孤",
        "轩辕",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "太叔",
        "申屠",
        "公羊",
        "赫连",
        "钟离",
        "鲜于",
        "闾丘",
        "呼延",
        "西门",
        "东郭",
        "南门",
    ]
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常"
    "武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左"
    "涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋甘景单包柏宁柯阮桂闵解强柴"
    "华车冉房边肖仲束巫茅笪戎"
)


def read_name(value: Value) -> str | None:
    """A person's name, one person's: `王 芳` is 王芳, `古丽•示例` is 古丽·示例, 待补 is nobody."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not means_nobody(value):
        return None if _NO_NAME.fullmatch(value) else value
    text = read_text(value, LONGEST_NAME)
    if text is None or _NO_NAME.fullmatch(key(text).strip("()[]【】")):
        return None
    if not isinstance(value, str) or not re.search(r"[^\W\d_]", text):
        raise Unreadable("这里应当是姓名", "请填写姓名；没有人请填“/”")
    if len(re.findall(r"\d", key(text))) >= _FEWEST_DIGITS:
        raise Unreadable("姓名里写着号码", "请把姓名和电话分别填在两格，并与电话一列核对")
    said = _lines_joined(value.strip(" \n、,，;；'’`"))
    if _GONE.search(said):
        raise Unreadable(
            "姓名后注着变动", "还在任的请删去括号里的话；已经不在任的请填接任的人或“/”"
        )
    said = _REMARK.sub("", said).strip()
    if _APART.search(said) or _of_two(said):
        raise Unreadable("一格里写了不止一个人", ONE_A_ROW)
    return one_spelling(said)


def one_spelling(name: str) -> str:
    """As it is kept: without spaces between characters, with one sign between the parts of a
    name of several parts (规则 2.15)."""
    if _PLAIN.fullmatch(name):
        return name
    if not _HAN.search(name):
        return tidy(name)
    parts = [tight(part) for part in re.split(rf"[{re.escape(DOTS)}]", name) if tight(part)]
    words = name.split()
    if len(parts) == 1 and all(len(w) > 1 for w in words) and words[0] not in _COMPOUND:
        parts = [tight(word) for word in words]
    return "·".join(parts).replace("(", "（").replace(")", "）")


def name_and_phone(text: str) -> tuple[str, str] | None:
    """`陈梅 13900000001` parted; None where there is no number, or more than one, in it."""
    if len(text) <= _FEWEST_DIGITS + 1 or text.isalpha():
        return None
    found = [*_MOBILE.finditer(text)] or [*_LANDLINE.finditer(text)]
    if len(found) != 1:
        return None
    number = found[0]
    before, after = _LABEL.sub("", text[: number.start()]), text[number.end() :].strip(" )）,，;；")
    name = f"{before}{after}".strip()
    return (name, number[0]) if name and not re.search(r"\d", name) else None


def _lines_joined(text: str) -> str:
    """A name that a narrow column broke: a line of one character is no name, nor is 司马."""
    lines = [tight(line) for line in text.splitlines()]
    broken = any(len(line) == 1 for line in lines) or (len(lines) == 2 and lines[0] in _COMPOUND)
    return " ".join(text.split()) if broken else text


def _of_two(said: str) -> bool:
    """林晓 周航, 林晓和周航: as long as names are, each beginning with a surname."""
    for parts in (said.split(), _AND.split(said)):
        if len(parts) > 1 and all(_is_full_name(part) for part in parts):
            return True
    return False


def _is_full_name(part: str) -> bool:
    if part[:2] in _COMPOUND:
        return 3 <= len(part) <= 4
    return 2 <= len(part) <= 3 and part[0] in _SURNAMES
