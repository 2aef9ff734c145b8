"""Draw a matrix of handoffs as a plotly Figure for notebooks and dashboards.

In:     Matrix, MatrixStyle
Out:    plotly Figure with the same cells, shades and words as the SVG and the table of the page
Units:  as in `matrix_grid`
Errors: none
Source: one grid, two renderers, as in `pipeline.sankey`
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.report.matrix import Matrix
from pipeline.report.matrix_grid import (
    GAP,
    HEAD,
    LEFT,
    SHADES,
    MatrixStyle,
    Tile,
    heads_of,
    size_of_grid,
    tiles_of,
)
from pipeline.report.matrix_svg import MUTED

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_BLUE = (0, 114, 178)


def fig_handoffs(matrix: Matrix, *, style: MatrixStyle) -> Figure:
    """Draw the matrix with plotly; what is hidden in the page is hidden here."""
    from plotly.graph_objects import Figure, Heatmap  # noqa: PLC0415 (a second to import)

    tiles = tiles_of(matrix, style)
    heads = [escape(name, quote=False) for name in heads_of(matrix, style)]
    figure = Figure(
        Heatmap(
            z=_grid(matrix, [tile.cell.heat if tile.shade else None for tile in tiles]),
            text=_grid(matrix, [_words(tile) for tile in tiles]),
            customdata=_grid(matrix, [_told(tile, style) for tile in tiles]),
            texttemplate="%{text}", hovertemplate="%{customdata}<extra></extra>",
            colorscale=_shades(), zmin=-0.5, zmax=len(SHADES) - 0.5,
            showscale=False, xgap=GAP, ygap=GAP,
        )
    )  # fmt: skip
    width, height = size_of_grid(matrix)
    rows = [
        f"<b>{escape(style.row(row.source), quote=False)}</b> {style.number(row.moves)}"
        for row in matrix.rows
    ]
    figure.update_xaxes(side="top", tickvals=[*range(len(heads))], ticktext=heads, showgrid=False)
    figure.update_yaxes(
        autorange="reversed", tickvals=[*range(len(rows))], ticktext=rows, showgrid=False
    )
    return figure.update_layout(
        width=width, height=height, margin={"l": LEFT, "r": 0, "t": HEAD, "b": 0},
        plot_bgcolor="white", font={"family": "Inter, system-ui, sans-serif", "size": 12},
        shapes=[_dashes(tile) for tile in tiles if tile.cell.is_same and tile.shade],
    )  # fmt: skip


def _grid(matrix: Matrix, values: list[Any]) -> list[list[Any]]:
    wide = len(matrix.columns)
    return [values[start : start + wide] for start in range(0, len(values), wide)]


def _words(tile: Tile) -> str:
    return f"<b>{tile.share}</b><br>{tile.wait}" if tile.wait else f"<b>{tile.share}</b>"


def _told(tile: Tile, style: MatrixStyle) -> str:
    number = style.number(tile.cell.moves) if tile.cell.moves else tile.share
    return f"{number} · {tile.share} {tile.wait}".rstrip()


def _shades() -> list[list[Any]]:
    """Ten even steps, each of one colour: that of the shade on white."""
    steps: list[list[Any]] = []
    for place, shade in enumerate(SHADES):
        mixed = [round(255 + (part - 255) * shade) for part in _BLUE]
        colour = f"rgb({mixed[0]},{mixed[1]},{mixed[2]})"
        steps += [[place / len(SHADES), colour], [(place + 1) / len(SHADES), colour]]
    return steps


def _dashes(tile: Tile) -> dict[str, Any]:
    return {
        "type": "rect", "x0": tile.column - 0.48, "x1": tile.column + 0.48,
        "y0": tile.row - 0.47, "y1": tile.row + 0.47,
        "line": {"color": MUTED, "width": 1.5, "dash": "dot"},
    }  # fmt: skip
