"""A funnel as a table with bars, for notebooks.

In:     the counted steps, and what was asked, in words
Out:    HTML that needs no script and no network; names from the data are text in it
Errors: none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from pipeline.questions.funnel_counts import StepCount
from pipeline.questions.funnel_words import duration_words, share_words
from pipeline.report.rates import Rate
from pipeline.sankey.labels import visible

_RIGHT = 'style="text-align:right"'
_LEFT = 'style="text-align:left"'


def html_funnel(steps: Sequence[StepCount], *, unit: str, told: Mapping[str, str]) -> str:
    """The steps as rows, the options below them."""
    heads = ("", "step", unit, "of the first", "of the previous", "of those exposed", "open")
    head = "".join(f"<th {_LEFT}>{name}</th>" for name in (*heads, "median"))
    rows = "".join(map(_row, steps))
    options = " · ".join(f"{escape(name)}: {escape(text)}" for name, text in told.items())
    return f"<table><tr>{head}</tr>{rows}</table><p><small>{options}</small></p>"


def _row(step: StepCount) -> str:
    name = escape(visible(step.touchpoint)) + (" (optional)" if step.is_optional else "")
    width = round(100 * (step.rate_of_first.value or 0))
    bar = f'<div style="background:#0072B2;height:0.5em;width:{width}%"></div>'
    cells = [
        f"{step.units:,}",
        _share(step.rate_of_first),
        _share(step.rate_of_previous),
        _share(step.rate_of_exposed),
        f"{step.open:,}",
        duration_words(step.from_previous.median_s),
    ]
    numbers = "".join(f"<td {_RIGHT}>{cell}</td>" for cell in cells)
    label = f'<td style="text-align:left;min-width:14em">{name}{bar}</td>'
    return f"<tr><td {_RIGHT}>{step.step_no}</td>{label}{numbers}</tr>"


def _share(rate: Rate) -> str:
    """A rate with its interval in the title, where a pointer finds it."""
    if rate.value is None:
        return "-"
    span = f"{share_words(rate.low)} to {share_words(rate.high)}"
    return f'<span title="95 %: {span}">{share_words(rate.value)}</span>'
