"""Cards with which the office renames, merges, parts and retires villages and grids."""

from collections.abc import Mapping, Sequence

from bot.talk.cards import Button, Card, Fact, in_rows, pager
from bot.talk.entries.place import PlaceEntry
from bot.talk.presses.filling import PAGES
from bot.talk.presses.menu import Menu
from bot.talk.words.filling import begun_words, fill, question, whole
from domain.months import Month
from domain.places import Happening, PlaceKind
from words.changes import PLACE_LABELS, TITLES
from words.names import who
from words.times import day_words

DOING_WORDS = {
    Happening.RENAMED: "改名",
    Happening.MERGED: "合并",
    Happening.SPLIT: "拆分",
    Happening.RETIRED: "撤销",
}
QUESTIONS = {
    Happening.RENAMED: "给哪一个改名？",
    Happening.MERGED: "把哪一个并入别的？（并入以后，它就撤销了）",
    Happening.SPLIT: "从哪一个分出新的？",
    Happening.RETIRED: "撤销哪一个？",
}
EXAMPLES = {
    Happening.RENAMED: "改名 后塘村 后塘社区",
    Happening.MERGED: "合并 后莘村 后塘村",
    Happening.SPLIT: "拆分 后塘村 新塘村",
    Happening.RETIRED: "撤销 后塘村第三网格",
}
Choices = Sequence[tuple[int, str]]


def place_about(entry: PlaceEntry, place: str) -> str:
    return begun_words(DOING_WORDS[entry.doing], place, entry.name or "")


def places_card() -> Card:
    """村和网格: what can be done with them."""
    buttons = [
        Button(text=word, press=Menu(word=word).pack(), standing=True)
        for word in DOING_WORDS.values()
    ]
    text = "\n".join(
        [
            "村(社区)和网格变动时用。旧名仍然认得，已月结的数字不变，有关的人会收到通知。",
            *(f"· {EXAMPLES[doing]}" for doing in DOING_WORDS),
            "看一个网格的人，直接发送网格名称。",
        ]
    )
    return Card(title="村和网格", text=text, rows=in_rows(buttons, 2))


def ask_kind(doing: Happening) -> Card:
    buttons = [fill(label, "kind", kind) for kind, label in PLACE_LABELS.items()]
    text = f"{QUESTIONS[doing]}可以直接发送名称，例如“{EXAMPLES[doing].partition(' ')[2]}”。"
    return question(text, buttons)


def ask_village(entry: PlaceEntry, villages: Choices, page: int, pages: int) -> Card:
    grid = "网格在哪个村(社区)？" if entry.kind is PlaceKind.GRID else QUESTIONS[entry.doing]
    return _choose(f"{grid}可以直接发送名称。", villages, "village", page, pages)


def ask_grid(entry: PlaceEntry, grids: Choices, page: int, pages: int) -> Card:
    return _choose(QUESTIONS[entry.doing], grids, "grid", page, pages)


def ask_into(entry: PlaceEntry, place: str, others: Choices, page: int, pages: int) -> Card:
    label = PLACE_LABELS[entry.kind or PlaceKind.VILLAGE]
    return _choose(f"{place}并入哪个{label}？", others, "into", page, pages)


def ask_name(entry: PlaceEntry, place: str) -> Card:
    if entry.doing is Happening.RENAMED:
        text = f"{place}改成什么名称？请直接发送新的全称。"
    else:
        label = PLACE_LABELS[entry.kind or PlaceKind.VILLAGE]
        text = f"从{place}分出来的{label}叫什么名称？请直接发送全称。"
    return question(text, numbered=False)


def ask_chosen(entry: PlaceEntry, choices: Choices, page: int, pages: int) -> Card:
    """Each is marked or not; nobody has to go along into a new grid."""
    grids = entry.kind is PlaceKind.VILLAGE
    buttons = []
    for id_, name in choices:
        mark = "✓" if id_ in entry.chosen else "　"
        buttons.append(fill(f"{mark}{name if grids else who(name)}", "chosen", str(id_)))
    text = f"哪些{'网格' if grids else '明白人'}划到{entry.name}？点一下选中，再点一下取消。"
    if not grids:
        text += "没有要划过去的，直接点“选好了”。"
    done = ((fill(f"选好了（{len(entry.chosen)}）", "done"),),)
    turns = (*done, *pager(pages, page, PAGES, standing=False))
    return question(text, buttons, width=1 if grids else 2, turns=turns)


def ask_people(entry: PlaceEntry, grids: Choices, page: int, pages: int) -> Card:
    buttons = [fill(f"转到{name}", "home", str(id_)) for id_, name in grids]
    leave = ((fill("随网格撤销，一并退出", "leave"),),)
    text = (
        f"还有{entry.people}名法律明白人，他们怎么办？"
        "可以直接发送要转到的网格的名称，或者点“一并退出”。"
    )
    turns = (*leave, *pager(pages, page, PAGES, standing=False))
    return question(text, buttons, width=1, turns=turns)


def ask_reason(entry: PlaceEntry) -> Card:
    text = f"{TITLES[entry.doing]}的原因是什么？会写进通知，例如“街道区划调整”。"
    return question(text, numbered=False)


def _choose(text: str, choices: Choices, part: str, page: int, pages: int) -> Card:
    buttons = [fill(name, part, str(id_)) for id_, name in choices]
    return question(text, buttons, turns=pager(pages, page, PAGES, standing=False))


def confirm_card(entry: PlaceEntry, names: Mapping[str, str], follows: Sequence[str]) -> Card:
    """`names` of the place, of what it becomes, and of who goes along; `follows` is what else
    comes with it."""
    title = f"请确认：{TITLES[entry.doing]}"
    labels = {
        Happening.RENAMED: "新名称",
        Happening.MERGED: "并入",
        Happening.SPLIT: "分出",
        Happening.RETIRED: "明白人",
    }
    facts = [
        Fact(label=PLACE_LABELS[entry.kind or PlaceKind.VILLAGE], value=names["place"]),
        *([Fact(label=labels[entry.doing], value=names["new"])] if names.get("new") else []),
        *([Fact(label="划过去的", value=names["chosen"])] if names.get("chosen") else []),
        Fact(label="从哪天起", value=day_words(entry.day)),
        Fact(label="原因", value=entry.reason or ""),
    ]
    text = "\n".join([*(f"· {line}" for line in follows), "要改日期，直接发送日期也可以。"])
    return whole(title, text, facts, (_days(entry),), save="确认")


def chosen_words(entry: PlaceEntry, names: Sequence[str]) -> str:
    return "、".join(name if entry.kind is PlaceKind.VILLAGE else who(name) for name in names)


def _days(entry: PlaceEntry) -> tuple[Button, ...]:
    first = Month.of(entry.day).first_day
    days = (("当月1日起", first),)
    return tuple(fill(words, "day", day.isoformat()) for words, day in days if day != entry.day)


def follows_words(entry: PlaceEntry, grids: int, advisers: Sequence[str]) -> list[str]:
    """What comes with it: `grids` follow or move, `advisers` serve the new village too."""
    village = entry.kind is PlaceKind.VILLAGE
    lines = {
        Happening.RENAMED: ["以前的记录不变，旧名仍然认得。"],
        Happening.MERGED: ["已月结的数字不变，旧名仍然认得。"],
        Happening.SPLIT: ["以前的记录留在原来的地方。"],
        Happening.RETIRED: ["聘任、网格员和村确认人的职责到前一天为止，未达标和待办随之结束。"]
        if village
        else ["网格员的职责到前一天为止，未达标和待办随之结束。"],
    }[entry.doing]
    if entry.doing is Happening.RENAMED and grids:
        lines.append(f"以村名开头的{grids}个网格一并改名。")
    if entry.doing is Happening.MERGED:
        moved = "网格、明白人、聘任、待办和本月的服务时长" if village else "明白人和网格员"
        lines.append(f"{moved}转过去。")
        lines += ["同名的网格前面加上原来的村名。"] if village else []
    if entry.doing is Happening.SPLIT and advisers:
        names = "、".join(who(name) for name in advisers)
        lines.append(f"{names}同时担任新村(社区)的法律顾问；要换人，办完后发送“更换顾问”。")
    return lines


def done_card(entry: PlaceEntry, place: str, new: str) -> Card:
    words = {
        Happening.RENAMED: f"{place}改名为{new}",
        Happening.MERGED: f"{place}并入{new}",
        Happening.SPLIT: f"{place}分出{new}",
        Happening.RETIRED: f"{place}撤销",
    }
    text = f"已办理：{words[entry.doing]}，从{day_words(entry.day)}起。有关的人会收到通知。"
    again = Button(text="村和网格", press=Menu(word="村和网格").pack(), standing=True)
    return Card(text=text, rows=((again,),))
