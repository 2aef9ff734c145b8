"""The secret key of the pseudonyms: from the environment or a file, never from the store.

In:     JOURNEYS_KEY (any text of 16 characters or more), or the path of a key file
Out:    bytes; a file is made with mode 600 where none is asked for by an existing warehouse
Errors: JourneysError for a key that is short, open to others, missing or not the warehouse's
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import JourneysError
from pipeline.identity.names import keyed_hash

ENVIRONMENT = "JOURNEYS_KEY"
_SHORTEST = 16
_OTHERS = 0o077


def person_key(file: Path, *, may_create: bool, environ: Mapping[str, str] = os.environ) -> bytes:
    """The key from the environment, else from `file`, else a new one written to `file`."""
    given = environ.get(ENVIRONMENT)
    if given is not None:
        return _long_enough(given.strip(), where=f"the environment variable {ENVIRONMENT}")
    if file.exists():
        return _from_file(file)
    if not may_create:
        raise JourneysError(
            "The key that names people in this warehouse is missing.",
            where=str(file),
            fix=f"put the file back or set {ENVIRONMENT}; with a new key every person_id changes, "
            "so to begin anew remove the warehouse",
        )
    return _created(file)


def fingerprint(key: bytes) -> str:
    """Tells whether two keys are the same, and nothing else."""
    return keyed_hash(key, b"fingerprint")


def refuse_other_key(key: bytes, *, expected: str | None, where: str) -> None:
    """Stop when a warehouse was built with another key: its people would all change names."""
    if expected is not None and expected != fingerprint(key):
        raise JourneysError(
            "This is not the key that names people in this warehouse.",
            where=where,
            fix="bring back the key it was built with, or remove the warehouse to begin anew",
        )


def _from_file(file: Path) -> bytes:
    if file.stat().st_mode & _OTHERS:
        raise JourneysError(
            "The key can be read by others.", where=str(file), fix=f"chmod 600 {file}"
        )
    return _long_enough(file.read_text(encoding="utf-8").strip(), where=str(file))


def _long_enough(text: str, *, where: str) -> bytes:
    if len(text) < _SHORTEST:
        raise JourneysError(f"The key is shorter than {_SHORTEST} characters.", where=where)
    return text.encode()


def _created(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = secrets.token_hex(32)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text + "\n")
    return text.encode()
