"""Cards about people: found by name, and invited many at once."""

from collections.abc import Mapping, Sequence

from actions.month.standings import Standing
from actions.people.finding import Found, PersonDetail
from actions.people.invitations import Member
from bot.talk.cards import Attachment, Button, Card, Fact, in_rows, say
from bot.talk.presses.grids import GridOpen
from bot.talk.presses.menu import Menu
from bot.talk.presses.mingbairen import MingbairenOpen
from bot.talk.presses.people import Invite, InviteAll, PersonLeaves, PersonOpen
from bot.talk.words.buttons import MENU
from bot.talk.words.buttons import standing as button
from bot.talk.words.invitations import posts_words
from domain.mingbairen import STAGE_LABELS
from domain.people import Role, masked_phone
from words.grids import cover_words
from words.labels import ROLE_LABELS
from words.names import who
from words.numbers import hours_text
from words.times import day_words, month_words

WORDS = ("查人", "批量邀请", "更换顾问", "结束聘任", "更正明白人", "调整网格", "停用人员")
FILE_NAME = "邀请名单.xlsx"
MOST_FOUND = 20
MOST_GRIDS = 8


def people_card() -> Card:
    """人员: what can be done about people."""
    buttons = [Button(text=w, press=Menu(word=w).pack(), standing=True) for w in WORDS]
    text = "查一个人，直接发送姓名。动了谁的聘任或登记，会告诉本人或网格员，所以要写原因。"
    return Card(title="人员", text=text, rows=in_rows(buttons, 2))


def ask_whom() -> Card:
    return say("请发送要查的人，例如“查人 林晓”；只记得一个字的，发送那个字也可以。")


def nobody_found(name: str) -> Card:
    return say(f"没有找到“{name[:20]}”。请核对姓名，或只发送其中一两个字。", MENU)


def found_card(name: str, found: Found) -> Card:
    buttons = [
        button(f"{who(m.name)} {posts_words(m)}"[:60], PersonOpen(person_id=m.person_id))
        for m in found.people
    ]
    buttons += [
        button(f"{who(m.name)} 曾任{posts_words(m)}"[:60], PersonOpen(person_id=m.person_id))
        for m in found.former
    ]
    buttons += [
        button(
            f"{who(person.name)} 明白人 {place.grid} {STAGE_LABELS[person.stage]}",
            MingbairenOpen(mingbairen_id=person.id),
        )
        for person, place in found.roll
    ]
    more = f"，先列出{MOST_FOUND}位" if len(buttons) > MOST_FOUND else ""
    title = f"“{name}” {len(buttons)}位{more}"
    return Card(title=title, rows=tuple((b,) for b in buttons[:MOST_FOUND]), private=True)


def detail_card(detail: PersonDetail) -> Card:
    """An adviser's villages and months, the grids looked after, and what can be done."""
    person, member = detail.person, detail.member
    facts = [
        Fact(label="身份", value=f"{'曾任' if detail.former else ''}{posts_words(member)}"),
        Fact(label="电话", value=masked_phone(person.phone)),
        Fact(label="开通", value=_door(detail)),
    ]
    for serves in detail.serves:
        until = serves.appointment.until
        ends = f"，到{day_words(until)}为止" if until else ""
        since = serves.appointment.since
        value = f"{since.year}年{since.month}月{since.day}日起{ends}"
        facts.append(Fact(label=f"{serves.village} 聘任", value=value))
    facts += [Fact(label=month_words(m), value=_month(standings)) for m, standings in detail.months]
    looks = [
        button(f"{cover.grid.name} {cover_words(cover)}", GridOpen(grid_id=cover.grid.id))
        for cover in detail.grids[:MOST_GRIDS]
    ]
    ways = [button("生成邀请码", Invite(person_id=person.id))]
    if person.left_on is None and not detail.former:
        ways.append(button("停用", PersonLeaves(person_id=person.id)))
    rows = (*((look,) for look in looks), tuple(ways))
    return Card(title=who(person.name), facts=tuple(facts), rows=rows, private=True)


def _door(detail: PersonDetail) -> str:
    """Whoever left is let in nowhere, though an appointment runs to the end of that day."""
    left = detail.person.left_on
    if left is not None:
        return f"已停用，最后一天{day_words(left)}"
    return "已开通" if detail.member.joined else "尚未开通"


def _month(standings: Sequence[Standing]) -> str:
    """`6.5小时：后塘村4小时、后莘村2.5小时`."""
    parts = "、".join(f"{s.village.name}{hours_text(s.own)}" for s in standings if s.own)
    return f"{hours_text(sum(s.own for s in standings))}：{parts}" if parts else "没有计入的时长"


def choose_role(waiting: Mapping[Role, Sequence[Member]]) -> Card:
    if not waiting:
        return say("名单上的人都已经开通，没有要邀请的。")
    buttons = [
        button(f"{ROLE_LABELS[role]}（{len(members)}人）", InviteAll(role=role))
        for role, members in waiting.items()
    ]
    text = (
        "给哪一类还没有开通的人一次生成邀请码和网页链接？得到一个表格，每人一行，"
        "可以打印分发。邀请码7天、链接24小时内有效。"
    )
    return Card(title="批量邀请", text=text, rows=tuple((each,) for each in buttons))


def batch_card(role: Role, people: int, file_id: int) -> Card:
    text = (
        f"已为{people}名{ROLE_LABELS[role]}生成邀请码和链接，每人一行，见附件。"
        "请逐个交给本人，不要整张转发到群里。"
    )
    file = Attachment(file_id=file_id, name=FILE_NAME, roster=True)
    return Card(title="邀请名单", text=text, attachment=file, private=True)
