"""Digests: grouped by village, worst first."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from domain.digests import group_of
from domain.illnesses import Illness, ShutDoor
from domain.months import Month
from domain.notices import Digest, ShortLine
from domain.shortfalls import ShortfallKind
from words.doors import shut_lines
from words.illnesses import illness_words
from words.names import who
from words.numbers import hours_of_quota, hours_text
from words.subjects import in_village, label_behind, subject_words
from words.times import day_words, month_words

MOST = 12
"""Villages on one card; beyond that a list is easier to read."""
MOST_NAMES = 6
GIVEN_UP = {
    ShortfallKind.HOURS: "进村时长",
    ShortfallKind.GRID_UNCOVERED: "法律明白人",
    ShortfallKind.VILLAGE_THIN: "法律明白人人数",
}
"""Made up below what was wanted: the village or grid was retired, or is short of something else."""


def digest_title(digest: Digest) -> str:
    month = Month.parse(digest.month)
    titles = {
        "before_month_end": f"{month_words(month)}月末前摘要",
        "month_end": f"{month_words(month)}未达标报送",
        "grids_weekly": "网格与明白人每周报告",
        "preview": f"{month_words(month)}补录期开始",
    }
    return titles[digest.occasion]


def digest_text(digest: Digest) -> str:
    parts = [
        _opening(digest, Month.parse(digest.month)),
        as_lines(digest.lines, digest.more),
        _waiting(digest),
        ailing_lines(digest.illnesses, digest.shut),
    ]
    return "\n".join(part for part in parts if part)


def ailing_lines(illnesses: Iterable[Illness | str], shut: Iterable[ShutDoor]) -> str:
    """What ails the bot, below what ails the villages."""
    words = [*(f"· {illness_words(illness)}" for illness in illnesses), *shut_lines(shut)]
    return "\n".join(["系统自身情况：", *words]) if words else ""


def as_lines(lines: Sequence[ShortLine], more: int = 0) -> str:
    """A village to a line, with all it lacks; what does not fit is counted."""
    groups = _grouped(lines)
    words = [f"· {_named(group[0])}：{_lacks(group)}" for group in groups[:MOST]]
    if left := sum(len(group) for group in groups[MOST:]) + more:
        words.append(f"其余{left}项见列表。")
    return "\n".join(words)


def line_words(line: ShortLine) -> str:
    """`后塘村时长不足（5.5/8小时）` in running text."""
    return f"{_named(line)}{_what(line)}"


def made_up_words(line: ShortLine) -> str:
    """`后塘村进村时长已达8/8小时`; what was only given up is not called reached."""
    if line.figure < line.wanted and line.kind in GIVEN_UP:
        return f"{subject_words(line)}的{GIVEN_UP[line.kind]}不再考核"
    words = {
        ShortfallKind.HOURS: f"进村时长已达{hours_of_quota(line.figure, line.wanted)}",
        ShortfallKind.NO_ADVISER: "已配备法律顾问",
        ShortfallKind.NO_VISIT: "已有法律顾问进村",
        ShortfallKind.GRID_UNCOVERED: f"{_inside(line)}已有在册明白人",
        ShortfallKind.VILLAGE_THIN: f"在册明白人已有{line.figure}人",
    }
    return f"{_named(line)}{words[line.kind]}"


def _grouped(lines: Iterable[ShortLine]) -> list[list[ShortLine]]:
    return [list(group) for _, group in groupby(lines, key=group_of)]


def _named(line: ShortLine) -> str:
    """The village; for hours of all villages together the adviser, whose name may be masked."""
    return line.village or who(line.subject)


def _lacks(group: Sequence[ShortLine]) -> str:
    empty = [
        line for line in group if line.kind is ShortfallKind.GRID_UNCOVERED and not line.figure
    ]
    words = [_what(line) for line in group if line not in empty]
    if empty:
        names = [_inside(line) for line in empty]
        others = f"等{len(names)}个网格" if len(names) > MOST_NAMES else ""
        words.append(f"{'、'.join(names[:MOST_NAMES])}{others}无在册明白人")
    return "；".join(words)


def _what(line: ShortLine) -> str:
    label = label_behind(line.kind)
    if line.kind is ShortfallKind.HOURS:
        missing = hours_text(max(line.wanted - line.figure, 0))
        return f"{label}，{hours_of_quota(line.figure, line.wanted)}，还差{missing}"
    if line.kind is ShortfallKind.NO_ADVISER:
        return "未配备法律顾问"
    if line.kind is ShortfallKind.GRID_UNCOVERED:
        return f"{_inside(line)}{'无在册明白人' if not line.figure else _of(line)}"
    return f"{label}（{_of(line)}）" if line.kind is ShortfallKind.VILLAGE_THIN else label


def _inside(line: ShortLine) -> str:
    return in_village(line.village, line.subject)


def _of(line: ShortLine) -> str:
    return f"在册{line.figure}人，应有{line.wanted}人"


def _opening(digest: Digest, month: Month) -> str:
    total = len(digest.lines) + digest.more
    if digest.occasion == "grids_weekly":
        return f"目前有{total}项需要补齐：" if total else "各网格都有在册明白人。"
    if digest.occasion == "before_month_end":
        return f"临近月末，{total}项进度落后：" if total else "本月进度正常，没有落后的村(社区)。"
    if digest.occasion == "month_end":
        return (
            f"{month.month}月共{total}项未达标，请逐项答复："
            if total
            else f"{month.month}月全部达标。"
        )
    until = f"补录期到{day_words(digest.until)}为止" if digest.until else "补录期开始"
    ending = f"{until}，请尽快补记漏报的服务并完成确认。"
    return f"{month.month}月有{total}项未达标，{ending}" if total else f"{month.month}月的{ending}"


def _waiting(digest: Digest) -> str:
    waiting = digest.unconfirmed_visits
    return f"另有{waiting}次进村服务等村里确认。" if waiting else ""
