"""Where the cells of a matrix of handoffs stand, how dark they are and what they say.

In:     Matrix, words and formats
Out:    Tile per cell; MatrixStyle
Units:  pixels
Errors: none
Source: the shades are those of the table in the page (`heat0` to `heat9` in style.css)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.report.matrix import Cell, Matrix
from pipeline.sankey.model import Kind
from pipeline.sankey.style import GLYPHS

LEFT, HEAD = 210.0, 64.0  # room for the names of rows and of columns
WIDE, TALL, GAP = 84.0, 46.0, 2.0  # of a cell, and between two
SHADES = (0.04, 0.09, 0.16, 0.23, 0.3, 0.37, 0.44, 1.0, 1.0, 1.0)
HIDDEN = "·"


@dataclass(frozen=True, slots=True)
class MatrixStyle:
    """The words of the picture and how its numbers are written."""

    label: str
    row: Callable[[str], str]
    head: Callable[[str, str], str]
    number: Callable[[float | None], str]
    share: Callable[[float | None], str]
    duration: Callable[[float | None], str]


@dataclass(frozen=True, slots=True)
class Tile:
    """A cell of the picture: its place in the grid, its upper left corner, its two lines."""

    row: int
    column: int
    x: float
    y: float
    cell: Cell
    share: str
    wait: str

    @property
    def shade(self) -> float:
        """How dark: ways out and the rest are not shaded, as in the page."""
        return SHADES[self.cell.heat] if self.cell.moves and self.cell.kind == "value" else 0.0


def size_of_grid(matrix: Matrix) -> tuple[float, float]:
    """Width and height of the picture."""
    return LEFT + WIDE * len(matrix.columns), HEAD + TALL * len(matrix.rows)


def tiles_of(matrix: Matrix, style: MatrixStyle) -> list[Tile]:
    """All cells, row by row."""
    return [
        Tile(
            row=row,
            column=column,
            x=LEFT + WIDE * column,
            y=HEAD + TALL * row,
            cell=cell,
            share=style.share(cell.share) if cell.moves else HIDDEN,
            wait=_wait(cell, style),
        )
        for row, line in enumerate(matrix.rows)
        for column, cell in enumerate(line.cells)
    ]


def _wait(cell: Cell, style: MatrixStyle) -> str:
    is_told = cell.moves and cell.kind == "value" and cell.wait_s is not None
    return style.duration(cell.wait_s) if is_told else ""


def heads_of(matrix: Matrix, style: MatrixStyle) -> list[str]:
    """Names of the columns; a way out has its sign, which says without colour what it is."""
    return [
        f"{GLYPHS[Kind(kind)]} {style.head(value, kind)}".strip()
        if kind not in {"value", "other"}
        else style.head(value, kind)
        for value, kind in matrix.columns
    ]
