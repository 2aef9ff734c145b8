"""Find and read the files under sql/.

In:     a path below sql/, such as "sessions/sessions.sql"
Out:    text; folders in the order of their numbers
Errors: FileNotFoundError when the program was installed without its SQL
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def sql_root() -> Path:
    """The folder sql/: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    for candidate in (package / "sql", package.parent / "sql"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("the folder sql/ is missing from this installation")


@cache
def sql_text(relative: str) -> str:
    """The text of one file under sql/."""
    return (sql_root() / relative).read_text(encoding="utf-8")
