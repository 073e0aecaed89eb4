"""Lines as offices, logs and voices write them, each with what it must come out as.

`want` names what matters; null is what is not said, a part it does not name is free.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.months import SHANGHAI
from domain.understanding import understand

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = (
    *("后塘村", "前湖村", "十里铺村", "三里店社区", "南园社区", "庙前新村", "石门坪村", "八一村"),
)
LINES = [
    json.loads(line)
    for name in ("lines.jsonl", "more_lines.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", LINES, ids=[line["text"] for line in LINES])
def test_a_line_comes_out_right(line: dict[str, Any]) -> None:
    understood = understand(line["text"], NOW, VILLAGES).as_json_dict()
    assert {part: understood[part] for part in line["want"]} == line["want"]
