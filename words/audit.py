"""Whether what was noted is whole."""

from domain.audit import Broken, Flaw, Verified

SHOWN = 16
"""Characters of a hash that are enough to compare."""


def mark(verified: Verified) -> str:
    """What is written down to compare with later."""
    return f"{verified.last}:{verified.hash[:SHOWN]}"


def verified_words(verified: Verified) -> str:
    if verified.broken:
        return broken_words(verified.broken)
    if not verified.rows:
        return "还没有留痕，没有可核对的。"
    return (
        f"留痕完整，共 {verified.rows} 条，没有被改动、删除或插入过。最后一条的校验值是 "
        f"{mark(verified)}，抄下来存在别处，以后可以核对这以前的留痕有没有被整体改写。"
    )


def broken_words(broken: Broken) -> str:
    found = {
        Flaw.CHANGED: f"第 {broken.id} 条留痕被改动过",
        Flaw.REMOVED: (f"第 {broken.id} 条之后有留痕被删除" if broken.id else "最前面的留痕被删除"),
        Flaw.ADDED: f"第 {broken.id} 条留痕是插进来的，不是系统记下的",
        Flaw.REWRITTEN: f"第 {broken.id} 条的校验值与抄下的不同，它和它以前的留痕被改写过",
    }[broken.flaw]
    return (
        f"{found}。请不要再改动数据库，先备份一份，再用以前的备份恢复到另一个数据库，对照这一条；"
        "并查清谁能直接改数据库。"
    )
