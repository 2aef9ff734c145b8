"""Where a contact is followed by the next one: matrices of moves and lists of changes.

In:     rows of marts.moves and marts.handoffs of one journey name
Out:    Changes per kind (channel, device, department), only kinds with at least two values
Units:  moves; each row of a matrix sums to the moves that leave its value
Errors: none
Source: cells are hidden as in `hiding`, and what is hidden stays in the row's "other" cell
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from pipeline.report.matrix import REST, Cell, Change, Changes, Matrix, MatrixRow
from pipeline.report.rates import rate
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells

KINDS = ("channel", "device", "department")
VALUES_SHOWN = 7
CHANGES_SHOWN = 8
HEATS = 9  # shades of a cell, 0 for next to nothing
_EXITS = {"(reached)": "reached", "(open)": "open", "(ended)": "ended"}
_ORDER = ("value", "other", "reached", "end", "open", "ended")

Column = tuple[str, str]
Order = Mapping[str, tuple[str, ...]]


def changes_of(moves: Rows, handoffs: Rows, order: Order, small: int) -> tuple[Changes, ...]:
    """Build one matrix and one list a kind."""
    found: list[Changes] = []
    for kind in KINDS:
        own = tuple(row for row in moves if row["kind"] == kind)
        if len({row["from_value"] for row in own}) > 1:
            changed = tuple(row for row in handoffs if row["kind"] == kind)
            found.append(_changes(matrix_of(kind, own, order.get(kind, ()), small), changed, small))
    return tuple(found)


def _changes(matrix: Matrix, rows: Rows, small: int) -> Changes:
    listed = [row for row in rows if row["handoffs"] >= small][:CHANGES_SHOWN]
    return Changes(
        matrix=matrix,
        rows=tuple(_change(row) for row in listed),
        handoffs=sum(row["handoffs"] for row in rows),
        listed=sum(row["handoffs"] for row in listed),
    )


def _change(row: Row) -> Change:
    handoffs = row["handoffs"]
    return Change(
        source=row["from_value"],
        target=row["to_value"],
        handoffs=handoffs,
        people=row["people"],
        median_wait_s=row["median_wait_s"],
        p90_wait_s=row["p90_wait_s"],
        came_back=rate(row["came_back"], handoffs),
        repeated=rate(row["repeated"], handoffs),
        reached=rate(row["reached"], handoffs - row["open"]),
    )


def matrix_of(kind: str, moves: Rows, order: tuple[str, ...], small: int) -> Matrix:
    """Where the contacts at each value of one kind go next, by rows of marts.moves of that kind."""
    shown = _values_shown(moves, order, small)
    counts: dict[str, Counter[Column]] = {}
    waits: dict[tuple[str, Column], float | None] = {}
    for row in moves:
        source = row["from_value"] if row["from_value"] in shown else REST
        target = _column(row["to_value"], shown, {r["from_value"] for r in moves})
        counts.setdefault(source, Counter())[target] += row["moves"]
        waits[source, target] = row["median_wait_s"]
    columns = _columns(counts, shown)
    sources = [value for value in (*shown, REST) if value in counts]
    rows = tuple(_row(source, counts[source], waits, columns, small) for source in sources)
    return _without_empty_rest(Matrix(kind=kind, columns=columns, rows=rows))


def _without_empty_rest(matrix: Matrix) -> Matrix:
    rest = matrix.columns.index((REST, "other"))
    if any(row.cells[rest].moves for row in matrix.rows):
        return matrix
    rows = (replace(r, cells=r.cells[:rest] + r.cells[rest + 1 :]) for r in matrix.rows)
    columns = matrix.columns[:rest] + matrix.columns[rest + 1 :]
    return replace(matrix, columns=columns, rows=tuple(rows))


def _values_shown(moves: Rows, order: tuple[str, ...], small: int) -> tuple[str, ...]:
    """Pick the most used values, in the order given; small ones go to the rest."""
    used: Counter[str] = Counter()
    for row in moves:
        used[row["from_value"]] += row["moves"]
    ranked = sorted(used, key=lambda value: (-used[value], value))
    kept = [value for value in ranked if used[value] >= small][:VALUES_SHOWN]
    return tuple(sorted(kept, key=lambda v: order.index(v) if v in order else len(order)))


def _column(target: str, shown: tuple[str, ...], values: set[str]) -> Column:
    if target in shown:
        return target, "value"
    if target in _EXITS:
        return target, _EXITS[target]
    bracketed = target.startswith("(") and target.endswith(")")
    return (target, "end") if bracketed and target not in values else (REST, "other")


def _columns(counts: Mapping[str, Counter[Column]], shown: tuple[str, ...]) -> tuple[Column, ...]:
    seen = {column for row in counts.values() for column in row} | {(REST, "other")}
    places = {value: place for place, value in enumerate(shown)}
    rank = {kind: place for place, kind in enumerate(_ORDER)}
    return tuple(sorted(seen, key=lambda c: (rank[c[1]], places.get(c[0], 0), c[0])))


def _row(
    source: str,
    counts: Counter[Column],
    waits: Mapping[tuple[str, Column], float | None],
    columns: tuple[Column, ...],
    small: int,
) -> MatrixRow:
    rest = (REST, "other")
    hidden = hidden_cells({c: counts[c] for c in columns if c != rest}, counts[rest], small)
    kept = Counter(counts)
    for column in hidden:
        kept[rest] += kept.pop(column)
    total = counts.total()
    single = source != REST  # a wait of several values together is not known
    cells = tuple(
        _cell(
            column,
            kept[column],
            total,
            waits.get((source, column)) if single and column != rest else None,
            is_hidden=column in hidden,
            is_same=column[0] == source and column != rest,
        )
        for column in columns
    )
    return MatrixRow(source=source, moves=total, cells=cells)


def _cell(
    column: Column,
    moves: int,
    total: int,
    wait_s: float | None,
    *,
    is_hidden: bool,
    is_same: bool,
) -> Cell:
    share = moves / total if total else 0.0
    return Cell(
        target=column[0],
        kind=column[1],
        moves=None if is_hidden else moves,
        share=None if is_hidden else share,
        wait_s=None if is_hidden else wait_s,
        heat=0 if is_hidden else min(HEATS, round(share * 1.6 * HEATS)),
        is_same=is_same,
        is_hidden=is_hidden,
    )
