"""Names of people: compound surnames, names with a blank inside, two names in one line.

A name is known by its surname; a word that begins with none is a name only where nothing else is.
"""

import re
from collections.abc import Iterable

from domain.reasons import is_no_reason
from domain.understanding.text import GAP, HAN

_TWO_LETTERS = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯长孙宇文轩辕端木百里南宫呼延独孤"
    "东郭南门羊舌微生左丘闻人申屠公冶太史公羊澹台宗政濮阳淳于单于钟离仲孙鲜于闾丘司空"
    "亓官拓跋第五西门东门万俟赫连公西颛孙巫马谷梁乐正漆雕梁丘"
)
COMPOUND = frozenset(_TWO_LETTERS[at : at + 2] for at in range(0, len(_TWO_LETTERS), 2))
SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古"
    "易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋"
    "沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仝肖闫覃岳楚佟付代邸仉库员冼区麦苟招窝乃练衣"
)
_NOT_NAMES = re.compile(
    r"(?:高中|高级|高校|方便|文化|文员|任职|任期|曾任|现任|常住|安全|成员|农[民村业]|马上|时[间候]|平时|经商"
    r"|明[年天]|计划|包[村片组]|双方|相关|通过|通讯|通信|从事|从业|全[部职]|公[务司民]|国家|国企|家[住庭]|居[住民委]"
    r"|都是|应该|能够|向[村社]|和谐|后备|强烈|广大|有效|编号|红色|满意|温馨|利用|相当|须知|查询|区[里内]|员工"
    r"|黄梅|连任|养[殖老]|水[电产]|单[位身]|路[边口]|别[人的]|管[理事]|关[系于]|解[放决]|师[范傅]|司[法机]|常[年]|干[活部]"
    r"|毕[业]|成[人]|白天|金额|安[排置])"
)
_SPACED = re.compile(
    rf"(?<![{HAN}])(?P<first>[{HAN}]{{1,2}}) {{1,3}}(?P<given>[{HAN}]{{1,2}})(?![{HAN}·])"
)
_PARTS = re.compile(
    rf"(?<![{HAN}·])(?P<first>[{HAN}]{{4,8}}|[{HAN}]{{3,8}}(?= [{HAN}]{{4,8}}(?![{HAN}])))"
    rf" (?P<rest>[{HAN}]{{3,8}})(?![{HAN}·])"
)
_SPELT = re.compile(r"[\u3400-\u9fff·]{2,20}|[A-Za-z][A-Za-z .'-]{1,40}")
_LISTED = re.compile(rf"(?<=[{HAN}]{{2}})(?:和|与|及|跟)(?=[{HAN}]{{2}})")


def surname(word: str) -> str:
    """The surname a word begins with, empty if none."""
    if word[:2] in COMPOUND:
        return word[:2]
    return word[:1] if word[:1] in SINGLE else ""


def is_name(said: str) -> bool:
    """Whoever is asked for a name may say this: 点错了 and 什么意思 are spelt like names, too."""
    return _SPELT.fullmatch(said) is not None and not is_no_reason(said)


def looks_like_a_name(word: str) -> bool:
    """张三, 张三丰, 司马相如, 阿依古丽·买买提."""
    if "·" in word:
        return True
    own = surname(word)
    given = len(word) - len(own)
    return bool(own) and 1 <= given <= 2 and not _NOT_NAMES.match(word)


def joined(line: str) -> str:
    """The line with blanks inside names closed: 司马 相如, 王 秀英, 阿依古丽 买买提."""
    line = _SPACED.sub(_closed, line)
    return _PARTS.sub(_parted, line)


def apart(line: str) -> str:
    """The line with 张三丰和李四光 as two words."""
    return _LISTED.sub(lambda m: "、" if _between_names(m) else m[0], line)


def names_in(words: Iterable[str]) -> list[str]:
    """Those of the words that are names, each once."""
    return list(dict.fromkeys(word for word in words if looks_like_a_name(word)))


def _closed(m: re.Match[str]) -> str:
    own, given = m["first"], m["given"]
    alone = own in COMPOUND or (len(own) == 1 and own in SINGLE)
    # 张三 李四 are two people, 司马 相如 and 王 秀英 one
    if not alone or (len(given) == 2 and len(own) == 1 and _NOT_NAMES.match(given)):
        return m[0]
    return (own + given).ljust(len(m[0]), GAP)


def _parted(m: re.Match[str]) -> str:
    whole = looks_like_a_name(m["first"]) or looks_like_a_name(m["rest"])
    return m[0] if whole or surname(m["first"]) else f"{m['first']}·{m['rest']}"


def _between_names(m: re.Match[str]) -> bool:
    before = re.search(rf"[{HAN}]{{2,4}}$", m.string[: m.start()])
    after = re.match(rf"[{HAN}]{{2,4}}", m.string[m.end() :])
    return bool(before and after and looks_like_a_name(before[0]) and surname(after[0]))
