"""However many links are looked at together, each gets the verdict that it gets by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identity.groups import NONE, Groups, Limit, Members
from pipeline.identity.prefixes import Rules, long_prefix
from pipeline.identity.verdicts import judge
from tests.reference.components import Pair

_LIMITS = {0: Limit(2, 5, "more than two"), 3: Limit(1, 0, "more than one")}


class Case(NamedTuple):
    """Members, pairs kept apart, and links."""

    members: Members
    apart: set[Pair]
    links: list[Pair]

    def groups(self) -> Groups:
        return Groups(self.members, self.apart, _LIMITS)


def column(size: int, values: st.SearchStrategy[int]) -> st.SearchStrategy[np.ndarray]:
    return st.lists(values, min_size=size, max_size=size).map(lambda row: np.array(row, int))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(3, 8))
    kinds = draw(column(size, st.sampled_from([NONE, 4, 9, 9])))
    # Another name is of the same kind, and the first of them stands for the value.
    first = [next(n for n in range(size) if kinds[n] == kind) for kind in kinds]
    is_name = draw(column(size, st.sampled_from([0, 1])))
    ones = np.where((is_name == 1) & (kinds != NONE), first, np.arange(size))
    limit_nos = np.where(kinds == NONE, draw(column(size, st.sampled_from([NONE, 0, 3]))), NONE)
    spans = np.sort([draw(column(size, st.integers(0, 9))) for _ in range(2)], axis=0)
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    apart = draw(st.sets(pair.filter(lambda ends: ends[0] != ends[1]), max_size=3))
    members = Members(kinds, ones, limit_nos, *spans)
    return Case(members, apart, draw(st.lists(pair, min_size=5, max_size=25)))


def each_alone(case: Case) -> tuple[list[list[int]], list[int]]:
    """Breaches, or NONE four times, and then who is with whom."""
    groups, verdicts = case.groups(), []
    for one, other in case.links:
        breach = groups.breach(one, other)
        if breach is None:
            groups.join(one, other)
        verdicts.append([NONE if n is None else n for n in breach or [NONE] * 4])
    return verdicts, smallest(groups)


def smallest(groups: Groups) -> list[int]:
    roots = groups.roots_of_all().tolist()
    return [roots.index(root) for root in roots]


@pytest.mark.parametrize("least", [1, 2, 3])
@pytest.mark.parametrize("turned", [False, True])
def test_a_group_that_has_grown_is_looked_at_again(least: int, *, turned: bool) -> None:
    # 0 and 2 are names of one value, 1 is another. Once 0 is there, it is the first of its group.
    members = replace(Members.plain([9, 9, 9]), ones=np.array([0, 1, 0]))
    links = [(2, 1), (2, 0), (2, 1)] if turned else [(1, 2), (0, 2), (1, 2)]
    rules, (left, right) = Rules.of(members, [], {}), np.array(links).T
    verdicts = judge(Groups(members, set()), rules, left, right, least).tolist()
    against = [[2, 1], [NONE, NONE], [0, 1]] if turned else [[1, 2], [NONE, NONE], [1, 0]]
    assert [verdict[:2] for verdict in verdicts] == against


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(1, 30))
def test_links_judged_together_have_the_verdicts_of_each_alone(case: Case, least: int) -> None:
    left, right = np.array(case.links, int).reshape(-1, 2).T
    groups, rules = case.groups(), Rules.of(case.members, case.apart, _LIMITS)
    verdicts = judge(groups, rules, left, right, least)
    assert (verdicts.tolist(), smallest(groups)) == each_alone(case)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_a_prefix_has_no_link_that_would_be_refused(case: Case) -> None:
    left, right = np.array(case.links, int).reshape(-1, 2).T
    count, roots = long_prefix(Rules.of(case.members, case.apart, _LIMITS), left, right)
    verdicts, groups = each_alone(case._replace(links=case.links[:count]))
    assert all(verdict == [NONE] * 4 for verdict in verdicts)
    assert groups == roots.tolist()
