"""What the documents list is what the product has: commands, settings, jobs, policy, menu, paths.

`python -m tests.test_docs` writes the tables that follow from the code anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel, SecretStr

from bot.cli import command_line
from bot.settings import Settings
from bot.talk.words.menu import ENTRIES
from domain.people import Role
from domain.policy import Policy
from scheduler import timetable
from scheduler.timetable import JOBS, CatchUp
from storage.personal import ENDS
from words.policy import POLICY_WORDS

ROOT = Path(__file__).parent.parent
README, PAGES = ROOT / "README.md", ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MANUALS = {
    Role.ADVISER: "法律顾问",
    Role.GRID_WORKER: "网格员",
    Role.VILLAGE_CONFIRMER: "村确认人",
    Role.OFFICE: "街道办",
    Role.LEADER: "街道办",
}


def _commands(group: Any, before: str = "") -> dict[str, Any]:
    """By their words; those of a group one by one."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = hasattr(command, "commands")
        found |= _commands(command, f"{before}{name} ") if inner else {f"{before}{name}": command}
    return found


COMMANDS: dict[str, Any] = _commands(typer.main.get_command(command_line()))
ROOMS = [*sorted(p.parent.name for p in ROOT.glob("*/__init__.py")), "tests", "benchmarks", "docs"]
WRITTEN = re.compile(r"(<!-- (\S+)：.*?-->\n).*?(<!-- /\2 -->)", re.S)


def command_rows() -> Iterator[str]:
    yield "| 命令 | 用途 | 参数和选项 |\n|---|---|---|"
    for name, command in COMMANDS.items():
        shown = [p for p in command.params if p.name != "help"]
        words = [f"`{_spelled(p)}` {p.help}" for p in shown]
        yield f"| `shaodian {name}` | {command.help} | {'<br>'.join(words) or '—'} |"


def _spelled(param: Any) -> str:
    if param.param_type_name == "option":
        return str(param.opts[0])
    name = (param.metavar or param.name).upper()
    return name if param.required else f"[{name}]"


def setting_rows() -> Iterator[str]:
    yield "| 设置 | 默认值 | 含义 |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| `SHAODIAN_{name.upper()}` | {_default(field.default)} | {field.description} |"


def policy_rows() -> Iterator[str]:
    yield "| 项 | 默认值 | 含义 |\n|---|---|---|"
    for name, value in Policy().model_dump(mode="json").items():
        shown = ",".join(map(str, value)) if isinstance(value, list) else _default(value).strip("`")
        kept = ",".join(sorted(value)) if name == "counting" else shown
        yield f"| `{name}` | `{kept}` | {POLICY_WORDS[name]} |"


def job_rows() -> Iterator[str]:
    yield "| 任务 | 说明 | 时间 | 哪天 | 各街道 | 停机错过的 |\n|---|---|---|---|---|---|"
    for job in JOBS:
        day, missed = DAYS[job.dates], MISSED[job.catch_up]
        streets = "各自一次" if job.by_street else "一起一次"
        yield f"| `{job.name}` | {job.title} | {job.at:%H:%M} | {day} | {streets} | {missed} |"


def _day(n: int) -> str:
    return f"{n} 日" if n > 0 else f"月底前 {-n} 天"


DAYS = {
    timetable.daily: "每天",
    timetable.weekly: "每周第一个工作日",
    timetable.reminders: "和".join(map(_day, Policy().reminder_days)),
    timetable.before_month_end: _day(Policy().digest_day),
    timetable.after_month_end: "每月 1 日",
    timetable.closings: f"次月 {Policy().closing_day} 日，遇休息日顺延",
}
MISSED = {CatchUp.EACH: "每一期都补做", CatchUp.LATEST: "只补最近一期"}


def _default(value: object) -> str:
    if value in (None, "") or isinstance(value, SecretStr):
        return "（空）"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, BaseModel):
        return "（官方上限）"
    if isinstance(value, tuple):
        return f"`{','.join(value)}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


TABLES = {"命令": command_rows, "设置": setting_rows, "口径": policy_rows, "定时任务": job_rows}
WITH_TABLES = [file for file in DOCUMENTS if WRITTEN.search(file.read_text("utf-8"))]


def rewritten(text: str) -> str:
    def table(found: re.Match[str]) -> str:
        rows = "\n".join(TABLES[found[2]]())
        return f"{found[1]}{rows}\n{found[3]}"

    return WRITTEN.sub(table, text)


@pytest.mark.parametrize("file", WITH_TABLES, ids=lambda file: file.stem)
def test_the_tables_of_commands_settings_policy_and_jobs_are_those_of_the_code(file: Path):
    assert file.read_text("utf-8") == rewritten(file.read_text("utf-8")), (
        "run: python -m tests.test_docs"
    )


def test_every_table_is_in_one_document():
    found = [f[2] for file in WITH_TABLES for f in WRITTEN.finditer(file.read_text("utf-8"))]
    assert sorted(found) == sorted(TABLES)


def test_what_every_job_does_is_said():
    text = (PAGES / "定时任务.md").read_text("utf-8")
    assert re.findall(r"^- \*\*(.+?)\*\*：", text, re.M) == [job.title for job in JOBS]
    for page in (text, (PAGES / "个人信息.md").read_text("utf-8")):
        assert all(f"{life.days} 天" in page for life in ENDS.values())


def test_the_settings_of_wecom_are_all_in_its_manual_with_their_defaults():
    text = (PAGES / "企业微信.md").read_text("utf-8")
    rows = [row for row in setting_rows() if "`SHAODIAN_WECOM_" in row]
    assert len(rows) > 10
    assert [row for row in rows if " | ".join(row.split(" | ")[:2]) + " |" not in text] == []


@pytest.mark.parametrize("role", Role)
def test_every_word_of_the_menu_is_in_the_manual(role: Role):
    text = (PAGES / f"{MANUALS[role]}.md").read_text("utf-8")
    assert [word for word in ENTRIES[role] if not re.search(f"[“：]{word}[”\n ]", text)] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_line_in_a_document_exists(file: Path):
    said = re.findall(r"^\s*shaodian (.+)$|`shaodian ([^`]+)`", file.read_text("utf-8"), re.M)
    for line in (a or b for a, b in said):
        words = line.split("#")[0].split()
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in COMMANDS), "")
        assert name, line
        rest = words[len(name.split()) :]
        known = {opt for param in COMMANDS[name].params for opt in param.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path):
    text = file.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text) + re.findall(
        r'src="([^"]+)', text
    )
    assert [link for link in links if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_to_a_heading_finds_it(file: Path):
    links = re.findall(r"\]\(([^):]*)#([^)]+)\)", file.read_text("utf-8"))
    pages = {page: (file.parent / page if page else file).read_text("utf-8") for page, _ in links}
    assert [f"{page}#{mark}" for page, mark in links if mark not in _marks(pages[page])] == []


def _marks(text: str) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


def _map() -> list[str]:
    section = README.read_text("utf-8").partition("## 目录\n")[2].partition("\n## ")[0]
    return re.findall(r"`([^`\n]+)`", section)


def test_every_path_of_the_map_exists():
    paths = _map()
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_on_the_map(room: str):
    """By itself, or by the rooms in it."""
    assert any(path.startswith(f"{room}/") for path in _map())


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_path_a_document_names_exists(file: Path):
    """`actions/<subject>.py` stands for many, and decisions are cited by their number."""
    named = rf"`((?!docs/\w+/\d+`)(?:{'|'.join(ROOMS)})/[^`<*\s]*)`"
    paths = re.findall(named, file.read_text("utf-8"))
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_code_word_of_the_glossary_is_in_the_code():
    rows = re.findall(r"^\|[^|]+\| `(\w+)`[^|]*\| `([^`]+)` \|", _source("GLOSSARY.md"), re.M)
    assert len(rows) > 20
    assert [f"{word} {path}" for word, path in rows if not _defined(word, path)] == []


def _defined(word: str, path: str) -> bool:
    """By the name itself, not as a part of another or as something imported."""
    made = rf"^(class|def|async def) {word}\b|^    (async )?def {word}\b|^ *{word}\b.*[=:]"
    return re.search(made, _source(path), re.M) is not None


def _source(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def main() -> None:
    for file in WITH_TABLES:
        file.write_text(rewritten(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
