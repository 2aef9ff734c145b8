"""A funnel as a plotly figure.

In:     the counted steps
Out:    bars, one per step: solid is who did it, pale who stood before it and did not; every number
        is one of FunnelResult.frame()
Errors: none
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from pipeline.questions.funnel_counts import StepCount
from pipeline.questions.funnel_words import duration_words, share_words
from pipeline.sankey.labels import cut, visible

_LETTERS = 48  # of a name, beside the bars
_DONE, _OPEN, _LOST = "#0072B2", "#9CC5E3", "#E3E6EA"


def fig_funnel(steps: Sequence[StepCount], *, unit: str, title: str) -> go.Figure:
    """Draw the steps from the first at the top to the last."""
    names = [_label(step) for step in steps]
    parts = [
        (f"{unit} that did it", _DONE, [step.units for step in steps]),
        ("still open", _OPEN, [step.open for step in steps]),
        ("did not go on", _LOST, [step.at_risk - step.units - step.open for step in steps]),
    ]
    figure = go.Figure(
        [
            go.Bar(
                name=name,
                y=names,
                x=counts,
                orientation="h",
                marker={"color": colour},
                hovertext=[_told(step) for step in steps],
                hoverinfo="text",
            )
            for name, colour, counts in parts
        ]
    )
    figure.update_layout(
        title={"text": escape(visible(title), quote=False)},
        barmode="stack",
        bargap=0.25,
        template="plotly_white",
        yaxis={"autorange": "reversed", "automargin": True},
        xaxis={"title": {"text": unit}, "rangemode": "tozero"},
        legend={"orientation": "h", "y": -0.2, "traceorder": "normal"},
        height=160 + 60 * len(steps),
    )
    return figure


def _label(step: StepCount) -> str:
    # Plotly reads a label as markup of its own, so a tag in a name is escaped.
    name = escape(cut(visible(step.touchpoint), _LETTERS), quote=False)
    counted = f"{step.units:,} ({share_words(step.rate_of_first.value)})"
    return f"{step.step_no}. {name}<br><b>{counted}</b>"


def _told(step: StepCount) -> str:
    previous, exposed = step.rate_of_previous, step.rate_of_exposed
    lines = [
        f"{step.units:,} of {step.at_risk:,}, {step.open:,} still open",
        f"of the first: {share_words(step.rate_of_first.value)}",
        f"of the previous: {share_words(previous.value)}",
        f"of those exposed: {share_words(exposed.value)}",
        f"median since the previous: {duration_words(step.from_previous.median_s)}",
    ]
    return "<br>".join(lines)
