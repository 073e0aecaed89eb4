"""A digest's lines: a village to a line, a remedy to a line."""

from domain.illnesses import ShutDoor
from domain.notices import ShortLine
from domain.shortfalls import ShortfallKind
from words.digests import as_lines
from words.doors import shut_lines


def _of_grid(name: str) -> ShortLine:
    return ShortLine(
        kind=ShortfallKind.GRID_UNCOVERED, village="后塘村", subject=name, figure=0, wanted=1
    )


def test_a_village_is_one_line_with_all_it_lacks() -> None:
    text = as_lines(
        (
            ShortLine(
                kind=ShortfallKind.NO_ADVISER,
                village="后塘村",
                subject="后塘村",
                figure=0,
                wanted=1,
            ),
            _of_grid("后塘村第二网格"),
            _of_grid("第三网格"),
        )
    )
    assert text == "· 后塘村：未配备法律顾问；第二网格、第三网格无在册明白人"


def test_many_doors_are_counted() -> None:
    doors = [ShutDoor(name=f"示例{n}", reason=f"原因{n % 8}") for n in range(80)]
    lines = shut_lines(doors)
    assert "等10人。原因0" in lines[0]
    assert len(lines) == 7 and lines[-1] == "· 另有20人的通知送不到，原因各不相同"
