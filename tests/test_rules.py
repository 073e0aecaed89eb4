"""What cites a rule or a decision names one that a reader of the repository can open."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from domain.months import SHANGHAI
from domain.people import INVITATION_LENGTH, INVITATION_LIFE, masked_name, masked_phone
from domain.policy import Policy
from domain.visits import Activity

ROOT = Path(__file__).parent.parent
BOOK = (ROOT / "docs" / "规则.md").read_text("utf-8")
HEADING = re.compile(r"^### (\S+) \S", re.M)
RULES = frozenset(HEADING.findall(BOOK))
DECISIONS = {page.name[:4]: page for page in (ROOT / "docs" / "decisions").glob("0*.md")}

RULE = re.compile(r"规则 ?([\d.]*\d)")
DECISION = re.compile(r"docs/decisions/(\w*)")
DECISION_IN_PROSE = re.compile(r"\bdecision (\d+)", re.I)
UNRESOLVABLE = re.compile(
    r"\b(?:domain|architecture|registers|office|messengers|papers)\.md\b"
    r"|\bdocs: |\(docs\b(?!/decisions/\d)|\brules? (?:of )?(?:section )?\d|\bsections? \d"
    r"|\bdecision \d",
    re.I,
)
"""Ways of citing that name nothing one could open, or not the page itself."""


def _files(*kinds: str) -> Iterator[tuple[str, str]]:
    """Path and text of every file of ours but this one, its lines joined: citations may wrap."""
    for top in ROOT.iterdir():
        if top.name.startswith(".") or top.name in {"build", "dist", "data"}:
            continue
        for file in [top] if top.is_file() else top.rglob("*"):
            if file.suffix in kinds and file != Path(__file__):
                text = re.sub(r"\n[ #>]*", " ", file.read_text("utf-8"))
                yield str(file.relative_to(ROOT)), text


CODE = dict(_files(".py", ".html"))
DOCUMENTS = dict(_files(".md"))


def _cited(pattern: re.Pattern[str], files: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, found[1]) for name, text in files for found in pattern.finditer(text)]


def test_every_citation_of_a_rule_is_in_the_book():
    cited = _cited(RULE, [*CODE.items(), *DOCUMENTS.items()])
    assert len(cited) > 45
    assert [each for each in cited if each[1] not in RULES] == []


def test_every_citation_of_a_decision_has_its_page():
    cited = _cited(DECISION, CODE.items())
    assert len(cited) > 5
    assert [each for each in cited if each[1] not in DECISIONS] == []
    prose = _cited(DECISION_IN_PROSE, DOCUMENTS.items())
    assert prose
    assert [each for each in prose if each[1].zfill(4) not in DECISIONS] == []
    named = [each for each in _cited(DECISION, DOCUMENTS.items()) if each[1]]
    assert [each for each in named if each[1][:4] not in DECISIONS] == []


def test_nothing_is_cited_in_a_form_that_cannot_be_opened():
    found = [(name, each[0]) for name, text in CODE.items() for each in UNRESOLVABLE.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "citation",
    [
        "(domain.md 3.4)",
        "(docs: 3.10)",
        "(docs: rule 3.6)",
        "for every refusal of rule 3.4.",
        "this is the rule of section 4",
        '(docs, "A message may arrive twice")',
        "(docs/decisions)",
        "(decision 18)",
    ],
)
def test_a_form_that_cannot_be_opened_is_found(citation: str):
    assert UNRESOLVABLE.search(citation)


def test_the_rules_are_numbered_in_order_without_a_gap():
    chapter, number = 0, 0
    for line in re.findall(r"^###? (\S+)", BOOK, re.M):
        if line.endswith("."):
            chapter, number = chapter + 1, 0
            assert line == f"{chapter}."
        else:
            number += 1
            assert line == f"{chapter}.{number}"


def test_every_decision_is_numbered_as_its_page():
    titles = {number: page.read_text("utf-8").split(".")[0] for number, page in DECISIONS.items()}
    assert titles == {number: f"# {int(number)}" for number in DECISIONS}


def _days(*numbers: int) -> str:
    return "和 ".join(f"{n} 日" if n > 0 else f"T−{-n}" for n in numbers)


def _as_in_the_book(policy: Policy) -> dict[str, str]:
    """How the book writes each default, in front of its name."""
    return {
        "quota": f"{policy.quota} 分钟",
        "basis": f"默认 `{policy.basis}`",
        "confirmation": f"默认 `{policy.confirmation}`",
        "counting": "默认如下",
        "shortest_visit": f"{policy.shortest_visit} 分钟",
        "longest_visit": f"{policy.longest_visit / 60:g} 小时",
        "pro_rata": "默认折算" if policy.pro_rata else "默认不折算",
        "pro_rata_step": f"{policy.pro_rata_step} 分钟",
        "grid_least": f"{policy.grid_least} 名",
        "village_least": f"{policy.village_least} 名",
        "village_least_in_communities": (
            "默认同样要求" if policy.village_least_in_communities else "默认不要求"
        ),
        "certificate_warning_days": f"{policy.certificate_warning_days} 天",
        "reminder_days": _days(*policy.reminder_days),
        "digest_day": _days(policy.digest_day),
        "closing_day": f"次月 {policy.closing_day} 日",
        "case_patience": f"{policy.case_patience} 个工作日",
        "check_out_after_hours": f"{policy.check_out_after_hours} 小时",
        "check_out_evening_hour": f"{policy.check_out_evening_hour} 点",
        "odd_same_length": f"{policy.odd_same_length} 次",
        "odd_last_days": f"最后 {policy.odd_last_days} 天",
        "odd_gap": f"{policy.odd_gap} 分钟",
    }


@pytest.mark.parametrize("name", Policy.model_fields)
def test_every_default_of_the_policy_is_in_the_book_once(name: str):
    default = _as_in_the_book(Policy())[name]
    assert re.search(rf"(?<!\d){re.escape(default)}（`{name}`）", BOOK), default
    assert BOOK.count(f"`{name}`") == 1


def test_the_activities_that_count_are_those_of_the_policy():
    rows = dict(re.findall(r"^\| \S+ \| `(\w+)` \| (计入|不计入) \|$", BOOK, re.M))
    counting = Policy().counting
    assert rows == {each: "计入" if each in counting else "不计入" for each in Activity}


@pytest.mark.parametrize(
    ("rule", "figure"),
    [
        ("1.1", f"{Policy().quota / 60:g} 小时"),
        ("2.1", f"{INVITATION_LENGTH} 位"),
        ("2.1", f"{INVITATION_LIFE.days} 天"),
        ("2.4", masked_phone("13812345678")),
        ("2.9", masked_name("王秀兰")),
        ("3.1", SHANGHAI.key),
    ],
)
def test_a_figure_of_the_book_is_that_of_the_code(rule: str, figure: str):
    said = BOOK.partition(f"\n### {rule} ")[2].partition("\n##")[0]
    assert re.search(rf"(?<!\d){re.escape(figure)}", said), said
