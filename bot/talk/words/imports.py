"""Cards about a workbook that was sent: what it would do, and what it did."""

from actions.imports.requests import Preview
from bot.talk.cards import Attachment, Button, Card, Fact, say
from bot.talk.presses.imports import ImportFile
from bot.talk.presses.months import MonthOpen
from bot.talk.words.buttons import standing as button
from domain.imports.changes import RecordKind, Verb
from domain.imports.fields import columns_of
from domain.imports.renamed import Renamed
from domain.imports.rows import AdviserRow
from domain.imports.tables import Problem
from domain.months import Month
from words.imports import KIND_LABELS, VERB_LABELS

MOST_PROBLEMS = 6
_NAME = columns_of(AdviserRow)["village"].label


def preview_card(preview: Preview, file_id: int, report: Attachment | None) -> Card:
    if not preview.plan.changes and not preview.problems:
        return say("表里的内容与系统里的完全一致，没有需要导入的。")
    lines = [f"· {_problem(p)}" for p in preview.problems[:MOST_PROBLEMS]]
    if more := len(preview.problems) - len(lines):
        lines.append(f"其余{more}处见附件。")
    text = "请核对后确认，确认前不会写入。"
    if preview.problems:
        text = f"有{len(preview.problems)}处不能导入：\n" + "\n".join(lines)
        text += "\n可以改好后重新发送，也可以跳过这些行先导入其余内容。"
    if renames := _renames(preview):
        text = "\n".join([*renames, text])
    return Card(
        title=f"导入预览：{preview.district.name}",
        text=text,
        facts=tuple(Fact(label=KIND_LABELS[k], value=_counts(preview, k)) for k in _kinds(preview)),
        rows=_choices(preview, file_id),
        attachment=report,
    )


def _choices(preview: Preview, file_id: int) -> tuple[tuple[Button, ...], ...]:
    def choice(text: str, wish: str, said: Renamed = preview.renamed) -> Button:
        how = wish if said is Renamed.ASK else f"{wish}.{said.value}"
        return Button(text=text, press=ImportFile(file_id=file_id, how=how).pack())

    go_on, answers = [], []
    if preview.plan.changes:
        go_on = (
            [choice("跳过有问题的行导入", "skip")] if preview.problems else [choice("导入", "all")]
        )
    if preview.plan.questions:
        yes, no = choice("都是改名", "look", Renamed.YES), choice("都不是改名", "look", Renamed.NO)
        answers = [(yes, no)]
    return (*answers, (*go_on, choice("取消", "drop")))


def _renames(preview: Preview) -> list[str]:
    """What is asked and what is taken for granted, the first of them."""
    asked = [f"“{old}”改名为“{new}”？" for old, new in preview.plan.questions]
    said = [
        f"改名：{change.label}→{change.after[label]}"
        for change in preview.plan.changes
        if change.verb is Verb.RENAME and change.kind is RecordKind.VILLAGE
        for label in change.after
        if label == _NAME
    ]
    return (asked + said)[:MOST_PROBLEMS]


def _kinds(preview: Preview) -> list[RecordKind]:
    return [kind for kind in RecordKind if kind is not RecordKind.DISTRICT and preview.total(kind)]


def _counts(preview: Preview, kind: RecordKind) -> str:
    """`89，新增80，变更2，不变7`."""
    parts = [str(preview.total(kind))]
    for verb, label in VERB_LABELS.items():
        if count := preview.plan.count(kind, verb):
            parts.append(f"{label}{count}")
    if same := preview.plan.unchanged.get(kind, 0):
        parts.append(f"不变{same}")
    return "，".join(parts)


def _problem(problem: Problem) -> str:
    where = f"“{problem.sheet}”表"
    if problem.row:
        where += f"第{problem.row}行{problem.column}"
    return f"{where}：{problem.reason}。{problem.suggestion}"


def imported_card(preview: Preview, month: Month) -> Card:
    skipped = f"，跳过了{len(preview.problems)}处有问题的内容" if preview.problems else ""
    text = (
        f"已导入{preview.district.name}的基础表：{len(preview.plan.changes)}处新增或变更{skipped}。"
    )
    return say(text, button("本月情况", MonthOpen(month=str(month))))


def dropped_card() -> Card:
    return say("已取消导入，什么都没有写入。")


def not_received() -> Card:
    return say("文件没有收到，请重新发送一次。")
