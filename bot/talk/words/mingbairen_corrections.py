"""Cards with which the record of a 明白人 is corrected."""

from collections.abc import Sequence

from bot.talk.cards import Card, Fact, pager, say
from bot.talk.presses.filling import PAGES
from bot.talk.presses.grids import GridOpen
from bot.talk.words.buttons import standing as button
from bot.talk.words.filling import begun_words, changes, fill, question, whole
from domain.corrections import FIELDS, differences, shown_field
from domain.grids import Grid
from domain.mingbairen import STAGE_LABELS, Mingbairen
from words.changes import GRID_MOVED
from words.names import who

PARTS = [(told.label, field) for field, told in FIELDS.items()]


def ask_person(known: Sequence[tuple[Mingbairen, str]]) -> Card:
    if not known:
        return question("更正哪一位法律明白人？请直接发送姓名。", numbered=False)
    buttons = [
        fill(f"{who(person.name)} {grid} {STAGE_LABELS[person.stage]}", "person", str(person.id))
        for person, grid in known
    ]
    return question("有几位同名的，是哪一位？", buttons, width=1)


def correction_about(name: str) -> str:
    return begun_words("更正明白人", who(name) if name else "")


def ask_field(person: Mingbairen, grid: str) -> Card:
    rows = changes((GRID_MOVED, "grid"), *PARTS)
    text = "更正哪一项？可以直接发送，例如“电话 19900000011”；要清空的发送“备注 无”。"
    facts = [Fact(label=GRID_MOVED, value=grid)]
    facts += [
        Fact(label=told.label, value=_value(field, getattr(person, field)) or "未填")
        for field, told in FIELDS.items()
        if field != "name"
    ]
    asked = question(text)
    return asked.model_copy(
        update={"title": who(person.name), "facts": tuple(facts), "rows": (*rows, *asked.rows)}
    )


def ask_value(field: str, person: Mingbairen) -> Card:
    told = FIELDS[field]
    buttons = [fill(choice, field, choice) for choice in told.choices]
    now = _value(field, getattr(person, field)) or "未填"
    empty = "" if field in ("name", "category") else "没有的发送“无”。"
    text = f"{who(person.name)}的{told.label}，现在是“{now}”。改成什么？{empty}"
    return question(text, buttons, numbered=bool(buttons))


def ask_grid(person: Mingbairen, grids: Sequence[Grid], page: int, pages: int) -> Card:
    buttons = [fill(grid.name, "grid", str(grid.id)) for grid in grids]
    turns = pager(pages, page, PAGES, standing=False)
    return question(f"{who(person.name)}转到哪个网格？可以直接发送名称。", buttons, turns=turns)


def ask_reason() -> Card:
    return question("更正的原因是什么？会告诉网格员，例如“登记有误”。", numbered=False)


def confirm_card(
    before: Mingbairen,
    after: Mingbairen,
    grids: tuple[str, str],
    reason: str | None,
    *,
    last_one: bool,
) -> Card:
    facts = [Fact(label="姓名", value=who(before.name))]
    if before.grid_id != after.grid_id:
        facts.append(Fact(label=GRID_MOVED, value=f"{grids[0]} → {grids[1]}"))
    for label, was, will_be in differences(before, after):
        name = label == FIELDS["name"].label
        old, new = (who(was), who(will_be)) if name else (was, will_be)
        facts.append(Fact(label=label, value=f"{old or '未填'} → {new or '未填'}"))
    if reason:
        facts.append(Fact(label="原因", value=reason))
    warning = f"这是{grids[0]}唯一的在册明白人，转走后那里就没有人了。" if last_one else ""
    mend = changes(("再改一项", "field"))
    return whole("请确认更正", warning, facts, mend)


def corrected_card(person: Mingbairen, grid: str) -> Card:
    look = button("查看网格", GridOpen(grid_id=person.grid_id))
    return say(f"已更正：{who(person.name)}，{grid}。改动已留痕。", look)


def _value(field: str, value: object) -> str:
    shown = shown_field(field, value)
    return who(shown) if field == "name" else shown
