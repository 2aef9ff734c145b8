"""Which files a pattern of the configuration means.

In:     a folder and a pattern such as "crm/*.csv"; `*`, `?` and `[...]` are wildcards
Out:    files, sorted by path; what is no regular file is refused by name when it is looked at
Errors: none; a pattern that matches nothing gives an empty list
"""

from __future__ import annotations

import glob
from pathlib import Path, PurePath

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial")


def is_remote(pattern: str) -> bool:
    """Whether the files are elsewhere, such as behind https:// or s3://."""
    return "://" in pattern


def matching_files(root: Path, pattern: str) -> list[Path]:
    """The files that `pattern` means; hidden and half-delivered ones are left alone.

    A name that exists as it is written is taken literally, so that a file called `[1].csv`
    can be named.
    """
    exact = root / pattern
    found = [exact] if exact.is_file() else map(Path, sorted(_expand(root, pattern)))
    return [path for path in found if not path.is_dir() and not is_unfinished(path)]


def _expand(root: Path, pattern: str) -> list[str]:
    if Path(pattern).is_absolute():
        return glob.glob(pattern, recursive=True)
    return [str(root / name) for name in glob.glob(pattern, root_dir=root, recursive=True)]


def is_unfinished(path: PurePath) -> bool:
    """Whether a file is hidden or on its way, going by its name."""
    return path.name.startswith((".", "~$")) or path.suffix in _UNFINISHED
