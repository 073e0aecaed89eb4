"""`shaodian verify` as somebody types it."""

import re
import sqlite3

from tests.bot.cli.test_command_line import CommandLine, terminal

__all__ = ["terminal"]
FILE = "data/shaodian.db"


def by_hand(statement: str) -> None:
    with sqlite3.connect(FILE) as connection:
        connection.execute(statement)
    connection.close()


def test_what_was_noted_is_whole_until_somebody_changes_it(terminal: CommandLine):
    assert "还没有留痕" in terminal.shows("verify")
    for quota in ("600", "480"):
        terminal.shows("policy", f"quota={quota}")
    said = terminal.shows("verify")
    found = re.search(r"留痕完整，共 (\d+) 条.*校验值是 (\d+:[0-9a-f]{16})", said)
    assert found
    rows, known = int(found[1]), found[2]
    assert "留痕完整" in terminal.shows("verify", "--known", known)
    assert terminal.refused("verify", "--known", f"{rows}:0123456789abcdef").startswith(
        f"第 {rows} 条的校验值与抄下的不同"
    )
    assert "--known 要写成" in terminal.refused("verify", "--known", "不知道")

    by_hand(f"DELETE FROM audit WHERE id = {rows}")
    assert terminal.refused("verify").startswith(f"第 {rows - 1} 条之后有留痕被删除")
    by_hand("UPDATE audit SET action = 'nothing' WHERE id = 1")
    assert terminal.typed("verify")[0] == 1
    assert terminal.refused("verify").startswith("第 1 条留痕被改动过")


def test_a_backup_is_noted_itself(terminal: CommandLine):
    terminal.shows("policy", "quota=600")
    terminal.shows("backup", "b.zip")
    with sqlite3.connect(FILE) as connection:
        (noted,) = connection.execute("SELECT after FROM audit WHERE action = 'backup'").fetchall()
    connection.close()
    assert noted[0].startswith('{"rows":')
    assert "共 2 条" in terminal.shows("verify")
