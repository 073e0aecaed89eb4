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
from scheduler.timetable import JOBS
from words.policy import POLICY_WORDS

ROOT = Path(__file__).parent.parent
README, KEEPER = ROOT / "README.md", ROOT / "docs" / "管理员.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MANUALS = {
    Role.ADVISER: "法律顾问",
    Role.GRID_WORKER: "网格员",
    Role.VILLAGE_CONFIRMER: "村确认人",
    Role.OFFICE: "街道办",
    Role.LEADER: "街道办",
}
COMMANDS: dict[str, Any] = typer.main.get_command(command_line()).commands  # type: ignore[attr-defined]
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


TABLES = {"命令": command_rows, "设置": setting_rows, "口径": policy_rows}


def rewritten(text: str) -> str:
    def table(found: re.Match[str]) -> str:
        rows = "\n".join(TABLES[found[2]]())
        return f"{found[1]}{rows}\n{found[3]}"

    return WRITTEN.sub(table, text)


@pytest.mark.parametrize("file", [README, KEEPER], ids=lambda file: file.stem)
def test_the_tables_of_commands_settings_and_policy_are_those_of_the_code(file: Path):
    assert file.read_text("utf-8") == rewritten(file.read_text("utf-8")), (
        "run: python -m tests.test_docs"
    )


def test_every_table_is_in_a_document():
    text = README.read_text("utf-8") + KEEPER.read_text("utf-8")
    assert {found[2] for found in WRITTEN.finditer(text)} == set(TABLES)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_is_in_the_readme_with_its_time(job: Any):
    assert f"| `{job.name}` | {job.title} | {job.at:%H:%M} |" in README.read_text("utf-8")


@pytest.mark.parametrize("role", Role)
def test_every_word_of_the_menu_is_in_the_manual(role: Role):
    text = (ROOT / "docs" / f"{MANUALS[role]}.md").read_text("utf-8")
    assert [word for word in ENTRIES[role] if not re.search(f"[“：]{word}[”\n ]", text)] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_line_in_a_document_exists(file: Path):
    said = re.findall(r"^\s*shaodian (.+)$|`shaodian ([^`]+)`", file.read_text("utf-8"), re.M)
    for line in (a or b for a, b in said):
        name, *rest = line.split("#")[0].split()
        assert name in COMMANDS, line
        known = {opt for param in COMMANDS[name].params for opt in param.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path):
    text = file.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text) + re.findall(
        r'src="([^"]+)', text
    )
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_every_path_of_the_map_exists():
    section = README.read_text("utf-8").partition("## 目录\n")[2].partition("\n## ")[0]
    paths = [path for line in section.splitlines() for path in re.findall(r"`([^`]+)`", line)]
    assert len(paths) > 10
    assert [path for path in paths if not list(ROOT.glob(path))] == []


def test_every_code_word_of_the_glossary_is_in_the_code():
    rows = re.findall(r"^\|[^|]+\| `(\w+)`[^|]*\| `([^`]+)` \|", _glossary(), re.M)
    assert len(rows) > 20
    assert [f"{word} {path}" for word, path in rows if word not in _source(path)] == []


def _glossary() -> str:
    return (ROOT / "GLOSSARY.md").read_text("utf-8")


def _source(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def main() -> None:
    for file in (README, KEEPER):
        file.write_text(rewritten(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
