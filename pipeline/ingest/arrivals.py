"""What there is to take of a source, wherever it comes from.

In:     a project and one of its sources
Out:    Arrivals: local files in the order of their paths, then remote ones, or a query's answer
Errors: those of fetching come when an arrival is fetched, so that the others go on
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from pipeline.config import Project, Source
from pipeline.config.files import is_remote, matching_files
from pipeline.ingest.databases import ANSWER, answer
from pipeline.ingest.delivery import RefusedFileError
from pipeline.ingest.remote import fetched, listed, shown


@dataclass(frozen=True)
class Arrival:
    """Something to take: its name, and how to get it as a local file, given a folder to use.

    `size` is that of a file that lies here, in bytes; None for what has to be fetched.
    """

    name: str
    fetch: Callable[[Path], Path]
    size: int | None = None


def arrivals(project: Project, source: Source) -> Iterator[Arrival]:
    """Yield everything of a source that may be there to take."""
    if source.query is not None:
        yield Arrival(ANSWER, partial(answer, source, project.root))
    for path in _local(project, source):
        yield Arrival(_name(path, project), partial(_itself, path), _size(path))
    for pattern in filter(is_remote, source.files):
        yield from _remote(pattern)


def _local(project: Project, source: Source) -> list[Path]:
    patterns = [pattern for pattern in source.files if not is_remote(pattern)]
    found = (path for pattern in patterns for path in matching_files(project.root, pattern))
    return sorted(dict.fromkeys(found))


def _remote(pattern: str) -> Iterator[Arrival]:
    try:
        urls = listed(pattern)
    except RefusedFileError as error:
        yield Arrival(shown(pattern), partial(_raise, error))
        return
    for url in urls:
        yield Arrival(shown(url), partial(fetched, url))


def _name(path: Path, project: Project) -> str:
    inside = path.is_relative_to(project.root)
    return str(path.relative_to(project.root) if inside else path)


def _size(path: Path) -> int:
    """Nothing of a link that leads nowhere; why it is refused is said when it is looked at."""
    return path.stat().st_size if path.exists() else 0


def _itself(path: Path, scratch: Path) -> Path:
    del scratch
    return path


def _raise(error: RefusedFileError, scratch: Path) -> NoReturn:
    del scratch
    raise error
