"""Somebody's word about who is who: pairs that must, or cannot, be one person's.

In:     the CSV file named by `overrides` of [identity]. Its columns, in any order: left_type,
        left_value, right_type, right_value, decision (must | cannot), author, decided_at, reason;
        left_scope and right_scope where a value is known inside one source or shop only
Out:    Override objects, values normalised as those of events are; the table config.overrides
Errors: ConfigurationError with every mistake and contradiction of the file, each with its lines
Note:   an identifier that was never seen is no mistake: tomorrow's data may bring it. `journeys
        doctor` names it
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

import pyarrow as pa

from pipeline.config import Project
from pipeline.config.advice import nearest
from pipeline.engine.face import TableName
from pipeline.errors import ConfigurationError, JourneysError
from pipeline.identity.contradictions import Override, contradictions
from pipeline.identity.terms import Identifier, Terms, UnclearError

OVERRIDES = TableName("config", "overrides")
SIDES = ("left", "right")
_SAID = ("decision", "author", "decided_at", "reason")
_NEEDED = (*(f"{side}_{part}" for side in SIDES for part in ("type", "value")), *_SAID)
_ALLOWED = (*_NEEDED, "left_scope", "right_scope")


@dataclass(frozen=True)
class _Line:
    """One row of the file as text; without cells, when they are not as many as the columns."""

    number: int
    cells: dict[str, str]


def read_overrides(project: Project) -> list[Override]:
    """Read the file that the configuration names, or nothing where it names none.

    In:     a project
    Out:    overrides in the order of the file
    Errors: ConfigurationError: no such file, no such column, or any row that cannot be used
    """
    name = project.config.identity.overrides
    if name is None:
        return []
    overrides, mistakes = parse_overrides(_text(project.path(name), name), Terms.of(project.config))
    if mistakes:
        raise ConfigurationError(mistakes, file=name)
    return overrides


def parse_overrides(text: str, terms: Terms) -> tuple[list[Override], list[JourneysError]]:
    r"""The overrides of a CSV text, and every mistake in it.

    >>> text = (
    ...     "left_type,left_value,right_type,right_value,decision,author,decided_at,reason\n"
    ...     "email, ANA@x.es ,customer_id,7,must,eva,2026-03-02,she called\n"
    ...     "email,n@x.es,cookie,7,must,eva,2026-03-02,a guess\n"
    ... )
    >>> overrides, mistakes = parse_overrides(text, Terms())
    >>> overrides[0].line, overrides[0].left
    (2, ('email', '', 'ana@x.es'))
    >>> print(mistakes[0].what, mistakes[0].where)  # doctest: +ELLIPSIS
    "cookie" is no type of identifier: known: anonymous_id, ... line 3, column right_type
    """
    try:
        header, lines = _lines(text)
    except csv.Error as error:
        return [], [JourneysError(f"This is not CSV: {error}.")]
    mistakes = list(_mistakes_of_header(header))
    overrides: list[Override] = []
    for line in lines if not mistakes else ():
        found = _override(line, terms)
        if isinstance(found, Override):
            overrides.append(found)
        else:
            mistakes += found
    # What is said is looked at as a whole only when all of it is understood.
    if not overrides or mistakes:
        return overrides, mistakes
    return overrides, list(contradictions(overrides, terms))


def overrides_table(overrides: Sequence[Override], schema: pa.Schema) -> pa.Table:
    """The rows of config.overrides; override_no is the line of the file."""
    return pa.Table.from_pylist(
        [
            {
                "override_no": said.line,
                "kind": said.kind,
                "author": said.author,
                "decided_at": said.decided_at,
                "reason": said.reason,
                **_columns("left", said.left),
                **_columns("right", said.right),
            }
            for said in overrides
        ],
        schema=schema,
    )


def _columns(side: str, identifier: Identifier) -> dict[str, str]:
    names = (f"{side}_type", f"{side}_scope", f"{side}_value")
    return dict(zip(names, identifier, strict=True))


def _text(path: Path, name: str) -> str:
    where = '[identity] key "overrides"'
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        mistake = JourneysError("The file is not UTF-8.", where=where, fix="save it as CSV UTF-8")
    except OSError as error:
        mistake = JourneysError(f"The file cannot be read: {error.strerror}.", where=where)
    raise ConfigurationError([mistake], file=name)


def _lines(text: str) -> tuple[list[str], list[_Line]]:
    """The names of the columns, and the rows that hold anything, by the line they begin on."""
    first = text.partition("\n")[0]
    # Where the decimal sign is a comma, spreadsheets write semicolons.
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    lines, number = [], reader.line_num + 1
    for row in reader:
        cells = [cell.strip(" ") for cell in row]
        if any(cells):
            lines.append(_Line(number, _cells(header, cells)))
        number = reader.line_num + 1
    return header, lines


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    told = dict(zip(header, cells, strict=False))
    return told if len(cells) == len(header) else {}


def _mistakes_of_header(header: list[str]) -> Iterator[JourneysError]:
    for name in _NEEDED:
        if name not in header:
            yield JourneysError(f'The column "{name}" is missing.', where="line 1")
    for name in sorted(set(header)):
        if name not in _ALLOWED:
            fix = nearest(name, _ALLOWED)
            yield JourneysError(f'The column "{name}" is not known.', where="line 1", fix=fix)
        elif header.count(name) > 1:
            yield JourneysError(f'The column "{name}" stands twice.', where="line 1")


def _override(line: _Line, terms: Terms) -> Override | list[JourneysError]:
    """What a row says, or what is wrong with it."""
    cells = line.cells
    if not cells:
        return [JourneysError("The row has not as many cells as line 1.", where=_at(line))]
    mistakes = list(_mistakes_of_words(line))
    sides: list[Identifier] = []
    for side in SIDES:
        written = (cells[f"{side}_type"], cells.get(f"{side}_scope", ""), cells[f"{side}_value"])
        try:
            sides.append(terms.identifier(written))
        except UnclearError as error:
            where = _at(line, f"{side}_{error.part}")
            mistakes.append(JourneysError(error.what, where=where))
    if mistakes:
        return mistakes
    kind = cells["decision"].lower()
    said = Override(line.number, kind, sides[0], sides[1], *(cells[name] for name in _SAID[1:]))
    fault = terms.fault_of_pair(kind, said.left, said.right)
    return [JourneysError(fault, where=_at(line))] if fault else said


def _mistakes_of_words(line: _Line) -> Iterator[JourneysError]:
    cells = line.cells
    for name in ("author", "reason"):
        if not cells[name]:
            yield JourneysError(f"There is no {name}.", where=_at(line, name))
    if cells["decision"].lower() not in ("must", "cannot"):
        what = f'"{cells["decision"]}" is no decision: write must or cannot.'
        yield JourneysError(what, where=_at(line, "decision"))
    try:
        datetime.fromisoformat(cells["decided_at"])
    except ValueError:
        what = f'"{cells["decided_at"]}" is no date: write it as 2026-03-02.'
        yield JourneysError(what, where=_at(line, "decided_at"))


def _at(line: _Line, column: str = "") -> str:
    return f"line {line.number}" + (f", column {column}" if column else "")
