"""Mistakes in the tables [[plan]] that show only beside the journeys and the touchpoints.

In:     the tables as read from TOML, whatever state they are in; the names that are defined
Out:    one JourneysError per mistake
Errors: none: what has the wrong shape is passed over here, because the model names it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.config.advice import nearest
from pipeline.config.plans import Plan
from pipeline.errors import JourneysError
from pipeline.settings_names import matching, plain_name

Table = dict[str, Any]
_KEYS = ("steps", "allowed", "forbidden")


def plan_mistakes(
    plans: Sequence[Table], journeys: Sequence[str], touchpoints: Sequence[str]
) -> Iterator[JourneysError]:
    """Yield unknown journeys and touchpoints, and touchpoints that would be two things at once.

    Without rules every event names a touchpoint, so none is unknown.
    """
    names = list(map(plain_name, touchpoints))
    for plan in plans:
        where = f'[[plan]] "{plan.get("name", "?")}" key '
        journey = plan.get("journey")
        if isinstance(journey, str) and journey not in journeys:
            fix = nearest(journey, journeys)
            yield JourneysError(
                f'No journey is called "{journey}".', where=f'{where}"journey"', fix=fix
            )
        for key in _KEYS if touchpoints else ():
            for name in _named(plan.get(key)):
                if not matching([name], names):
                    yield JourneysError(
                        f'No touchpoint is called "{name}".',
                        where=f'{where}"{key}"',
                        fix=nearest(name, touchpoints),
                    )
        yield from _two_things(plan, where, names)


def _named(steps: object) -> Iterator[str]:
    """The touchpoints named in any of the ways to write a step."""
    if isinstance(steps, str):
        yield steps
    elif isinstance(steps, list):
        for step in steps:
            yield from _named(step)
    elif isinstance(steps, dict):
        yield from _named(steps.get("touchpoint"))


def _two_things(table: Table, where: str, names: Sequence[str]) -> Iterator[JourneysError]:
    try:
        plan = Plan.model_validate(table)
    except ValidationError:
        return  # the model says why
    steps = [(f"step {no}", step.touchpoint) for no, step in enumerate(plan.steps, start=1)]
    known: dict[str, str] = {}
    for what, patterns in [*steps, ("forbidden", plan.forbidden)]:
        for name in matching(patterns, names) if patterns else ():
            if known.setdefault(name, what) != what:
                yield JourneysError(
                    f'"{name}" is {known[name]} and {what}: it cannot be both.',
                    where=f'{where}"{"forbidden" if what == "forbidden" else "steps"}"',
                    fix="name it in one place; a step that comes again is no deviation",
                )
