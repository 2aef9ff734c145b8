"""Find what somebody means by a word: an identifier, a person, a journey.

In:     a built warehouse; a word in any spelling, such as " ANA@x.es", "600 12 34 56", "user_id=7"
Out:    numbers of identifiers, keys of people
Errors: JourneysError when nothing is called so, or when several identifiers are
"""

from __future__ import annotations

import duckdb

from pipeline.config.identity import DEFAULT_CLASSES
from pipeline.errors import JourneysError
from pipeline.identity.evidence import Row, rows_of
from pipeline.identity.explanation import Seen
from pipeline.identity.terms import Terms
from pipeline.sentences import Sentence


def find(
    db: duckdb.DuckDBPyConnection, asked: str, id_type: str | None, scope: str
) -> tuple[int | None, int | None, list[str]]:
    """The identifier and the person that are meant, as far as there are such."""
    numbers = _identifier_numbers(db, asked, id_type, scope)
    if numbers:
        number = _only(db, asked, numbers)
        return number, owner_of(db, number), []
    wanted, notes = asked.strip(), list[str]()
    if id_type is None:
        people = rows_of(db, "people", value=wanted)
        former = [] if people else _followed(db, wanted)
        if former:
            wanted = former[-1]
            notes = [_renamed([asked.strip(), *former])]
            people = rows_of(db, "people", value=wanted)
        if people:
            return None, people[0]["person_key"], notes
    raise JourneysError(
        f'Nothing is called "{asked}": no {id_type or "identifier, person or journey"}.',
        fix="type it as a log has it, or ask another warehouse with --config FILE",
    )


def _identifier_numbers(
    db: duckdb.DuckDBPyConnection, asked: str, id_type: str | None, scope: str
) -> list[int]:
    kind, sign, rest = asked.partition("=")
    if sign and kind in DEFAULT_CLASSES:
        id_type, asked = kind, rest
    country = db.sql("select country from config.settings").fetchall()[0][0]
    terms = Terms(country=country)
    forms = {kind: terms.value(kind, asked) for kind in ("email", "phone")}
    value = terms.value("", asked)
    found = rows_of(
        db, "found_identifiers", value=value, id_type=id_type, id_scope=scope or None, **forms
    )
    return numbers_of(found)


def _renamed(ids: list[str]) -> Sentence:
    """How a former person is called now."""
    *before, now = ids
    steps = " → ".join(before)
    return Sentence("%(before)s became %(now)s; see the changes", before=steps, now=now)


def find_identifier(db: duckdb.DuckDBPyConnection, asked: str) -> int:
    """The number of the one identifier that is meant."""
    numbers = _identifier_numbers(db, asked, None, "")
    if not numbers:
        raise JourneysError(f'No identifier is called "{asked}".')
    return _only(db, asked, numbers)


def _only(db: duckdb.DuckDBPyConnection, asked: str, numbers: list[int]) -> int:
    if len(numbers) > 1:
        several = "; ".join(map(str, seen_of(db, numbers).values()))
        fix = "write it as TYPE=VALUE, or choose with --type and --scope"
        raise JourneysError(f'Several are called "{asked}".', where=several, fix=fix)
    return numbers[0]


def _followed(db: duckdb.DuckDBPyConnection, person_id: str) -> list[str]:
    """The ids under which a former person went on, from the first to the present one."""
    ids: list[str] = []
    wanted, after = person_id, 0
    while True:
        rows = [r for r in rows_of(db, "former_people", value=wanted) if r["change_no"] > after]
        if not rows:
            return ids
        wanted, after = rows[0]["to_person_id"], rows[0]["change_no"]
        ids.append(wanted)


def numbers_of(rows: list[Row]) -> list[int]:
    """The numbers of the identifiers in these rows."""
    return [row["identifier_no"] for row in rows]


def ends_of(rows: list[Row]) -> set[int]:
    """All identifiers that stand in links."""
    names = ("left_no", "right_no", "against_left_no", "against_right_no")
    return {row[name] for row in rows for name in names if row.get(name) is not None}


def seen_of(db: duckdb.DuckDBPyConnection, numbers: list[int]) -> dict[int, Seen]:
    """What is known of these identifiers, by their numbers."""
    rows = rows_of(db, "identifiers", numbers=numbers)
    return {row.pop("identifier_no"): Seen(**row) for row in rows}


def owner_of(db: duckdb.DuckDBPyConnection, identifier_no: int) -> int | None:
    """The person whom an identifier stands for."""
    users = rows_of(db, "users", identifier_no=identifier_no)
    return users[0]["person_key"] if users else None
