"""Progress for people who watch: a line that moves, on a terminal only.

In:     whether to keep quiet
Out:    a function that takes the name of what is being done
Errors: none
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_on_terminal(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows its text; in a log or a pipe it shows nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - not needed in a batch job
    from rich.markup import escape  # noqa: PLC0415

    with Console(stderr=True).status("starting") as status:
        yield lambda text: status.update(escape(text))
