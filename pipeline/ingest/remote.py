"""Files that are elsewhere: https://, s3:// and whatever else fsspec reaches.

In:     a URL; `*` stands for any letters, where the other side can list its files
Out:    the URLs it means; a file fetched into the scratch folder of this run
Errors: RefusedFileError for what is not there or cannot be fetched whole; JourneysError when the
        extra that a protocol needs is not installed
Rule:   the part of a URL behind `?` may be a secret, so a file goes by its name without it. Who may
        read what is known to this machine, not to the configuration: ~/.netrc, the usual chain of
        the cloud's own tools
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pipeline.config.files import is_unfinished
from pipeline.errors import JourneysError
from pipeline.extras import missing, required
from pipeline.ingest.delivery import RefusedFileError, kind_of
from pipeline.ingest.limits import LIMITS

_PATIENCE_S = 60
_EXTRAS = {"s3": "s3", "s3a": "s3"}


def shown(url: str) -> str:
    """How a remote file is called: its URL, and of what follows the `?` only a hash.

    >>> shown("https://host.example/log.csv?key=secret")
    'https://host.example/log.csv?0b60fff1'
    """
    name, mark, options = url.partition("?")
    if not is_web(url) or not mark:
        return url
    return f"{name}?{hashlib.sha256(options.encode()).hexdigest()[:8]}"


def is_web(url: str) -> bool:
    """Whether the protocol is that of the web."""
    return urlsplit(url).scheme in ("http", "https")


def listed(pattern: str) -> list[str]:
    """The URLs that a pattern means, sorted; one without wildcards means itself."""
    # In a web address `?` is no wildcard, and `[` only names a host.
    wildcards = "*" if is_web(pattern) else "*?["
    if not any(sign in pattern for sign in wildcards):
        return [pattern]
    with _system(pattern) as (system, path), _told(pattern):
        found = [system.unstrip_protocol(name) for name in system.glob(path)]
    files = sorted(url for url in found if not is_unfinished(PurePosixPath(path_in(url))))
    if not files:
        raise RefusedFileError("No file is there by such a name.", where=shown(pattern))
    return files


def fetched(url: str, scratch: Path) -> Path:
    """Copy a remote file into `scratch` under its own name."""
    name = PurePosixPath(path_in(url)).name
    kind_of(Path(name), shown(url))
    local = scratch / name
    with _system(url) as (system, path), _told(url):
        system.get_file(path, str(local), callback=_limit())
    return local


def path_in(url: str) -> str:
    """A remote file's name with its folders, without what a web address may append."""
    return urlsplit(url).path if is_web(url) else url


def kind_at(path: str) -> str:
    """The kind of a file that was taken, told by its path or address alone.

    >>> kind_at("logs/tickets.jsonl.gz"), kind_at("https://shop.example/deals.csv?token=1")
    ('jsonl', 'csv')
    """
    return kind_of(Path(path_in(path)), path)


@contextmanager
def _system(url: str) -> Iterator[tuple[Any, str]]:
    """The file system behind a URL, and the path in it, for as long as it is needed."""
    core = required("fsspec.core", extra="remote", what="A remote file")
    options = _web_options() if is_web(url) else {}
    protocol = urlsplit(url).scheme
    try:
        system, path = core.url_to_fs(url, skip_instance_cache=True, **options)
    except ImportError:
        raise missing(_EXTRAS.get(protocol, "remote"), what=f"A file of {protocol}://") from None
    except ValueError:
        raise JourneysError(
            f"Files of {protocol}:// are not known.", where=shown(url), fix="https:// or s3://"
        ) from None
    try:
        yield system, path
    finally:
        if getattr(system, "_session", None) is not None and is_web(url):
            system.close_session(system.loop, system._session)  # noqa: SLF001 - fsspec leaves it open


def _web_options() -> dict[str, Any]:
    aiohttp = required("aiohttp", extra="remote", what="A remote file")
    # Bytes come as they lie there: a .gz stays packed, whatever the server says of it. A large file
    # may take hours, but not a minute without a byte.
    waiting = aiohttp.ClientTimeout(total=None, sock_connect=_PATIENCE_S, sock_read=_PATIENCE_S)
    session = {"trust_env": True, "auto_decompress": False, "timeout": waiting}
    return {"client_kwargs": session | {"headers": {"Accept-Encoding": "identity"}}}


def _limit() -> Any:  # noqa: ANN401
    """Stop a file that never ends before the disk is full of it."""
    callbacks = required("fsspec.callbacks", extra="remote", what="A remote file")

    def refuse_too_much(size: int | None, value: int, **_: object) -> None:
        if max(size or 0, value) > LIMITS.unpacked_bytes:
            raise ValueError(f"it has more than {LIMITS.unpacked_bytes:,} bytes")

    return callbacks.Callback(hooks={"limit": refuse_too_much})


@contextmanager
def _told(url: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise RefusedFileError(
            "There is no such file.",
            where=shown(url),
            fix="compare the address with the other side",
        ) from None
    except _failures() as error:
        raise RefusedFileError(
            f"The file cannot be fetched: {_reason(error)}.",
            where=shown(url),
            fix="run again later",
        ) from None


def _failures() -> tuple[type[BaseException], ...]:
    """What file systems raise; a library that was never loaded raised nothing."""
    found: list[type[BaseException]] = [OSError, TimeoutError, ValueError]
    for module, names in (
        ("aiohttp", ["ClientError"]),
        ("botocore.exceptions", ["BotoCoreError", "ClientError"]),
    ):
        found += [getattr(sys.modules[module], name) for name in names if module in sys.modules]
    return tuple(found)


def _reason(error: BaseException) -> str:
    """Why, without the URL, which libraries like to quote whole."""
    status = getattr(error, "status", None)
    if status:
        return f"the server answers {status} {getattr(error, 'message', '')}".strip()
    if isinstance(error, TimeoutError):
        return f"the server kept silent for {_PATIENCE_S} seconds"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, ValueError):
        return str(error)
    return f"the transfer broke off or was refused ({type(error).__name__})"
