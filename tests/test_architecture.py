"""The import rules hold, and they fail when somebody breaks one of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "actions",
    "bot",
    "demo",
    "domain",
    "reports",
    "scheduler",
    "storage",
    "web",
    "words",
)

LONGEST = 220
"""Lines of a module outside the migrations."""

FORBIDDEN = [
    ("domain", "storage.engine"),
    ("domain", "actions.visits"),
    ("reports", "storage.engine"),
    ("storage", "reports.template"),
    ("storage", "actions.visits"),
    ("actions", "bot.talk.cards"),
    ("actions", "demo.fill"),
    ("demo", "bot.talk.cards"),
    ("scheduler", "bot.talk.cards"),
    ("web", "bot.talk.cards"),
    ("web", "scheduler.jobs"),
    ("bot", "web.app"),
    ("bot", "scheduler.jobs"),
    ("domain", "words.times"),
    ("storage", "words.times"),
    ("words", "storage.engine"),
    ("bot.talk", "bot.messengers.limits"),
    ("bot.talk", "bot.messengers.telegram.cards"),
    ("bot.talk", "bot.app"),
    ("bot.talk", "bot.settings"),
    ("bot.messengers", "bot.talk.handlers.visits"),
    ("bot.messengers", "bot.talk.dispatcher"),
    ("bot.messengers", "bot.app"),
    ("words", "aiogram"),
    ("actions", "aiogram"),
    ("storage", "aiogram"),
    ("bot", "sqlalchemy"),
    ("actions", "alembic"),
    ("web", "aiosqlite"),
    ("bot", "apscheduler"),
    ("bot", "fastapi"),
    ("actions", "starlette"),
    ("scheduler", "uvicorn"),
]


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a copy of the program into which every forbidden import was written."""
    copy = tmp_path_factory.mktemp("broken")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("*.pyc"))
    for number, (package, wanted) in enumerate(FORBIDDEN):
        (copy / package.replace(".", "/") / f"broken_{number}.py").write_text(f"import {wanted}\n")
    result = _lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def test_every_rule_is_kept():
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("number", range(len(FORBIDDEN)), ids=[" → ".join(f) for f in FORBIDDEN])
def test_a_forbidden_import_is_found(complaints: str, number: int):
    package, wanted = FORBIDDEN[number]
    assert f"{package}.broken_{number} -> {wanted}" in complaints


def test_no_module_is_too_long_to_be_read_at_once():
    """A missing word is the usual reason for a longer one."""
    sources = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.[pj][ys]")
        if "versions" not in path.parts
    ]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in sources}
    assert len(lines) > 200
    assert {str(path): count for path, count in lines.items() if count > LONGEST} == {}
