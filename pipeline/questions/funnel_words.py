"""Shares and durations in a few characters.

In:     a share, or seconds; None where there is none
Out:    text
Errors: none
"""

from __future__ import annotations

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def share_words(share: float | None) -> str:
    """A share as a percentage.

    >>> share_words(0.1234), share_words(None)
    ('12.3 %', '-')
    """
    return "-" if share is None else f"{100 * share:.1f} %"


def duration_words(duration_s: float | None) -> str:
    """Seconds in the largest unit of which there is one.

    >>> duration_words(5400), duration_words(45), duration_words(0.2), duration_words(None)
    ('1.5 h', '45 s', '0.2 s', '-')
    """
    if duration_s is None:
        return "-"
    size, unit = next((pair for pair in _UNITS if duration_s >= pair[0]), _UNITS[-1])
    return f"{duration_s / size:.1f}".removesuffix(".0") + f" {unit}"
