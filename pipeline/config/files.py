"""Which files a pattern of the configuration means.

In:     a folder and a pattern such as "crm/*.csv"; `*`, `?` and `[...]` are wildcards
Out:    regular files, sorted by path, links followed only to regular files
Errors: none; a pattern that matches nothing gives an empty list
"""

from __future__ import annotations

import glob
from pathlib import Path

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial")


def matching_files(root: Path, pattern: str) -> list[Path]:
    """The files that `pattern` means; hidden and half-delivered ones are left alone.

    A name that exists as it is written is taken literally, so that a file called `[1].csv`
    can be named.
    """
    exact = root / pattern
    found = [exact] if exact.is_file() else map(Path, sorted(_expand(root, pattern)))
    return [path for path in found if path.is_file() and not _is_unfinished(path)]


def _expand(root: Path, pattern: str) -> list[str]:
    if Path(pattern).is_absolute():
        return glob.glob(pattern, recursive=True)
    return [str(root / name) for name in glob.glob(pattern, root_dir=root, recursive=True)]


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".") or path.suffix in _UNFINISHED
