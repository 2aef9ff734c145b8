"""What can be asked of paths: every option, its default and what it means.

In:     options as an analyst writes them
Out:    PathOptions, checked; `told()` says them for the reader of a result
Units:  durations are timedelta or text such as "7 days"; `max_steps`, `before`, `after` are steps
Errors: JourneysError for an unknown option or value, and for options that exclude each other
Source: the order is: group, hide, collapse repeats, number, anchor, window, exclude, cut to N
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Literal, TypeAlias, TypedDict, get_args, get_type_hints

from pipeline.config.advice import nearest
from pipeline.config.durations import parse_duration
from pipeline.errors import JourneysError

Names: TypeAlias = str | Sequence[str]
Duration: TypeAlias = str | timedelta
Window: TypeAlias = Duration | tuple[Duration | None, Duration | None]  # longest; or least, longest
Unit = Literal["journeys", "people", "sessions", "transitions"]
Property = Literal["channel", "device", "department", "agent"]
Part = Literal["channel", "device", "department", "persona", "day", "week", "month"]
FILTERS = ("persona", "period", "channel", "device", "department", "pattern")
STEP_FILTERS = ("channel", "device", "department")


class PathChoices(TypedDict, total=False):
    """The options of `jp.paths`; PathOptions says what each means."""

    unit: Unit
    start: Names | None
    end: Names | None
    around: Names | None
    before: int
    after: int
    occurrence: Literal["first", "last", "every"]
    offset: int | Duration
    direction: Literal["forward", "backward"]
    max_steps: int
    repeats: Literal["as defined", "collapse", "keep"]
    repeat_time: Literal["first", "last"]
    within: Window | None
    step_within: Window | None
    exclude: Names
    exclude_voids: Literal["entry", "person"]
    groups: Mapping[str, Names]
    hide: Names
    hidden: Literal["gap", "join"]
    hold: Property | None
    breakdown: Part | None
    filters: Mapping[str, object]
    top: int
    coverage: float


@dataclass(frozen=True, kw_only=True)
class PathOptions:
    """The options of one question about paths, with their defaults.

    `unit` is what walks: a journey; a person, whose journeys are one line; a session, which is the
    part of a journey inside one visit; or a transition, which is counted wherever it occurs.
    `start` and `end` are touchpoints, with the wildcards * and ?, or a pattern; a walk reaches
    from the one to the other. Who never gets there has no walk, and is counted as such.
    `around` shows `before` steps before and `after` steps after a touchpoint.
    `occurrence` says at which of several such places a walk begins; of those with an end, if any.
    `offset` moves that place by steps, or by time to the next step (back: the last one).
    `direction`: backward walks are numbered from their end.
    `max_steps`: who goes on after it goes to (more).
    `repeats` in a row are one step as the definition says, or "collapse", or "keep": every event.
    `repeat_time`: a collapsed step stands at its "first" or its "last" time.
    `within`: time from the first to the last step of a walk; `step_within`: from step to step.
    Each is the longest, or (least, longest). A step outside ends the walk: (outside).
    `exclude`: touchpoints that void the walk they lie on. `exclude_voids`: that "entry" alone, or
    all walks of the "person".
    `groups`: a new name for several touchpoints; the first group that fits.
    `hide`: touchpoints not to be shown. `hidden`: they leave a "gap", the step [hidden], or "join"
    their neighbours.
    `hold`: a walk ends where this property changes: (changed).
    `breakdown`: parts by the first step of a walk, or by persona. They add up to the whole.
    `filters`: persona, period (from, to) and pattern choose whom; channel, device and department
    choose steps, and the others are hidden.
    `top`, `coverage`: a step shows the touchpoints that cover this share, `top` at most.
    """

    unit: Unit = "journeys"
    start: Names | None = None
    end: Names | None = None
    around: Names | None = None
    before: int = 3
    after: int = 5
    occurrence: Literal["first", "last", "every"] = "first"
    offset: int | Duration = 0
    direction: Literal["forward", "backward"] = "forward"
    max_steps: int = 10
    repeats: Literal["as defined", "collapse", "keep"] = "as defined"
    repeat_time: Literal["first", "last"] = "first"
    within: Window | None = None
    step_within: Window | None = None
    exclude: Names = ()
    exclude_voids: Literal["entry", "person"] = "entry"
    groups: Mapping[str, Names] = field(default_factory=dict)
    hide: Names = ()
    hidden: Literal["gap", "join"] = "gap"
    hold: Property | None = None
    breakdown: Part | None = None
    filters: Mapping[str, object] = field(default_factory=dict)
    top: int = 12
    coverage: float = 0.95

    def __post_init__(self) -> None:
        for name, words in _WORDS.items():
            value = getattr(self, name)
            if value not in words:
                known = [word for word in words if word is not None]
                raise _refused(f'"{value}" cannot be the {name}.', nearest(str(value), known))
        for mistake, what, fix in _contradictions(self):
            if mistake:
                raise _refused(what, fix)
        for name in self.filters:
            if name not in FILTERS:
                raise _refused(f'There is no filter "{name}".', nearest(name, FILTERS))

    @property
    def chosen(self) -> dict[str, object]:
        """The options that are not at their default."""
        usual = PathOptions()
        return {f.name: getattr(self, f.name) for f in fields(self) if not self._is(f.name, usual)}

    def _is(self, name: str, usual: PathOptions) -> bool:
        return bool(getattr(self, name) == getattr(usual, name))

    def told(self) -> str:
        """The options in one line, those that differ from their default first.

        >>> PathOptions(start="cart").told()[:32]
        'start = cart; unit = journeys; d'
        """
        always = {name: getattr(self, name) for name in _ALWAYS_TOLD}
        words = {**self.chosen, **{n: v for n, v in always.items() if n not in self.chosen}}
        return "; ".join(f"{name} = {_word(value)}" for name, value in words.items())


_ALWAYS_TOLD = ("unit", "direction", "max_steps", "repeats", "top", "coverage")
_WORDS: dict[str, tuple[str | None, ...]] = {
    name: tuple(
        word
        for part in (get_args(hint) or (hint,))
        for word in (get_args(part) or (None if part is type(None) else part,))
    )
    for name, hint in get_type_hints(PathChoices).items()
    if name
    in {
        *("unit", "occurrence", "direction", "repeats", "repeat_time"),
        *("exclude_voids", "hidden", "hold", "breakdown"),
    }
}


def options_of(choices: Mapping[str, object]) -> PathOptions:
    """The options as chosen; an unknown one is refused with the nearest there is."""
    known = [option.name for option in fields(PathOptions)]
    for name in choices:
        if name not in known:
            raise _refused(f'Paths have no option "{name}".', nearest(name, known))
    return PathOptions(**choices)  # type: ignore[arg-type]


def micros_of(duration: Duration) -> int:
    """A duration in microseconds; text may begin with a minus.

    >>> micros_of("-1 second"), micros_of(timedelta(0))
    (-1000000, 0)
    """
    try:
        if isinstance(duration, str) and duration.lstrip().startswith("-"):
            return -micros_of(duration.lstrip()[1:])
        return parse_duration(duration) // timedelta(microseconds=1)
    except ValueError as error:
        raise _refused(f"{error}.", 'write "30 minutes" or a timedelta') from None


def window_of(window: Window | None) -> tuple[int | None, int | None]:
    """The least and the longest time in microseconds, None where there is no limit.

    >>> window_of("1 second"), window_of(("1 second", None))
    ((None, 1000000), (1000000, None))
    """
    low, high = window if isinstance(window, tuple) else (None, window)
    least = None if low is None else micros_of(low)
    longest = None if high is None else micros_of(high)
    if least is not None and longest is not None and least > longest:
        raise _refused("A window cannot be shorter than its least time.", "write (least, longest)")
    return least, longest


def _refused(what: str, fix: str) -> JourneysError:
    return JourneysError(what, where="the options of paths", fix=fix)


def _contradictions(options: PathOptions) -> list[tuple[bool, str, str]]:
    anchored = options.start is not None or options.end is not None
    around = options.around is not None
    windows = options.within or options.step_within or options.hold
    return [
        (around and anchored, "around takes neither start nor end.", "choose one"),
        (
            around and bool(windows or options.offset or options.direction != "forward"),
            "around takes no offset, direction, window or hold.",
            "use start or end",
        ),
        (
            options.unit == "transitions" and (anchored or around),
            "Transitions are counted everywhere, so they take no start, end or around.",
            'use another unit, and occurrence = "every"',
        ),
        (
            bool(options.offset) and not anchored,
            "An offset needs a start or an end.",
            "name the touchpoint from which it counts",
        ),
        (options.max_steps < 1, "max_steps is less than one.", "show one step at least"),
        (options.before < 0 or options.after < 0, "before or after is negative.", "write 0"),
        (options.top < 1, "top is less than one.", "show one touchpoint at least"),
        (not 0 < options.coverage <= 1, "coverage is a share above 0, up to 1.", "write 0.95"),
    ]


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_word(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_word, value)) + "]"
    return str(value)
