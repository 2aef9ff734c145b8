"""The words and numbers of the pictures in one language, for both of their renderers.

In:     the catalogue and the formats of a language
Out:    TimingStyle, MatrixStyle, SankeyStyle
Units:  -
Errors: none
Source: -
"""

from __future__ import annotations

from collections.abc import Mapping
from gettext import GNUTranslations

from pipeline.report.matrix_grid import MatrixStyle
from pipeline.report.names import NAME_LETTERS, Names
from pipeline.report.numbers import Numbers
from pipeline.report.timing_chart import TimingStyle
from pipeline.report.words import N_
from pipeline.sankey import SankeyStyle
from pipeline.sankey.labels import cut

_SHORT, _LONG = 18, 24  # letters of a name


def timing_style(words: GNUTranslations, numbers: Numbers) -> TimingStyle:
    """How the picture of waiting times speaks."""
    names = Names(words)
    return TimingStyle(
        label=words.gettext(N_("Shares of journeys at the goal, lost and undecided, by time")),
        name=lambda band: cut(names.fate(band.name, band.kind), _SHORT),
        percent=numbers.share,
        period=numbers.period,
    )


def matrix_style(words: GNUTranslations, numbers: Numbers, kind: str) -> MatrixStyle:
    """How the matrix of one kind of handoff speaks."""
    names = Names(words)

    def head(value: str, cell_kind: str) -> str:
        is_value = cell_kind in {"value", "other"}
        name = names.value(value, kind) if is_value else names.short_exit(value, cell_kind)
        return cut(name, _SHORT)

    return MatrixStyle(
        label=names.handoffs(kind)[0] if kind != "agent" else "",
        row=lambda value: cut(names.value(value, kind), _LONG),
        head=head,
        number=numbers.count,
        share=numbers.share,
        duration=numbers.duration,
    )


def sankey_style(
    words: GNUTranslations, numbers: Numbers, hues: Mapping[str, int], *, journey: str, small: int
) -> SankeyStyle:
    """How the step Sankey of a journey looks and speaks; `hues` are those of touchpoints."""
    say = words.gettext
    label = say(N_("Journeys of “{name}”, step by step"))
    return SankeyStyle(
        hues=hues,
        words=Names(words).exits_in_sankey(),
        number=numbers.count,
        percent=numbers.share,
        step=say(N_("Step {n}")),
        after=say(N_("Afterwards")),
        active=say(N_("{n} active · {share}")),
        title=say(N_("{name}: {n} journeys, {share} of those that start")),
        node=say(N_("Step {step}. {title}")),
        link=say(N_("{source} → {target}: {n} journeys, {share} of those that start")),
        label=label.replace("{name}", cut(journey, NAME_LETTERS)),
        small_cell=small,
    )
