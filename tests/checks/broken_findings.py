"""What is claimed to be worse, broken in every way that the promise about it forbids.

In:     nothing
Out:    FINDINGS: the promise, what is done to it, and how
"""

from __future__ import annotations

_OPPORTUNITY = "insert into marts.opportunities by name select 'x' as opportunity, "
_MOMENT = (
    "insert into marts.moments_of_truth by name "
    "select 'buy' as journey, 'read' as touchpoint, 'said' as sign, "
)
_PAIN = "insert into marts.pain_points by name select 'buy' as journey, 'read' as touchpoint, "
_RANGE = "excess, 2 as excess_low, 3 as excess_high"
_BREAKS = [
    ("may be none", _OPPORTUNITY + "1 as excess, 0 as excess_low, 2 as excess_high, 9 as compared"),
    ("below its range", _OPPORTUNITY + f"1 as {_RANGE}, 9 as compared"),
    ("above its range", _OPPORTUNITY + f"4 as {_RANGE}, 9 as compared"),
    ("more harmed than compared", _OPPORTUNITY + f"3 as {_RANGE}, 1 as compared"),
    (
        "too little money",
        _OPPORTUNITY + f"2 as {_RANGE}, 9 as compared, 1 as money, 2 as money_low",
    ),
    ("too much money", _OPPORTUNITY + f"2 as {_RANGE}, 9 as compared, 4 as money, 3 as money_high"),
    ("more lost than bad", _MOMENT + "2 as bad_lost, 1 as bad"),
    ("more lost than good", _MOMENT + "2 as good_lost, 1 as good"),
    ("a moment below its range", _MOMENT + "1 as excess_lost, 2 as excess_low"),
    ("a moment above its range", _MOMENT + "3 as excess_lost, 2 as excess_high"),
    ("a moment that may be none", _MOMENT + "true as is_moment, 0 as excess_low"),
    ("more ended than were there", _PAIN + "2 as ended, 1 as at_risk"),
    ("a pain below its range", _PAIN + "1 as excess_lost, 2 as excess_low"),
    ("a pain above its range", _PAIN + "3 as excess_lost, 2 as excess_high"),
    ("a loss that may be none", _PAIN + "true as is_worse_loss, 0 as excess_low"),
    ("a feeling that may be none", _PAIN + "true as is_worse_emotion, 0 as emotion_high"),
]
FINDINGS = [("findings_lie_in_their_range", name, statement) for name, statement in _BREAKS]
