"""Lines of JSON, looked into once: which are objects, which can be believed, what they hold.

In:     lines (record_no, content) and the keys that a source maps; dots lead into nested objects
Out:    Delivered: each key as a column, the other keys as `extra`, faults with their reason
Errors: none; a line that is no JSON object has `is_object` false
Rule:   an object with a key twice is a fault, as nobody knows its value, at its top and where a
        mapped key leads; so is one nested deeper than the limit. The keys of the first object are
        usual: only objects with other keys are looked at closely, which makes this fast
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    DuckDBPyRelation,
    Expression,
)
from duckdb import FunctionExpression as Call

from pipeline.ingest.formats.base import json_path
from pipeline.ingest.formats.fields import NOTHING, Delivered, constant
from pipeline.ingest.limits import LIMITS

_USUAL_FROM = 1_000  # lines in which the first object is looked for


def json_records(lines: DuckDBPyRelation, mapped: Iterable[str]) -> Delivered:
    """The objects of `lines`, with the keys of `mapped` as columns."""
    paths = {name: json_path(*_keys(name)) for name in mapped}
    usual = _usual_keys(lines)
    content = ColumnExpression("content")
    told = (
        # One look tells the keys and whether the text is an object: a second one costs as much.
        lines.select("record_no", "content", Call("object_keys", content).alias("names"))
        .select("*", ColumnExpression("names").isnotnull().alias("is_object"))
        .select(
            *("record_no", "content", "names", "is_object"),
            _when_object(
                Call("json_extract_string", content, constant(list(paths.values())))
            ).alias("found"),
            (ColumnExpression("names") == _texts(usual)).alias("is_usual"),
        )
    )
    return Delivered(
        rows=told,
        record_no=ColumnExpression("record_no"),
        columns={
            name: Call("list_extract", ColumnExpression("found"), constant(place))
            for place, name in enumerate(paths, start=1)
        },
        types=dict.fromkeys(paths, "VARCHAR"),
        row=content,
        extra=_extra(list(paths), usual),
        is_object=ColumnExpression("is_object"),
        fault=_fault(list(paths)),
    )


_LEVELS = LIMITS.json_levels


def _fault(mapped: list[str]) -> Expression:
    """Why an object cannot be believed, or NULL."""
    content, names = ColumnExpression("content"), ColumnExpression("names")
    at_top = Call("json_fault", content, names, ColumnExpression("is_usual"), constant(_LEVELS))
    outer = {tuple(keys[:end]) for keys in map(_keys, mapped) for end in range(1, len(keys))}
    inside = (
        _when_object(Call("keys_fault", Call("json_keys", content, constant(json_path(*keys)))))
        for keys in sorted(outer)
    )
    return CoalesceOperator(at_top, *inside)


def _keys(name: str) -> list[str]:
    return name.split(".")


def _when_object(value: Expression) -> Expression:
    return CaseExpression(ColumnExpression("is_object"), value)


def usual_labels(lines: DuckDBPyRelation, mapped: Iterable[str]) -> list[str]:
    """The keys of the first objects, with the paths of `mapped` in place of what they lead into."""
    paths = {name: json_path(*_keys(name)) for name in mapped}
    content = ColumnExpression("content")
    first = lines.limit(_USUAL_FROM).filter(Call("is_json_object", content))
    keys: dict[str, None] = {}
    found = [False] * len(paths)
    for names, there in first.select(
        Call("json_keys", content), Call("json_exists", content, constant(list(paths.values())))
    ).fetchall():
        keys |= dict.fromkeys(names)
        found = [before or now for before, now in zip(found, there, strict=True)]
    outer = {_keys(name)[0] for name in paths}
    given = [name for name, is_there in zip(paths, found, strict=True) if is_there]
    return [*(name for name in keys if name not in outer), *given]


def _usual_keys(lines: DuckDBPyRelation) -> list[str]:
    """The keys of the first object, if each stands once."""
    first = lines.limit(_USUAL_FROM).filter(Call("is_json_object", ColumnExpression("content")))
    keys = Call("json_keys", ColumnExpression("content")).alias("names")
    for (names,) in first.select(keys).limit(1).fetchall():
        return names if len(set(names)) == len(names) else []
    return []


def _extra(mapped: list[str], usual: list[str]) -> Expression:
    """What no field is mapped to. Most objects have the usual keys, and most of those no other."""
    names = ColumnExpression("names")
    rest = Call("nullif", _patched(mapped), constant("{}"))
    at_top = [name for name in mapped if "." not in name]
    if not set(usual) <= set(at_top):
        return _when_object(rest.cast("VARCHAR"))
    return (
        CaseExpression(ColumnExpression("is_usual"), NOTHING)
        .when(names.isnull(), NOTHING)
        .when(Call("list_has_all", _texts(at_top), names), NOTHING)
        .otherwise(rest.cast("VARCHAR"))
    )


def _patched(mapped: list[str]) -> Expression:
    """The object without the mapped keys; what is no object has no key to take out."""
    content = ColumnExpression("content")
    inside: dict[tuple[str, ...], list[str]] = {}
    for name in mapped:
        *outer, _ = _keys(name)
        inside.setdefault(tuple(outer), []).append(name)
    patched: Expression = content
    for keys, names in inside.items():
        patch = constant(_without(names))
        if keys:
            # A patch would make an object of what is none.
            is_object = Call("json_type", content, constant(json_path(*keys))) == constant("OBJECT")
            patch = CaseExpression(is_object, patch).otherwise(constant("{}"))
        patched = Call("json_merge_patch", patched, patch)
    return patched


def _without(mapped: list[str]) -> str:
    """The merge patch (RFC 7396) that takes the mapped keys out of an object.

    >>> _without(["a", "b.c"])
    '{"a": null, "b": {"c": null}}'
    """
    patch: dict[str, object] = {}
    for name in mapped:
        *outer, last = _keys(name)
        inside = patch
        for key in outer:
            inside = inside.setdefault(key, {})  # type: ignore[assignment]
        inside[last] = None
    return json.dumps(patch)


def _texts(words: list[str]) -> Expression:
    return constant(words).cast("VARCHAR[]")
