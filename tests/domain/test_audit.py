"""Whatever single thing somebody does to the rows that were noted, it is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit import (
    BEGINNING,
    ERASE,
    LEFT,
    Broken,
    Flaw,
    Known,
    Noted,
    Verified,
    Walk,
    digest_of,
    hash_of,
)

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
SALT = "5a" * 16
CONTENTS = st.one_of(
    st.none(),
    st.dictionaries(st.sampled_from(["name", "phone", "村"]), st.text(max_size=4), min_size=1),
)
OTHERS: dict[str, st.SearchStrategy[Any]] = {
    "at": st.integers(0, 99).map(lambda days: BEGAN - timedelta(days=days + 1)),
    "actor_id": st.integers(50, 99),
    "action": st.just("forged"),
    "subject": st.just("somebody"),
    "subject_id": st.integers(50, 99),
    "before": st.just({"name": "假名"}),
    "after": st.just({"name": "假名"}),
    "digest": st.just("0" * 64),
    "previous": st.just("0" * 64),
    "hash": st.one_of(st.none(), st.just("0" * 64)),
}


def noted(id_: int, previous: str, before: Any = None, after: Any = None, **other: Any) -> Noted:
    salt = None if before is None and after is None else SALT
    row = {"id": id_, "at": BEGAN + timedelta(seconds=id_), "actor_id": 1, "action": "change"}
    row |= {"subject": "village", "subject_id": 7, "before": before, "after": after, "salt": salt}
    row |= {"digest": digest_of(salt, before, after), "previous": previous} | other
    return Noted.model_validate(row | {"hash": hash_of(row, previous)})


def chained(contents: list[tuple[Any, Any]]) -> list[Noted]:
    rows: list[Noted] = []
    for id_, (before, after) in enumerate(contents, 1):
        rows.append(noted(id_, rows[-1].hash or "" if rows else BEGINNING, before, after))
    return rows


def verified(rows: list[Noted], tail: int | None, known: Known | None = None) -> Verified:
    walk = Walk(known)
    for row in sorted(rows, key=lambda row: row.id):
        walk.take(row)
    return walk.end(tail)


def broken(rows: list[Noted], tail: int | None) -> tuple[Flaw, int] | None:
    found = verified(rows, tail).broken
    return (found.flaw, found.id) if found else None


def changed(row: Noted, **values: Any) -> Noted:
    return row.model_copy(update=values)


chains = st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=8).map(chained)


@given(chains)
def test_what_nobody_touched_is_whole(rows: list[Noted]):
    found = verified(rows, len(rows))
    assert found == Verified(rows=len(rows), last=len(rows), hash=rows[-1].hash or "")


@given(chains, st.data())
def test_any_row_that_was_changed_is_named(rows: list[Noted], data: st.DataObject):
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(sorted(OTHERS)))
    value = data.draw(OTHERS[column])
    forged = [*rows[:at], changed(rows[at], **{column: value}), *rows[at + 1 :]]
    found = broken(forged, len(rows))
    assert found is not None and found[1] == at + 1
    assert found[0] is (Flaw.ADDED if column == "hash" and value is None else Flaw.CHANGED)


@given(chains, st.data())
def test_rows_that_were_removed_are_missed(rows: list[Noted], data: st.DataObject):
    first = data.draw(st.integers(0, len(rows) - 1))
    last = data.draw(st.integers(first + 1, len(rows)))
    assert broken(rows[:first] + rows[last:], len(rows)) == (Flaw.REMOVED, first)


@given(chains, st.data())
def test_a_row_put_in_between_is_named_though_it_is_well_made(
    rows: list[Noted], data: st.DataObject
):
    """Its number is one that PostgreSQL once left out, and its hash as it should be."""
    apart = [noted(row.id * 2, BEGINNING, row.before, row.after) for row in rows]
    for at in range(1, len(apart)):
        again = noted(apart[at].id, apart[at - 1].hash or "", apart[at].before, apart[at].after)
        apart[at] = again
    assert broken(apart, apart[-1].id) is None
    at = data.draw(st.integers(1, len(apart)))
    forged = noted(at * 2 + 1, apart[at - 1].hash or "", {"name": "假名"})
    assert broken([*apart, forged], apart[-1].id) == (Flaw.ADDED, at * 2 + 1)


@given(chains.filter(lambda rows: len(rows) > 1), st.data())
def test_two_rows_that_changed_places_are_found(rows: list[Noted], data: st.DataObject):
    one, other = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=2, max_size=2)))
    swapped = list(rows)
    swapped[one] = changed(rows[other], id=rows[one].id)
    swapped[other] = changed(rows[one], id=rows[other].id)
    assert broken(swapped, len(rows)) == (Flaw.CHANGED, one + 1)


@given(chains, st.data())
def test_a_row_changed_together_with_its_hash_is_found_by_the_next(
    rows: list[Noted], data: st.DataObject
):
    """The newest alone may be written anew: nothing stands on it yet but what was written down."""
    at = data.draw(st.integers(0, len(rows) - 1))
    forged = noted(at + 1, rows[at].previous or "", {"name": "假名"})
    after = [*rows[:at], forged, *rows[at + 1 :]]
    assert broken(after, len(rows)) == ((Flaw.CHANGED, at + 1) if at + 1 < len(rows) else None)
    known = Known(id=len(rows), hash=(rows[-1].hash or "")[:16])
    assert verified(rows, len(rows), known).broken is None
    assert verified(after, len(rows), known).broken is not None


@given(chains)
def test_a_chain_that_was_made_anew_is_not_what_was_written_down(rows: list[Noted]):
    known = Known(id=len(rows), hash=(rows[-1].hash or "")[:16])
    anew = chained([({"name": "假名"}, None) for _ in rows])
    assert broken(anew, len(anew)) is None
    rewritten = Broken(flaw=Flaw.REWRITTEN, id=len(rows))
    assert verified(anew, len(anew), known).broken == rewritten
    assert verified(anew[:-1], len(anew) - 1, known).broken == rewritten


def erased() -> list[Noted]:
    """Of 王明's row nothing is left, of another the name is gone; the last row says so."""
    rows = chained([({"name": "王明"}, None), (None, {"why": "王明没有来"}), (None, {"n": 1})])
    gone = changed(rows[0], before=None, salt="01" * 16)
    without = changed(rows[1], after={"why": "（已删除）没有来"}, salt="02" * 16)
    left = {str(r.id): digest_of(r.salt, r.before, r.after) for r in (gone, without)}
    last = noted(4, rows[2].hash or "", None, {LEFT: left}, action=ERASE)
    return [gone, without, rows[2], last]


def test_what_was_erased_leaves_the_chain_whole():
    assert broken(erased(), 4) is None


@pytest.mark.parametrize(
    ("at", "values"),
    [
        (0, {"before": {"name": "李红"}}),
        (0, {"before": {"name": "王明"}}),
        (1, {"after": {"why": "李红没有来"}}),
        (1, {"after": None}),
        (1, {"salt": "03" * 16}),
        (2, {"after": None, "salt": None}),
        (3, {"after": {LEFT: {}}}),
    ],
)
def test_nobody_can_say_it_was_an_erasing(at: int, values: dict[str, Any]):
    rows = erased()
    rows[at] = changed(rows[at], **values)
    first = 0 if at == 3 else at
    assert broken(rows, 4) == (Flaw.CHANGED, first + 1)


def test_keys_of_json_are_texts_in_any_order():
    noted_so = digest_of(SALT, {10: "a", 9: ("b",)}, None)
    assert noted_so == digest_of(SALT, {"9": ["b"], "10": "a"}, None)


@pytest.mark.parametrize("tail", [0, None])
def test_nothing_noted_is_whole(tail: int | None):
    assert broken([], tail) is None


def test_an_end_that_was_taken_away_is_missed():
    rows = chained([(None, None)] * 2)
    assert broken(rows, None) == (Flaw.REMOVED, 2)
    assert broken([], 2) == (Flaw.REMOVED, 0)
