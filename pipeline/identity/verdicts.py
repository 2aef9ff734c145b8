"""Take links one by one, the strongest first: join what may be joined, tell what the others break.

In:     groups that break no rule, the rules as arrays, links in their order
Out:    the groups, grown; for each link what it would have broken, if it was refused
Errors: none
Source: what breaks a rule together breaks it in larger groups too, so a link that is refused now is
        refused later; only why may change, and only when one of its groups has grown
"""

from __future__ import annotations

import numpy as np

from pipeline.identity.groups import NONE, Breach, Groups, Numbers
from pipeline.identity.prefixes import Rules

# A look at many links goes over all members, so it is to be for a good part of their number.
_MEMBERS_PER_LINK = 32
LEAST_AT_ONCE = 512


def judge(
    groups: Groups, rules: Rules, left: Numbers, right: Numbers, least: int = LEAST_AT_ONCE
) -> Numbers:
    """Join the links that may hold; a row per link, the breach of each that may not, else NONE.

    The columns are those of a Breach, with NONE for None. `least` links at least are looked at
    together.

    >>> from pipeline.identity.groups import Members
    >>> members = Members.plain([7, NONE, 7])
    >>> groups, rules = Groups(members, set()), Rules.of(members, [], {})
    >>> judge(groups, rules, np.array([0, 2]), np.array([1, 1])).tolist()
    [[-1, -1, -1, -1], [2, 0, 7, -1]]
    """
    verdicts = np.full((len(left), len(Breach._fields)), NONE)
    roots, size = groups.roots_of_all(), max(least, rules.size // _MEMBERS_PER_LINK)
    for start in range(0, len(left), size):
        links = slice(start, start + size)
        ends = np.array([left[links], right[links]])
        verdicts[links] = rules.doubled(roots, *ends)
        grown = _one_by_one(groups, ends, roots[ends], verdicts[links])
        now = np.arange(rules.size)
        now[grown] = [groups.root(member) for member in grown]
        roots = now[roots]
    return verdicts


def _one_by_one(groups: Groups, ends: Numbers, roots: Numbers, verdicts: Numbers) -> list[int]:
    """Judge the links that are not refused, or of groups that have grown; the roots of those."""
    grown: set[int] = set()
    is_refused = (verdicts[:, 0] != NONE).tolist()
    rows = zip(*ends.tolist(), *roots.tolist(), is_refused, strict=True)
    for place, (one, other, one_root, other_root, is_told) in enumerate(rows):
        if is_told and one_root not in grown and other_root not in grown:
            continue
        breach = groups.breach(one, other)
        if breach is not None:
            verdicts[place] = [NONE if number is None else number for number in breach]
        elif one_root != other_root:
            groups.join(one, other)
            grown |= {one_root, other_root}
    return list(grown)
