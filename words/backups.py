"""Why a backup was not restored."""

from functools import singledispatch

from domain.backups import BackupTooNew, ContentAltered, NotABackup, TablesDiffer


def not_restored(error: NotABackup) -> str:
    return f"不能恢复：{_why(error)}。数据库没有改动。"


@singledispatch
def _why(error: NotABackup) -> str:
    return "文件损坏，或不是法治哨点的备份"


@_why.register
def _(error: TablesDiffer) -> str:
    return "其中缺少数据表，或多出了数据表"


@_why.register
def _(error: ContentAltered) -> str:
    return f"表 {error.table} 的内容与校验值不符"


@_why.register
def _(error: BackupTooNew) -> str:
    ours = f"{error.our_program}（数据版本 {error.our_schema}）"
    theirs = f"{error.program or ''}（数据版本 {error.schema}）"
    return f"备份由更新的版本{theirs}做成，本程序是{ours}，还不认识它。请先更新程序，再恢复"
