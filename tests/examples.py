"""How many examples a property is tried on: few in `make test`, more in `make soak`."""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("JOURNEYS_EXAMPLES", "1"))


def examples(number: int) -> int:
    """The number, as many times as JOURNEYS_EXAMPLES says.

    >>> examples(15) // _TIMES
    15
    """
    return number * _TIMES
