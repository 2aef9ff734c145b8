"""How the paths of two groups differ.

In:     two Paths, of any options
Out:    PathsDifference: .frame(), .step_matrix(), .figure(); shows itself in a notebook
Units:  shares of walks from 0 to 1; differences are first less second, from -1 to 1
Errors: none. A difference is told whether or not chance explains it; the counts stand beside it
Source: intervals at 95 % (Newcombe 1998, method 10); q, the share of false findings if all flows
        with so small a p (score test) were claimed (Benjamini and Hochberg 1995)
Assumes that walks are independent: where people have several, intervals are somewhat too narrow
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from pipeline.questions.clustered_shares import Share, difference_of
from pipeline.questions.contrasts import false_discovery_rates

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from pipeline.questions.paths import Paths


@dataclass(frozen=True)
class PathsDifference:
    """The shares of one group less those of another."""

    first: Paths
    second: Paths

    def frame(self) -> pd.DataFrame:
        """One row per step, from and to that either group has, the largest difference first.

        difference_low, difference_high and q are not known where a group has no walk.
        """
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        counts = [
            {(f.step_no, f.source, f.target): f.journeys for f in paths.flows}
            for paths in (self.first, self.second)
        ]
        totals = [max(paths.walks, 1) for paths in (self.first, self.second)]
        rows: list[tuple[int | str | float, ...]] = []
        both: list[tuple[int, int]] = []
        for key in sorted(counts[0].keys() | counts[1].keys()):
            ones = [count.get(key, 0) for count in counts]
            both.append((ones[0], ones[1]))
            shares = [n / total for n, total in zip(ones, totals, strict=True)]
            rows.append((*key, *ones, *shares, shares[0] - shares[1]))
        columns = ["step_no", "from_touchpoint", "to_touchpoint", "first", "second"]
        columns += ["first_share", "second_share", "difference"]
        frame = pd.DataFrame(rows, columns=columns)
        for name, values in self._told(both).items():
            frame[name] = pd.Series(values, dtype=float)
        return frame.sort_values("difference", key=abs, ascending=False, ignore_index=True)

    def _told(self, counts: Sequence[tuple[int, int]]) -> dict[str, Sequence[float]]:
        """The interval and the q of each difference; nothing where a group has no walk."""
        one, two = self.first.walks, self.second.walks
        found = [
            difference_of(Share(one, first, one, one), Share(two, second, two, two))
            for first, second in counts
            if one and two
        ]
        return {
            "difference_low": [each.low for each in found],
            "difference_high": [each.high for each in found],
            "q": false_discovery_rates([each.p for each in found]).tolist(),
        }

    def step_matrix(self) -> pd.DataFrame:
        """The step matrix of the first less that of the second; columns add to 0.

        Where one group has no walk at a step any more, it stands where its walks have left to.
        """
        one, two = self.first.step_matrix(), self.second.step_matrix()
        steps = sorted({*one.columns, *two.columns})
        one, two = (m.reindex(columns=steps).ffill(axis="columns") for m in (one, two))
        return one.sub(two, fill_value=0.0).fillna(0.0)

    def figure(self) -> Figure:
        """The difference of the step matrices as a plotly heat map."""
        from plotly.graph_objects import Figure, Heatmap  # noqa: PLC0415 (a second to import)

        matrix = self.step_matrix()
        names = [escape(str(name), quote=False) for name in matrix.index]
        texts = [[f"{value:+.1%}" if value else "" for value in row] for row in matrix.to_numpy()]
        trace = Heatmap(
            z=matrix.to_numpy(),
            x=[str(step) for step in matrix.columns],
            y=names,
            text=texts,
            texttemplate="%{text}",
            colorscale=[[0, "#D55E00"], [0.5, "#FFFFFF"], [1, "#0072B2"]],
            zmid=0,
        )
        figure = Figure(trace)
        figure.update_xaxes(title="step", type="category")
        return figure.update_yaxes(autorange="reversed")

    def _repr_html_(self) -> str:
        table: str = self.step_matrix().to_html(float_format="{:+.1%}".format)
        told = f"First: {self.first.caption} Second: {self.second.caption}"
        return f"{table}<p><small>{escape(told)}</small></p>"
