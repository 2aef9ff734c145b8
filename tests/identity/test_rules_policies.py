"""One story under every policy: each gives every event to exactly one person."""

from __future__ import annotations

import pytest

from tests.identity.rules import asked, people

STORY = """
    -  d1  10:00  a  anonymous_id=1
    -  d1  10:01  b  anonymous_id=1  email=a@x.es
    -  d1  10:02  c  anonymous_id=1
    -  d2  10:00  d  user_id=u
    -  d3  10:00  e  user_id=u  email=a@x.es
    -  d4  10:00  f  email=a@x.es
    -  d4  10:01  g  user_id=u
    -  d4  10:02  h  anonymous_id=1
"""


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("stitched", ["abcdefgh"]),
        # As known then: before the address was known the cookie was nobody's; e joins both.
        ("live", ["a", "bcefgh", "d"]),
        ("known_only", ["ach", "bdefg"]),
        ("none", ["ach", "bf", "deg"]),
    ],
)
def test_whose_events_are_under_each_policy(policy: str, expected: list[str]) -> None:
    assert people(STORY, f'policy = "{policy}"') == expected


@pytest.mark.parametrize("policy", ["stitched", "live", "known_only", "none"])
def test_every_policy_keeps_the_sums(policy: str) -> None:
    settings = f'policy = "{policy}"'
    assert asked(STORY, "from marts.reconciliation where not ok", settings) == []
    (row,) = asked(STORY, "select sum(events) as n from marts.people", settings)
    assert row["n"] == len("abcdefgh")
