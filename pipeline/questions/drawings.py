"""What the pictures and tables of questions have in common.

In:     rows; plotly figures
Out:    an HTML table in which names are text, never markup; figures that look alike; the words
        and formats of the pictures that the report has, too
Errors: none
Source: Okabe and Ito (2008), colours told apart by colour-blind readers, as in the Sankey
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import GNUTranslations

    from plotly.graph_objects import Figure

    from pipeline.report.numbers import Numbers

PALETTE = {
    "reached": "#1F8A4C",
    "ended": "#C9653B",
    "other": "#7A5195",
    "open": "#8B93A1",
    "expected": "#0072B2",
}
MOST_ROWS = 40
TITLE_ROOM = 44


def html_table(caption: str, rows: Iterable[Mapping[str, Any]], formats: Mapping[str, str]) -> str:
    """The columns named in `formats`, each value in its format; what is not known is a dash.

    >>> print(html_table("<b>", [{"name": "a & b", "n": 1200}], {"name": "{}", "n": "{:,}"}))
    <table><caption>&lt;b&gt;</caption><tr><th>name</th><th>n</th></tr>
    <tr><td>a &amp; b</td><td>1,200</td></tr></table>
    """
    listed = list(rows)
    lines = [
        f"<table><caption>{escape(caption)}</caption>"
        + _line("th", (name.replace("_", " ") for name in formats))
    ]
    lines += [
        _line("td", (_cell(row[name], format_) for name, format_ in formats.items()))
        for row in listed[:MOST_ROWS]
    ]
    if len(listed) > MOST_ROWS:
        more = f"{len(listed) - MOST_ROWS:,} more rows: .frame() has them all"
        lines.append(_line("td", [more]))
    return "\n".join(lines) + "</table>"


def _line(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _cell(value: object, format_: str) -> str:
    return "\N{EN DASH}" if value is None else format_.format(value)


def wording(language: str) -> tuple[GNUTranslations, Numbers]:
    """The report's words and formats; no picture shows a time of day."""
    from pipeline.report.numbers import Numbers  # noqa: PLC0415 (babel)
    from pipeline.report.words import load_words  # noqa: PLC0415 (babel)

    return load_words(language), Numbers(language, "UTC")


def titled(figure: Figure, title: str) -> Figure:
    """Put a title over a picture of the report, which has none of its own."""
    room = figure.layout.margin.t + TITLE_ROOM
    figure.update_layout(
        title={"text": escape(title), "x": 0, "xanchor": "left", "pad": {"l": 8}, "y": 0.98,
               "yanchor": "top"},
        height=figure.layout.height + TITLE_ROOM, margin_t=room,
    )  # fmt: skip
    return figure


def plain_layout(figure: Figure, title: str, *, height: int) -> None:
    """White, with room for names; a tag in a title or name is shown as it is written."""
    figure.update_layout(
        title=escape(title),
        height=height,
        plot_bgcolor="white",
        margin={"l": 8, "r": 8, "t": 60, "b": 40},
        font={"family": "Inter, system-ui, sans-serif"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    )
    figure.update_xaxes(gridcolor="#E4E7EC", automargin=True)
    figure.update_yaxes(gridcolor="#E4E7EC", automargin=True)
