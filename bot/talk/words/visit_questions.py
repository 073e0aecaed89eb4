"""Questions about a visit while it is entered."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.talk.cards import Button, Card, say
from bot.talk.entries.visit import VisitEntry
from bot.talk.presses.visits import Whose
from bot.talk.words.filling import fill, question
from domain.villages import Village
from words.labels import ACTIVITY_LABELS
from words.numbers import hours_text

USUAL_STARTS = ("0900", "1000", "1400", "1500", "1900")
USUAL_LENGTHS = (60, 90, 120, 150, 180)


def ask_part(part: str, entry: VisitEntry, villages: Sequence[Village], today: date) -> Card:
    """The question for one missing part, with the likely answers as buttons."""
    if part == "village":
        return _ask_village(entry, villages)
    if part == "date":
        return _ask_date(today)
    if part == "start":
        return _ask_start(entry.period)
    return _ask_end() if part == "end" else ask_activity()


def _ask_village(entry: VisitEntry, villages: Sequence[Village]) -> Card:
    near = [v for v in villages if v.id in entry.candidates]
    choices = near if len(near) > 1 else [*near, *(v for v in villages if v not in near)]
    text = "是哪个村(社区)？"
    if len(near) > 1:
        text = "可能是这几个村(社区)，这一次是哪个？去了几个村的，请分开登记。"
    elif near:
        text = f"在您服务的村(社区)里没有找到“{entry.said_village}”，是{near[0].name}吗？"
    elif entry.said_village:
        text = f"在您服务的村(社区)里没有找到“{entry.said_village}”，请选择："
    buttons = [fill(v.name, "village", str(v.id)) for v in choices[:20]]
    return question(text, buttons)


def _ask_date(today: date) -> Card:
    names = ("今天", "昨天", "前天", "大前天")
    days = [today - timedelta(days=n) for n in range(4)]
    buttons = [
        fill(f"{name} {day.month}月{day.day}日", "date", day.isoformat())
        for name, day in zip(names, days, strict=True)
    ]
    text = "是哪一天？可以直接发送，例如“上周五”“11月6日”。"
    return question(text, buttons)


def _ask_start(period: str | None) -> Card:
    buttons = [fill(f"{t[:2]}:{t[2:]}", "start", t) for t in USUAL_STARTS]
    text = f"{period or ''}几点开始？可以直接发送起止时间，例如“下午2点到4点半”。"
    return question(text, buttons, width=3, numbered=False)


def _ask_end() -> Card:
    buttons = [fill(hours_text(n), "minutes", str(n)) for n in USUAL_LENGTHS]
    text = "做了多久？可以选时长，也可以直接发送结束时间，例如“4点半”。"
    return question(text, buttons, width=3, numbered=False)


def ask_activity() -> Card:
    buttons = [fill(label, "activity", code) for code, label in ACTIVITY_LABELS.items()]
    return question("是哪一类服务？", buttons)


DETAILS = ("topic", "people", "leaflets")
ASKED_WORDS = {
    "topic": "主题是什么？请直接发送，例如“民法典婚姻家庭编”。",
    "people": "有多少人参加？请直接发送数字，例如“42”。",
    "leaflets": "发放了多少份资料？请直接发送数字，例如“200”；没有就发“0”。",
}


def ask_detail(part: str) -> Card:
    return question(ASKED_WORDS[part], numbered=False)


PART_NAMES = {
    "village": ("村", "村名", "村子", "村庄", "社区", "地点", "地方"),
    "date": ("日期", "日子", "天"),
    "start": ("时间", "开始时间", "起止时间", "时段"),
    "end": ("结束时间", "时长"),
    "activity": ("类型", "服务类型", "活动类型", "类别"),
    "topic": ("主题", "内容", "题目"),
    "people": ("人数", "人次", "参加人数"),
    "leaflets": ("资料", "份数", "资料份数"),
}
"""How people name a part that is wrong, without saying what is right."""


def photo_taken(card: Card, count: int) -> Card:
    """The card that was there, after a photograph came."""
    said = f"照片收到了（现有{count}张），保存后附上。"
    return card.model_copy(update={"text": f"{said}\n{card.text}".strip()})


def whose_card(about: str, *, quoted: bool) -> Card:
    """What somebody else said is not silently one's own."""
    kind = "引用" if quoted else "转发"
    yes = Button(text="是", press=Whose(mine=True).pack())
    no = Button(text="不是", press=Whose(mine=False).pack())
    return Card(text=f"这是{kind}的内容，是您本人的服务吗？\n{about}", rows=((yes, no),))


def none_like_it() -> Card:
    return say(
        "没有找到可以照着填的那一次服务。请把这次服务说一句，例如“昨天下午2点到4点 后塘村 讲座”。"
    )


def not_ones_own() -> Card:
    return say("好的，没有登记。是哪位法律顾问的服务，请他本人登记。")


def not_an_entry(said: str, again: Card) -> Card:
    words = f"没有看懂“{said[:40]}”；不登记请点取消。{again.text}"
    return again.model_copy(update={"text": words})
