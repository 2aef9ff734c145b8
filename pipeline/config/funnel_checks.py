"""Mistakes in the tables [[funnel]] that show only beside the journeys and the touchpoints.

In:     the tables as read from TOML, whatever state they are in; the names that are defined
Out:    one JourneysError per mistake
Errors: none: what has the wrong shape is passed over here, because the model names it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.config.advice import nearest
from pipeline.config.funnels import Funnel
from pipeline.errors import JourneysError
from pipeline.settings_names import matching, plain_name

Table = dict[str, Any]


def funnel_mistakes(
    funnels: Sequence[Table], journeys: Sequence[str], touchpoints: Sequence[str]
) -> Iterator[JourneysError]:
    """Yield unknown journeys and touchpoints, and touchpoints that would stand for two steps.

    Without rules every event names a touchpoint, so none is unknown.
    """
    for funnel in funnels:
        yield from _shared(funnel, touchpoints)
        where = f'[[funnel]] "{funnel.get("name", "?")}" key '
        journey = funnel.get("journey")
        if isinstance(journey, str) and journey not in journeys:
            fix = nearest(journey, journeys)
            yield JourneysError(
                f'No journey is called "{journey}".', where=f'{where}"journey"', fix=fix
            )
        for key in ("steps", "exclude") if touchpoints else ():
            for name in _named(funnel.get(key)):
                if not matching([name], map(plain_name, touchpoints)):
                    yield JourneysError(
                        f'No touchpoint is called "{name}".',
                        where=f'{where}"{key}"',
                        fix=nearest(name, touchpoints),
                    )


def _named(steps: object) -> Iterator[str]:
    """The touchpoints named in any of the ways to write a step."""
    if isinstance(steps, str):
        yield steps
    elif isinstance(steps, list):
        for step in steps:
            yield from _named(step)
    elif isinstance(steps, dict):
        yield from _named(steps.get("touchpoint"))


def shared_touchpoint(funnel: Funnel, names: Sequence[str]) -> JourneysError | None:
    """What to say where an event would stand for either of two steps; None where none does."""
    for one, two in funnel.rivals():
        first, second = (matching(funnel.steps[place].touchpoint, names) for place in (one, two))
        shared = sorted(set(first) & set(second))
        if shared:
            return JourneysError(
                f'"{shared[0]}" is in step {one + 1} and in step {two + 1}: one event cannot be '
                f'both, and the order "{funnel.order}" does not say which.',
                where=f'[[funnel]] "{funnel.name}" key "steps"',
                fix='let each touchpoint be in one of the two, or take order = "ordered"',
            )
    return None


def _shared(table: Table, touchpoints: Sequence[str]) -> Iterator[JourneysError]:
    try:
        funnel = Funnel.model_validate(table)
    except ValidationError:
        return  # the model says why
    mistake = shared_touchpoint(funnel, list(map(plain_name, touchpoints)))
    if mistake is not None:
        yield mistake
