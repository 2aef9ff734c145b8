"""Draw a matrix of handoffs as SVG, for slides; the page itself has it as a table.

In:     Matrix, MatrixStyle
Out:    one <svg> element as Markup; names are escaped text
Units:  pixels
Errors: none
Source: fills are attributes as well as classes, because some printers ignore style sheets in SVG
"""

from __future__ import annotations

from markupsafe import Markup

from pipeline.report.matrix import Matrix
from pipeline.report.matrix_grid import (
    GAP,
    HEAD,
    LEFT,
    TALL,
    WIDE,
    MatrixStyle,
    Tile,
    heads_of,
    size_of_grid,
    tiles_of,
)
from pipeline.sankey.labels import cut_to_width

_SOLID = 0.5  # from this shade on the letters are white
INK, MUTED, BLUE = "#1B2430", "#5A6472", "#0072B2"
_LETTERS = 11.5


def svg_handoffs(matrix: Matrix, style: MatrixStyle) -> Markup:
    """Draw the shares of each row, the waits under them, and what stays the same in dashes."""
    width, height = size_of_grid(matrix)
    drawn = Markup("").join(
        [
            *(_head(place, name) for place, name in enumerate(heads_of(matrix, style))),
            *(
                _row_name(place, style.row(row.source), style.number(row.moves))
                for place, row in enumerate(matrix.rows)
            ),
            *(_tile(tile) for tile in tiles_of(matrix, style)),
        ]
    )
    return Markup(
        '<svg class="handoffs" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}" '
        'role="img" aria-label="{}" font-family="Inter, system-ui, sans-serif">'
        '<rect width="100%" height="100%" fill="#FFFFFF"/>{}</svg>'
    ).format(width, height, style.label, drawn)


def _text(x: float, y: float, words: str, *, looks: Markup) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" {}>{}</text>').format(x, y, looks, words)


def _looks(fill: str, size: float, *, anchor: str = "middle", weight: int = 400) -> Markup:
    return Markup('fill="{}" font-size="{:g}" text-anchor="{}" font-weight="{}"').format(
        fill, size, anchor, weight
    )


def _head(column: int, name: str) -> Markup:
    x = LEFT + WIDE * (column + 0.5)
    shown = cut_to_width(name, WIDE - 6, _LETTERS)
    return _text(x, HEAD - 10, shown, looks=_looks(INK, _LETTERS, weight=600))


def _row_name(row: int, name: str, moves: str) -> Markup:
    y = HEAD + TALL * (row + 0.5)
    shown = cut_to_width(name, LEFT - 18, _LETTERS + 1)
    right = LEFT - 10
    return _text(right, y - 2, shown, looks=_looks(INK, 12.5, anchor="end", weight=600)) + _text(
        right, y + 13, moves, looks=_looks(MUTED, _LETTERS, anchor="end")
    )


def _tile(tile: Tile) -> Markup:
    white = tile.shade > _SOLID
    middle = tile.x + WIDE / 2
    upper = tile.y + TALL / 2 + (-1 if tile.wait else 4)
    shown = _text(middle, upper, tile.share, looks=_looks(_ink(tile, white=white), 13, weight=600))
    if tile.wait:
        below = _looks("#FFFFFF" if white else MUTED, 11)
        shown += _text(middle, upper + 15, tile.wait, looks=below)
    dashes = (
        Markup('stroke="{}" stroke-width="1.5" stroke-dasharray="4 3"').format(MUTED)
        if tile.cell.is_same and tile.shade
        else Markup("")
    )
    return (
        Markup(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="4" fill="{}" '
            'fill-opacity="{:g}" {}/>'
        ).format(tile.x, tile.y, WIDE - GAP, TALL - GAP, BLUE, tile.shade, dashes)
        + shown
    )


def _ink(tile: Tile, *, white: bool) -> str:
    """Colour of a share: lost and reached have their own, as in the page."""
    if white:
        return "#FFFFFF"
    if not tile.cell.moves:
        return MUTED
    return {"ended": "#B42318", "reached": "#17703C", "open": MUTED, "other": MUTED}.get(
        tile.cell.kind, INK
    )
