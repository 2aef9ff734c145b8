"""Mistakes that show only when parts of the configuration are read together, or with the disk.

In:     the configuration as read from TOML, whatever state it is in, and its folder
Out:    one JourneysError per mistake
Errors: none: what has the wrong shape is passed over here, because the model names it

These checks read the raw tables, not the validated ones, so that a wrong unit in one place
does not hide a wrong name in another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.config.advice import nearest
from pipeline.config.files import is_remote, matching_files
from pipeline.config.funnel_checks import funnel_mistakes
from pipeline.config.persona_checks import persona_mistakes
from pipeline.config.plan_checks import plan_mistakes
from pipeline.errors import JourneysError

Table = dict[str, Any]


def cross_mistakes(data: Table, root: Path) -> Iterator[JourneysError]:
    """Yield doubled names, unknown stages and touchpoints, and files that are not there."""
    for kind in ("source", "stage", "touchpoint", "journey", "funnel", "plan", "persona"):
        yield from _doubled(kind, _names(data, kind))
    yield from _missing_files(data, root)
    yield from _two_outcomes(data)
    yield from _unknown_stages(data)
    yield from funnel_mistakes(
        _tables(data, "funnel"), _names(data, "journey"), _names(data, "touchpoint")
    )
    yield from persona_mistakes(_tables(data, "persona"), _names(data, "touchpoint"))
    yield from plan_mistakes(
        _tables(data, "plan"), _names(data, "journey"), _names(data, "touchpoint")
    )
    if data.get("touchpoint"):
        names = set(_names(data, "touchpoint"))
        for journey in _tables(data, "journey"):
            yield from unknown_touchpoints(journey, names)


def unknown_touchpoints(journey: Table, names: set[str]) -> Iterator[JourneysError]:
    """Yield the touchpoints a `[[journey]]` table names that are not among `names`."""
    for key, touchpoints in _touchpoints_named(journey):
        for touchpoint in touchpoints:
            if touchpoint not in names:
                yield JourneysError(
                    f'No touchpoint is called "{touchpoint}".',
                    where=f'[[journey]] "{journey.get("name", "?")}" key "{key}"',
                    fix=nearest(touchpoint, names),
                )


def _touchpoints_named(journey: Table) -> Iterator[tuple[str, list[str]]]:
    for key in ("start", "goal", "exclude"):
        yield key, _texts(journey.get(key))
    ends = journey.get("ends")
    for outcome, names in ends.items() if isinstance(ends, dict) else ():
        yield f"ends.{outcome}", _texts(names)
    for variant in _tables(journey, "compare"):
        yield f"compare.{variant.get('name', '?')}.start", _texts(variant.get("start"))


def _two_outcomes(data: Table) -> Iterator[JourneysError]:
    """A touchpoint that decides a journey can decide it in one way only."""
    for journey in _tables(data, "journey"):
        outcomes: dict[str, list[str]] = {}
        for key, touchpoints in _touchpoints_named(journey):
            for touchpoint in dict.fromkeys(touchpoints):
                if key == "goal" or key.startswith("ends."):
                    outcomes.setdefault(touchpoint, []).append(key)
        for touchpoint, keys in outcomes.items():
            if len(keys) > 1:
                yield JourneysError(
                    f'"{touchpoint}" stands for several outcomes: {", ".join(keys)}.',
                    where=f'[[journey]] "{journey.get("name", "?")}"',
                    fix="let it decide in one way only",
                )


def _doubled(kind: str, names: Iterable[str]) -> Iterator[JourneysError]:
    for name, count in Counter(names).items():
        if count > 1:
            yield JourneysError(
                f'{count} tables [[{kind}]] are called "{name}".',
                where=f'[[{kind}]] "{name}"',
                fix="give each a name of its own",
            )


def _missing_files(data: Table, root: Path) -> Iterator[JourneysError]:
    for source in _tables(data, "source"):
        for pattern in _texts(source.get("files")):
            if not is_remote(pattern) and not matching_files(root, pattern):
                yield JourneysError(
                    f'No file is called "{pattern}".',
                    where=f'[[source]] "{source.get("name", "?")}" key "files"',
                    fix=f"paths start from {root.absolute()}",
                )


def _unknown_stages(data: Table) -> Iterator[JourneysError]:
    stages = set(_names(data, "stage"))
    for touchpoint in _tables(data, "touchpoint"):
        stage = touchpoint.get("stage")
        if stages and isinstance(stage, str) and stage not in stages:
            yield JourneysError(
                f'No stage is called "{stage}".',
                where=f'[[touchpoint]] "{touchpoint.get("name", "?")}" key "stage"',
                fix=nearest(stage, stages),
            )


def _tables(data: Table, kind: str) -> list[Table]:
    tables = data.get(kind)
    tables = tables if isinstance(tables, list) else []
    return [table for table in tables if isinstance(table, dict)]


def _names(data: Table, kind: str) -> list[str]:
    return [table["name"] for table in _tables(data, kind) if isinstance(table.get("name"), str)]


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
