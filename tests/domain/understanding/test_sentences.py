"""Sentences as advisers type and dictate them, each with all that must be understood of it.

`sentences.tsv` is read as of Friday, 2026-11-20, 20:00; an empty cell is what was not said.
"""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from domain.months import SHANGHAI
from domain.understanding import understand

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
VILLAGES = ("后塘村", "后莘村", "南巷村", "大卓村", "姚徐村", "示例村06", "示例村07", "示例社区10")
MEANT = {"后塘社区": "后塘村", "大卓社区": "大卓村", "姚许村": "姚徐村", "示例村6": "示例村06"}
"""What is no name of the list but can mean only one of them."""
with (Path(__file__).parent / "sentences.tsv").open(encoding="utf-8") as lines:
    SENTENCES = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", SENTENCES, ids=[row["sentence"] for row in SENTENCES])
def test_a_sentence_is_understood(row: dict[str, str]) -> None:
    expected = {key: value for key, value in row.items() if key != "sentence"}
    understood = understand(row["sentence"], NOW).as_json_dict()
    assert {k: "" if v is None else str(v) for k, v in understood.items()} == expected


@pytest.mark.parametrize("row", SENTENCES, ids=[row["sentence"] for row in SENTENCES])
def test_a_list_of_villages_changes_nothing_but_the_village(row: dict[str, str]) -> None:
    """One that is not listed is asked about, never guessed."""
    said = row["village"]
    listed = said if said in VILLAGES else MEANT.get(said, "")
    expected = {key: value for key, value in row.items() if key != "sentence"} | {"village": listed}
    understood = understand(row["sentence"], NOW, VILLAGES).as_json_dict()
    assert {k: "" if v is None else str(v) for k, v in understood.items()} == expected
