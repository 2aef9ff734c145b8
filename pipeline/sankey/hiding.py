"""Which cells of a row are too small to be shown.

In:     counts of a row, what is already in its "other" cell, the smallest count shown
Out:    the keys to hide; their counts go to "other", so the row keeps its sum
Units:  counts
Errors: none
Source: secondary suppression: one hidden cell could be computed from the sum, so the
        next smallest is hidden with it until "other" itself is large enough
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(counts: Mapping[Key, int], rest: int, small: int) -> set[Key]:
    """Choose the cells to hide, smallest first.

    >>> sorted(hidden_cells({"web": 50, "app": 12, "phone": 3, "store": 0}, 0, 10))
    ['app', 'phone']
    """
    filled = [key for key, count in sorted(counts.items(), key=lambda kv: kv[1]) if count]
    hidden: set[Key] = set()
    together = rest
    for key in filled:
        is_small = counts[key] < small
        if not is_small and not 0 < together < small:
            break
        hidden.add(key)
        together += counts[key]
    return hidden
