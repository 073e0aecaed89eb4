"""Cards with which the office lets people in."""

from collections.abc import Sequence
from datetime import datetime

from actions.people.invitations import Member
from bot.talk.cards import Button, Card, Fact, in_rows, pager, say
from bot.talk.entries.invitation import InvitationEntry
from bot.talk.presses.filling import PAGES
from bot.talk.presses.people import Invite, NotJoined, WebLink
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from bot.talk.words.filling import fill, question
from domain.advisers import ADVISER_KIND_LABELS
from domain.months import local_day
from domain.people import INVITATION_LIFE, Invitation, Role
from words.labels import ROLE_LABELS
from words.names import who
from words.times import clock_words, day_words

MOST_PLACES = 3
PLACE_QUESTIONS = {
    Role.GRID_WORKER: "在哪个网格？",
    Role.OFFICE: "在哪个街道？",
    Role.LEADER: "在哪个街道？",
}


def ask_role(roles: Sequence[Role], waiting: int, name: str | None = None) -> Card:
    buttons = [fill(ROLE_LABELS[role], "role", role) for role in roles]
    text = "邀请谁加入？请选择身份，或直接发送姓名。"
    if name:
        text = f"名单里还没有{who(name)}。要新增，请选择身份："
    waiting_list = button(f"尚未开通的人（{waiting}）", NotJoined())
    return Card(text=text, rows=(*in_rows(buttons, 2), (waiting_list, CANCEL)))


def invitation_about(entry: InvitationEntry) -> str:
    """ "" when nothing has been said."""
    role = ROLE_LABELS[entry.role] if entry.role else ""
    told = " ".join(each for each in (role, who(entry.name) if entry.name else "") if each)
    return f"邀请 {told}" if told else ""


def place_question(role: Role | None, *, many: bool) -> str:
    """Without a role the village is asked for; `many`: more than one page of places."""
    question = PLACE_QUESTIONS[role] if role else "在哪个村(社区)？"
    return question + ("可以直接发送名称。" if many else "")


def ask_place(
    text: str, places: Sequence[tuple[int, str]], part: str, page: int, pages: int
) -> Card:
    """`places` are (id, name) of one page."""
    buttons = [fill(name, part, str(id_)) for id_, name in places]
    turns = pager(pages, page, PAGES, standing=False)
    return question(text, buttons, turns=turns)


def ask_name(role: Role, place: str, members: Sequence[Member], page: int, pages: int) -> Card:
    """Whoever is on the roll there already; anybody else is named."""
    text = f"{place}的{ROLE_LABELS[role]}：邀请谁？"
    if members:
        text += "请选择；名单以外的人请直接发送姓名。"
    else:
        text += "请直接发送姓名。"
    buttons = [_member(member) for member in members]
    turns = pager(pages, page, PAGES, standing=False)
    return question(text, buttons, width=1, turns=turns, numbered=bool(buttons))


def ask_kind(name: str) -> Card:
    buttons = [fill(label, "kind", kind) for kind, label in ADVISER_KIND_LABELS.items()]
    return question(f"{who(name)}是哪一类法律顾问？", buttons)


def not_a_name(said: str) -> Card:
    return question(f"“{said[:20]}”不像姓名。请发送姓名，或点取消。")


def no_such_place(said: str, again: Card) -> Card:
    return again.model_copy(update={"text": f"没有找到“{said[:20]}”。{again.text}"})


def not_joined_card(members: Sequence[Member], total: int, page: int, pages: int) -> Card:
    if not members:
        return say("名单上的人都已经开通。")
    rows = [(_member(member),) for member in members]
    return Card(
        title=f"尚未开通的人 {total}人",
        text="点开一个人，生成他的邀请码。",
        rows=(*rows, *pager(pages, page, NotJoined.__prefix__)),
        private=True,
    )


def choose_member(members: Sequence[Member]) -> Card:
    buttons = [_member(member) for member in members[:20]]
    return question("名单上有几位同名的人，邀请哪一位？", buttons, width=1)


def posts_card(members: Sequence[Member]) -> Card:
    """What people of one name do, and where."""
    lines = [f"{who(member.name)}：{posts_words(member)}" for member in members[:20]]
    return say("\n".join(lines))


def code_card(invitation: Invitation, name: str, member: Member | None, now: datetime) -> Card:
    until = invitation.made_at + INVITATION_LIFE
    code = f"{invitation.code[:4]}-{invitation.code[4:]}"
    already = "此人已经开通过，新的邀请码可以用来在另一个渠道登录。\n" if _joined(member) else ""
    return Card(
        title=code,
        text=f"{already}请把邀请码交给本人，由本人在对话里发送给机器人，即可开通。请勿发在群里。",
        facts=(
            Fact(label="邀请", value=who(name)),
            *((Fact(label="身份", value=posts_words(member)),) if member else ()),
            Fact(
                label="有效期",
                value=f"至{day_words(local_day(until))} {clock_words(until)}，限用一次",
            ),
        ),
        rows=(
            (
                button("网页链接", WebLink(person_id=invitation.person_id)),
                button("尚未开通的人", NotJoined()),
            ),
        ),
        private=True,
    )


def _joined(member: Member | None) -> bool:
    return member is not None and member.joined


def posts_words(member: Member) -> str:
    """`法律顾问（后塘村、后莘村）`."""
    words = []
    for role in dict.fromkeys(post.role for post in member.posts):
        places = [post.place for post in member.posts if post.role is role]
        more = f"等{len(places)}处" if len(places) > MOST_PLACES else ""
        words.append(f"{ROLE_LABELS[role]}（{'、'.join(places[:MOST_PLACES])}{more}）")
    return "；".join(words)


def _member(member: Member) -> Button:
    joined = "（已开通）" if member.joined else ""
    words = f"{who(member.name)} {posts_words(member)}"[:60]
    return button(f"{words}{joined}", Invite(person_id=member.person_id))


def link_card(name: str, link: str) -> Card:
    text = (
        f"{link}\n请把链接交给本人，用浏览器打开就能使用。"
        "24小时内有效，只能打开一次，请勿发在群里。"
    )
    facts = (Fact(label="给", value=who(name)),)
    return Card(title="网页聊天链接", text=text, facts=facts, private=True)


def desk_card(link: str) -> Card:
    text = f"{link}\n请用浏览器打开。24小时内有效，只能打开一次，请勿转给别人。"
    return Card(title="打开工作台", text=text, private=True)
