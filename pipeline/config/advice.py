"""Turn what pydantic found into sentences with a place and a way on.

In:     a ValidationError and the data it was raised for
Out:    one JourneysError per mistake, in the order of the file
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.config.model import Config
from pipeline.errors import JourneysError

Location = tuple[int | str, ...]


def mistakes_of(error: ValidationError, data: dict[str, Any]) -> list[JourneysError]:
    """Say every mistake of `error` in words a user can act on.

    A key that is missing because it is misspelt is one mistake.
    """
    details = error.errors()
    meant = {_meant(_location(one)) for one in details if one["type"] == "extra_forbidden"}
    told = [one for one in details if one["type"] != "missing" or _location(one) not in meant]
    return [_mistake(detail, data) for detail in told]


def nearest(word: str, words: Iterable[str]) -> str:
    """A hint that names the closest of `words`, or all of them when there are few.

    >>> nearest("Closd", ["Closed", "Assign seriousness"])
    'did you mean "Closed"?'
    """
    known = sorted(set(words))
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    few = 12
    listed = ", ".join(known[:few]) + (", ..." if len(known) > few else "")
    return f"known: {listed}" if known else "none is known"


def _location(detail: ErrorDetails) -> Location:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _meant(location: Location) -> Location | None:
    """The place of the known key that an unknown one is closest to."""
    close = get_close_matches(str(location[-1]), _keys_at(location[:-1]), n=1, cutoff=0.6)
    return (*location[:-1], close[0]) if close else None


def _mistake(detail: ErrorDetails, data: dict[str, Any]) -> JourneysError:
    location = _location(detail)
    where = place(location, data)
    last = str(location[-1]) if location else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        hint = nearest(last, _keys_at(location[:-1]))
        return JourneysError(f'The key "{last}" is not known.', where=where, fix=hint)
    if kind == "missing":
        return JourneysError(f'The key "{last}" is missing.', where=where, fix="add it")
    if kind == "literal_error":
        given = str(detail["input"])
        expected = detail.get("ctx", {}).get("expected", "")
        words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
        what = f'"{given}" cannot stand here.'
        return JourneysError(what, where=where, fix=nearest(given, words))
    message = detail["msg"].removeprefix("Value error, ")
    return JourneysError(message[:1].upper() + message[1:] + ".", where=where)


def place(location: Location, data: dict[str, Any]) -> str:
    """Name a place as the file shows it: `[[source]] "web", key "files"`."""
    words: list[str] = []
    node: Any = data
    for index, part in enumerate(location):
        node = _child(node, part)
        if isinstance(part, int):
            name = node.get("name") if isinstance(node, dict) else None
            words[-1] = f"[{words[-1]}]" if index == 1 else words[-1]
            words.append(f'"{name}"' if name else f"number {part + 1}")
        elif index == 0:
            words.append(f"[{part}]")
        else:
            words.append(f'key "{part}"')
    return " ".join(words)


def _child(node: object, part: int | str) -> object:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _keys_at(location: Location) -> list[str]:
    """The keys that may stand at `location`, read from the models themselves."""
    model: type[BaseModel] = Config
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
