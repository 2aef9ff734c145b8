"""The SQL proposes what a slow and obvious program proposes, whatever the profiles."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.proposals import ProposalRules
from tests.examples import examples
from tests.proposals.reading import ask, proposed
from tests.reference.proposals import Proposer, Row, proposals

_WORDS = (
    "Ana María Mario José Pepe Luis L. Zubieta Zubeita García Garcia Gracia López Vidal Bidal "
    "Echeverría Etxeberria de Sr."
)
_NAMES = st.lists(st.sampled_from(_WORDS.split()), max_size=4).map(" ".join)
_TURNED = st.tuples(_NAMES, _NAMES).map(", ".join)
_EMAILS = st.sampled_from(["ana@x.es", "ana.lopez@x.es", "ana.lopez@y.es", "info@x.es"])
_PHONES = st.sampled_from(["+34600123456", "+34600123465", "+34911234567", "112"])
_POSTCODES = st.sampled_from(["28001", "28002", "41001"])


def _rows(sources: list[str], most: int) -> st.SearchStrategy[list[Row]]:
    parts = [st.none() | one for one in (_NAMES | _TURNED, _EMAILS, _PHONES, _POSTCODES)]
    values = st.tuples(st.sampled_from(sources), *parts)
    return st.lists(values, min_size=2, max_size=most).map(
        lambda made: [Row(number, *row) for number, row in enumerate(made, start=1)]
    )


# A likely pair is rare among random profiles: a low bar and small populations let some through.
_RULES = ProposalRules(
    threshold=0.6, smallest_population=3, imagined_people=20, most_points_of_a_name=6.0
)


@settings(max_examples=examples(15), deadline=None)
@given(_rows(["crm", "support"], 7))
def test_every_score_is_that_of_the_reference(rows: list[Row]) -> None:
    proposer = Proposer(rows, _RULES)
    expected = {
        (left.profile_no, right.profile_no): proposer.verdict(left, right)
        for left, right in proposer.candidates()
    }
    found = ask(rows, "from identity.proposal_scores", _RULES)
    assert {_pair(row) for row in found} == set(expected)
    for row in found:
        score, is_conflict, reason = expected[_pair(row)]
        # A hundredth off at most: where a sum ends in half a hundredth, one may round up.
        assert abs(row["score"] - score) < 0.011
        assert (row["is_conflict"], row["reason"]) == (is_conflict, reason)


@settings(max_examples=examples(15), deadline=None)
@given(_rows(["crm", "support"], 7))
def test_what_is_proposed_is_what_the_reference_proposes(rows: list[Row]) -> None:
    assert set(proposed(rows, _RULES)) == set(proposals(rows, _RULES))


@settings(max_examples=examples(6), deadline=None)
@given(_rows(["crm", "support", "web"], 8), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Row], dice: Any) -> None:  # noqa: ANN401
    shuffled = list(rows)
    dice.shuffle(shuffled)
    everything = "from identity.proposals order by all"
    assert ask(shuffled, everything, _RULES) == ask(rows, everything, _RULES)


@settings(max_examples=examples(6), deadline=None)
@given(_rows(["crm", "support", "web"], 10))
def test_a_profile_is_in_one_proposal_at_most(rows: list[Row]) -> None:
    numbers = [number for pair in proposed(rows, _RULES) for number in pair]
    assert len(numbers) == len(set(numbers))


@settings(max_examples=examples(6), deadline=None)
@given(_rows(["crm", "support"], 7))
def test_left_and_right_are_alike(rows: list[Row]) -> None:
    # The pairs, not the words of the reason: for a name that is one word said several times, such
    # as "Ana Ana Ana" and "Ana Ana", it depends on the side in which order the surnames are read.
    other = {"crm": "support", "support": "crm"}
    mirrored = [row._replace(source=other[row.source]) for row in rows]
    pairs = {(right, left) for left, right in proposed(rows, _RULES)}
    assert set(proposed(mirrored, _RULES)) == pairs


def _pair(row: dict[str, Any]) -> tuple[int, int]:
    return row["left_no"], row["right_no"]
