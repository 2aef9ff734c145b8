"""How journeys go on, step by step: the answer to `jp.paths`.

In:     a warehouse that `journeys run` has built, and options; see PathOptions
Out:    Paths: shows itself in a notebook, and gives .frame(), .figure(), .graph(), .routes() ...
Units:  counts of walks: journeys, people, sessions or transitions, as asked for
Errors: JourneysError when no journey has the name asked for, or an option makes no sense
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import duckdb

from pipeline.digraph import graph_of
from pipeline.questions.common import rows_of
from pipeline.questions.drawings import wording
from pipeline.questions.graphs import graph
from pipeline.questions.paths_difference import PathsDifference
from pipeline.questions.paths_options import PathChoices, PathOptions, options_of
from pipeline.questions.paths_query import PathQuestion
from pipeline.questions.paths_tables import (
    shares_by_step,
    transitions_of,
    walks_of,
    with_beginning,
)
from pipeline.sankey import (
    Flow,
    Kind,
    SankeyLayout,
    SankeyStyle,
    fig_sankey,
    layout_flows,
    svg_sankey,
)
from pipeline.sankey.labels import visible

if TYPE_CHECKING:
    from typing import Unpack

    import networkx as nx
    import pandas as pd
    from plotly.graph_objects import Figure

UNKNOWN = "(unknown)"


@dataclass(frozen=True)
class Paths:
    """How journeys go on, step by step. In a notebook it draws itself."""

    journey: str
    flows: tuple[Flow, ...]
    options: PathOptions
    question: PathQuestion = field(repr=False, compare=False)
    parts: dict[str, Paths] = field(default_factory=dict, repr=False)

    @property
    def walks(self) -> int:
        """How many walks are shown."""
        return walks_of(self.flows)

    @cached_property
    def sums(self) -> dict[str, int]:
        """How much was asked about, how much is shown, and why the rest is not."""
        return self.question.sums()

    @cached_property
    def layout(self) -> SankeyLayout:
        """The places of everything in the step Sankey."""
        drawn = [replace(f, source="(start)") if f.step_no == 0 else f for f in self.flows]
        options = self.options
        return layout_flows(
            drawn, max_steps=self.question.max_steps, top=options.top, coverage=options.coverage
        )

    def frame(self) -> pd.DataFrame:
        """One row per step, from and to, with the number of walks; parts one after the other."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        counted = "entries" if self.options.occurrence == "every" else self.options.unit
        names = ["step_no", "from_touchpoint", "to_touchpoint", counted]
        if not self.parts:
            rows = [(f.step_no, f.source, f.target, f.journeys) for f in self.flows]
            return pd.DataFrame(rows, columns=names)
        frames = [part.frame().assign(part=name) for name, part in self.parts.items()]
        return pd.concat(frames, ignore_index=True)[["part", *names]]

    def style(self, language: str = "en") -> SankeyStyle:
        """The colours of channels and the words of the report."""
        from pipeline.report.parts import hues_in  # noqa: PLC0415 (babel)
        from pipeline.report.styles import sankey_style  # noqa: PLC0415 (babel)

        hues = hues_in(self.question.db)
        return sankey_style(*wording(language), hues, journey=self.journey, small=0)

    def figure(self, *, language: str = "en") -> Figure:
        """The step Sankey as a plotly figure, with the layout and the colours of the report."""
        figure = fig_sankey(self.layout, style=self.style(language))
        below = {"text": escape(self.caption), "xref": "paper", "yref": "paper", "x": 0, "y": 0}
        figure.add_annotation(**below, yshift=-6, showarrow=False, xanchor="left", yanchor="top")
        return figure.update_layout(margin_b=32)

    def graph(self) -> nx.DiGraph[str]:
        """The transitions as a graph: all of the definition, or those of the walks asked for."""
        question = self.question
        if question.is_plain:
            return graph(question.db, journey=self.journey)
        blank = dict.fromkeys(("journeys", "people", "median_gap_s", "p90_gap_s"))
        rows = [
            {"from_touchpoint": source, "to_touchpoint": target, "transitions": count} | blank
            for source, target, count in transitions_of(self.flows)
        ]
        return graph_of(rows, rows_of(question.db, "api/touchpoints.sql"))

    def open(self, step_no: int) -> pd.DataFrame:
        """What the *other* node of a step holds, the most frequent first."""
        import pandas as pd  # noqa: PLC0415 - as above

        rests = [n for n in self.layout.nodes if n.step == step_no and n.kind is Kind.OTHER]
        members = [member for node in rests for member in node.members]
        return pd.DataFrame(members, columns=["touchpoint", self.options.unit])

    def step_matrix(self) -> pd.DataFrame:
        """At each step the share of walks at each touchpoint, or gone to a way out before."""
        import pandas as pd  # noqa: PLC0415 - as above

        matrix = pd.DataFrame.from_dict(shares_by_step(self.flows), orient="index")
        if self.options.around is not None:
            matrix.columns = matrix.columns - self.options.before - 1
        return matrix.rename_axis(index="touchpoint", columns="step_no")

    def transitions(self) -> pd.DataFrame:
        """From where to where, all steps that are shown together."""
        import pandas as pd  # noqa: PLC0415 - as above

        columns = ["from_touchpoint", "to_touchpoint", "transitions"]
        return pd.DataFrame(transitions_of(self.flows), columns=columns)

    def routes(self, limit: int | None = 100) -> pd.DataFrame:
        """The most frequent routes of whole walks, and how much of all walks they cover so far."""
        import pandas as pd  # noqa: PLC0415 - as above

        routes = pd.DataFrame(self.question.routes(limit), columns=["route", "ending", "walks"])
        routes["share"] = routes["walks"] / max(self.walks, 1)
        routes["coverage"] = routes["share"].cumsum()
        return routes

    def minus(self, other: Paths) -> PathsDifference:
        """This less another: how the shares differ, flow by flow and step by step."""
        return PathsDifference(self, other)

    @property
    def caption(self) -> str:
        """What was asked, and what was left out."""
        told = "; ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in self.sums.items())
        return f"{self.journey}: {self.options.told()}. {told}."

    def _repr_html_(self) -> str:
        told = f"<p><small>{escape(visible(self.caption))}</small></p>"
        if not self.parts:
            return svg_sankey(self.layout, style=self.style()) + told
        drawn = (
            f"<h4>{escape(visible(name))}</h4>{svg_sankey(part.layout, style=part.style())}"
            for name, part in self.parts.items()
        )
        return "".join(drawn) + told


def paths(db: duckdb.DuckDBPyConnection, *, journey: str, **options: Unpack[PathChoices]) -> Paths:
    """How the journeys of a definition go on, step by step; see PathOptions for the options.

    Without options these are the journeys that marts.flows counts. What is left out by an option
    is in `.sums` and in the caption; `.options` are those used.
    """
    chosen = options_of(options)
    question = PathQuestion(db, journey, chosen)
    by_part: dict[str, list[Flow]] = defaultdict(list)
    for row in question.flows():
        ends = (row["from_touchpoint"], row["to_touchpoint"])
        name = UNKNOWN if row["part"] is None else row["part"]
        by_part[name].append(Flow(row["step_no"], *ends, row["walks"]))
    whole = Paths(journey, _together(by_part, chosen), chosen, question)
    if chosen.breakdown is None:
        return whole
    return replace(
        whole,
        parts={
            name: replace(whole, flows=_together({name: by_part[name]}, chosen))
            for name in sorted(by_part)
        },
    )


def difference(first: Paths, second: Paths) -> PathsDifference:
    """How the paths of two groups differ: shares of the first less shares of the second."""
    return first.minus(second)


def _together(parts: dict[str, list[Flow]], options: PathOptions) -> tuple[Flow, ...]:
    summed: dict[tuple[int, str, str], int] = defaultdict(int)
    for flows in parts.values():
        for flow in flows:
            summed[flow.step_no, flow.source, flow.target] += flow.journeys
    flows = [Flow(*key, walks) for key, walks in summed.items()]
    return with_beginning(flows, backward=options.direction == "backward")
