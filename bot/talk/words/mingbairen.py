"""Cards about 法律明白人 and their grids."""

from collections.abc import Sequence
from datetime import date

from bot.talk.cards import Button, Card, Fact, in_rows, pager, say
from bot.talk.entries.enrolment import EnrolmentEntry
from bot.talk.presses.grids import GridList, GridOpen
from bot.talk.presses.mingbairen import (
    EnrolIn,
    MingbairenCorrect,
    MingbairenMove,
    MingbairenOpen,
)
from bot.talk.words.filling import changes, fill, question, whole
from domain.grids import Grid, GridCover
from domain.mingbairen import CATEGORY_LABELS, STAGE_LABELS, STEPS, Mingbairen, Stage
from domain.people import masked_phone
from words.grids import cover_words
from words.names import who
from words.times import day_words

FIRST_STAGES = (Stage.CANDIDATE, Stage.TRAINING, Stage.PASSED, Stage.REGISTERED)
MOVE_WORDS = {
    Stage.CANDIDATE: "退回候选",
    Stage.TRAINING: "进入培训",
    Stage.PASSED: "考核合格",
    Stage.REGISTERED: "登记在册",
    Stage.SUSPENDED: "暂停",
    Stage.LEFT: "退出",
}


def ask_part(part: str, entry: EnrolmentEntry, grids: Sequence[GridCover]) -> Card:
    if part == "name" and entry.names:
        buttons = [fill(who(name), "name", str(n)) for n, name in enumerate(entry.names)]
        return question("一次登记一位，先登记哪一位？其余的请登记好以后再发。", buttons)
    if part == "name":
        text = "这位明白人叫什么名字？请直接发送姓名。"
        return question(text, numbered=False)
    if part == "phone":
        text = "联系电话是多少？可以不填，不填请发送“无”。"
        return question(text, numbered=False)
    if part == "grid":
        shown = [g for g in grids if g.grid.id in entry.candidates] or list(grids)
        buttons = [fill(g.grid.name, "grid", str(g.grid.id)) for g in shown[:20]]
        text = "属于哪个网格？" if len(shown) <= 20 else "属于哪个网格？请直接发送网格名称。"
        return question(text, buttons)
    if part == "category":
        buttons = [fill(label, "category", code) for code, label in CATEGORY_LABELS.items()]
        return question("是哪一类人员？", buttons)
    buttons = [fill(STAGE_LABELS[stage], "stage", stage) for stage in FIRST_STAGES]
    return question("现在到哪一步了？", buttons)


PART_NAMES = {
    "name": ("姓名", "名字"),
    "grid": ("网格", "格"),
    "category": ("身份", "类别", "人员类别"),
    "stage": ("状态", "阶段"),
    "phone": ("电话", "手机", "手机号", "号码", "联系电话"),
}


def enrolment_about(entry: EnrolmentEntry, grid: str) -> str:
    """What is known of somebody not registered yet; "" when nothing is but the grid."""
    known = [who(entry.name) if entry.name else "", grid]
    known += [CATEGORY_LABELS[entry.category]] if entry.category else []
    said = entry.name or entry.category or entry.stage or entry.phone
    return f"法律明白人 {' '.join(each for each in known if each)}" if said else ""


def confirm_card(entry: EnrolmentEntry, grid: Grid) -> Card:
    assert entry.name and entry.category and entry.stage
    until = entry.certificate_until
    facts = (
        Fact(label="姓名", value=who(entry.name)),
        Fact(label="网格", value=grid.name),
        Fact(label="身份", value=CATEGORY_LABELS[entry.category]),
        Fact(label="状态", value=STAGE_LABELS[entry.stage]),
        Fact(label="电话", value=masked_phone(entry.phone)),
        *((Fact(label="证书", value=entry.certificate),) if entry.certificate else ()),
        *((Fact(label="证书有效期", value=_until(until)),) if until else ()),
    )
    mend = changes(
        ("改姓名", "name"),
        ("改网格", "grid"),
        ("改身份", "category"),
        ("改状态", "stage"),
        ("填电话", "phone"),
    )
    return whole("请确认法律明白人", "要改哪里，直接发送也可以。", facts, mend)


def _until(day: date) -> str:
    return f"至{day.year}年{day.month}月{day.day}日"


def _standing_words(cover: GridCover) -> str:
    return f"{cover.grid.name}{'现有' if cover.registered else ''}{cover_words(cover)}"


def enrolled_card(person: Mingbairen, cover: GridCover) -> Card:
    text = (
        f"已登记：{who(person.name)}，{cover.grid.name}，{STAGE_LABELS[person.stage]}。\n"
        f"{_standing_words(cover)}。"
    )
    more = Button(text="再登记一位", press=EnrolIn(grid_id=cover.grid.id).pack(), standing=True)
    look = Button(text="查看网格", press=GridOpen(grid_id=cover.grid.id).pack(), standing=True)
    return Card(text=text, rows=((look, more),))


def grids_card(covers: Sequence[GridCover], page: int, pages: int) -> Card:
    if not covers:
        return say("您目前没有负责的网格。如有误，请联系街道工作人员。")
    buttons = tuple(
        (
            Button(
                text=f"{'✓' if c.registered else '！'}{c.grid.name} {cover_words(c)}",
                press=GridOpen(grid_id=c.grid.id).pack(),
                standing=True,
            ),
        )
        for c in covers
    )
    rows = (*buttons, *pager(pages, page, GridList.__prefix__))
    return Card(title="我的网格", text="点开网格，查看和登记明白人。", rows=rows)


def grid_card(cover: GridCover, people: Sequence[Mingbairen], page: int, pages: int) -> Card:
    """`people` are those of one page."""
    buttons = tuple(
        (
            Button(
                text=f"{who(p.name)} {STAGE_LABELS[p.stage]}",
                press=MingbairenOpen(mingbairen_id=p.id).pack(),
                standing=True,
            ),
        )
        for p in people
    )
    enrol = Button(text="登记明白人", press=EnrolIn(grid_id=cover.grid.id).pack(), standing=True)
    facts = (
        Fact(label="村(社区)", value=cover.village),
        Fact(label="网格编码", value=cover.grid.code),
        Fact(label="覆盖", value=cover_words(cover)),
    )
    turns = pager(pages, page, f"{GridOpen.__prefix__}:{cover.grid.id}")
    return Card(title=cover.grid.name, facts=facts, rows=(*buttons, *turns, (enrol,)))


def person_card(person: Mingbairen, grid: Grid) -> Card:
    facts = [
        Fact(label="网格", value=grid.name),
        Fact(label="身份", value=CATEGORY_LABELS[person.category]),
        Fact(
            label="状态",
            value=f"{STAGE_LABELS[person.stage]}（{day_words(person.stage_since)}起）",
        ),
        Fact(label="电话", value=masked_phone(person.phone)),
    ]
    if person.certificate:
        facts.append(Fact(label="证书", value=person.certificate))
    if person.certificate_until:
        facts.append(Fact(label="证书有效期", value=_until(person.certificate_until)))
    if person.left_reason:
        facts.append(Fact(label="退出原因", value=person.left_reason))
    buttons = [
        Button(
            text=MOVE_WORDS[stage],
            press=MingbairenMove(mingbairen_id=person.id, stage=stage).pack(),
            standing=True,
        )
        for stage in STEPS.after(person.stage)
    ]
    correct = MingbairenCorrect(mingbairen_id=person.id).pack()
    buttons.append(Button(text="更正", press=correct, standing=True))
    return Card(title=who(person.name), facts=tuple(facts), rows=in_rows(buttons, 3))


def same_name_card(people: Sequence[tuple[Mingbairen, str]]) -> Card:
    """Each with the name of their grid."""
    buttons = [
        Button(
            text=f"{who(person.name)} {grid} {STAGE_LABELS[person.stage]}",
            press=MingbairenOpen(mingbairen_id=person.id).pack(),
            standing=True,
        )
        for person, grid in people[:20]
    ]
    return say("这个姓名有几位法律明白人，请选择：", *buttons)


def moved_card(person: Mingbairen, cover: GridCover) -> Card:
    text = f"{who(person.name)}：{STAGE_LABELS[person.stage]}。\n{_standing_words(cover)}。"
    look = Button(text="查看网格", press=GridOpen(grid_id=cover.grid.id).pack(), standing=True)
    return say(text, look)


def ask_reason(person: Mingbairen, stage: Stage, *, last_one: bool) -> Card:
    warning = "这是本网格唯一的在册明白人，办理后网格就没有人了，建议先登记一位。\n"
    ask = f"请写明{MOVE_WORDS[stage]}的原因，例如“外出务工”；不办理请点取消。"
    text = f"{warning if last_one else ''}{ask}"
    return question(text, numbered=False).model_copy(update={"title": who(person.name)})
