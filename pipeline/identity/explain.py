"""Why these identifiers are one person's, and why others are not.

In:     a built warehouse, read-only; an identifier in any spelling, the hash of one, a person's id,
        present or former, or a journey's id
Out:    Explanation: the person, their identifiers each with the chain of evidence, whose the
        identifier was when, refusals, overrides, proposals and changes over time
Errors: JourneysError when nothing is called so, or when several identifiers are
Units:  times are UTC
Note:   it shows identifiers as they are: personal data
"""

from __future__ import annotations

import duckdb

from pipeline.identity.evidence import (
    Row,
    dated,
    graph_of,
    rows_of,
    shortest_chains,
    steps_of,
)
from pipeline.identity.explanation import (
    Answer,
    Chained,
    Change,
    Explanation,
    Person,
    Proposed,
    Refusal,
    Said,
    Seen,
    Use,
)
from pipeline.identity.lookup import (
    ends_of,
    find,
    find_identifier,
    numbers_of,
    owner_of,
    seen_of,
)
from pipeline.identity.terms import named
from pipeline.sentences import Sentence


def explain(
    db: duckdb.DuckDBPyConnection, asked: str, *, id_type: str | None = None, scope: str = ""
) -> Explanation:
    """Everything about the person behind `asked`.

    `id_type` and `scope` choose where a value stands for several identifiers.
    """
    identifier_no, person_key, notes = find(db, asked, id_type, scope)
    members, sightings = _members(db, person_key)
    start = person_key if identifier_no is None else identifier_no
    asked_for = {number for number in (start, person_key) if number is not None}
    numbers = sorted({*members, *asked_for})
    links = rows_of(db, "links", numbers=numbers)
    proposals = rows_of(db, "proposals", numbers=numbers)
    seen = seen_of(db, sorted({*numbers, *ends_of(links), *ends_of(proposals)}))
    identifier = None if identifier_no is None else seen[identifier_no]
    person = _person(db, person_key)
    return Explanation(
        asked=asked,
        identifier=identifier,
        notes=(*notes, *_notes(identifier)),
        person=person,
        named_after=None if person_key is None else seen[person_key],
        identifiers=_chained(db, _chains(links, sightings, start, members), seen),
        users=_users(db, identifier_no),
        periods=_periods(db, identifier_no),
        refusals=_refusals(db, links, numbers, seen),
        overrides=_overrides(db, numbers),
        proposals=_proposals(proposals, seen),
        changes=_changes(db, person, identifier_no),
    )


def why(db: duckdb.DuckDBPyConnection, left: str, right: str) -> Answer:
    """Why two identifiers are one person's; why not, when a refused link stands between them."""
    left_no, right_no = (find_identifier(db, asked) for asked in (left, right))
    links = rows_of(db, "links", numbers=[left_no, right_no])
    owners = {number: owner_of(db, number) for number in (left_no, right_no)}
    is_one = owners[left_no] is not None and owners[left_no] == owners[right_no]
    sightings = rows_of(db, "sightings", person_key=owners[left_no]) if is_one else []
    graph = graph_of(links, sightings)
    chain = shortest_chains(graph, left_no, may_be_refused=not is_one).get(right_no, [])
    seen = seen_of(db, sorted({left_no, right_no, *ends_of(links), *ends_of(sightings)}))
    names = {number: str(one) for number, one in seen.items()}
    return Answer(seen[left_no], seen[right_no], is_one, steps_of(db, chain, names))


def _members(db: duckdb.DuckDBPyConnection, person_key: int | None) -> tuple[list[int], list[Row]]:
    """A person's identifiers, and which of them were seen together."""
    if person_key is None:
        return [], []
    members = numbers_of(rows_of(db, "members", person_key=person_key))
    return members, rows_of(db, "sightings", person_key=person_key)


def _person(db: duckdb.DuckDBPyConnection, person_key: int | None) -> Person | None:
    if person_key is None:
        return None
    return Person(**rows_of(db, "person", person_key=person_key)[0])


def _chains(
    links: list[Row], sightings: list[Row], start: int | None, members: list[int]
) -> dict[int, list[Row]]:
    """How to come from `start` to every other member; an empty chain where there is no way."""
    if start is None:
        return {}
    found = shortest_chains(graph_of(links, sightings), start)
    return {number: found.get(number, []) for number in members if number != start}


def _notes(identifier: Seen | None) -> list[str]:
    """What is special about the identifier."""
    if identifier is None:
        return []
    notes: list[str] = []
    if identifier.blocked_by is not None:
        rule = Sentence(identifier.blocked_by)
        notes.append(Sentence("blocked (%(rule)s): it joins and owns nothing", rule=rule))
    if identifier.busy_people is not None:
        n = identifier.busy_people
        notes.append(
            Sentence(
                "busy, used by %(n)s people at one time: it proves nothing and owns nothing", n=n
            )
        )
    if identifier.is_disputed:
        notes.append(
            Sentence("ambiguous: a link of it was refused, so by itself it tells nobody for sure")
        )
    return notes


def _chained(
    db: duckdb.DuckDBPyConnection, chains: dict[int, list[Row]], seen: dict[int, Seen]
) -> tuple[Chained, ...]:
    """The identifiers with their chains, the nearest first."""
    nearest = sorted(chains, key=lambda number: (len(chains[number]), number))
    names = {number: str(one) for number, one in seen.items()}
    steps = dated(db, [chains[number] for number in nearest], names)
    return tuple(Chained(seen[number], chain) for number, chain in zip(nearest, steps, strict=True))


def _users(db: duckdb.DuckDBPyConnection, identifier_no: int | None) -> tuple[Use, ...]:
    if identifier_no is None:
        return ()
    rows = rows_of(db, "users", identifier_no=identifier_no)
    return tuple(
        Use(row["person_id"], row["events"], row["first_at"], row["last_at"]) for row in rows
    )


def _periods(db: duckdb.DuckDBPyConnection, identifier_no: int | None) -> tuple[Use, ...]:
    if identifier_no is None:
        return ()
    return tuple(Use(**row) for row in rows_of(db, "periods", identifier_no=identifier_no))


def _refusals(
    db: duckdb.DuckDBPyConnection, links: list[Row], numbers: list[int], seen: dict[int, Seen]
) -> tuple[Refusal, ...]:
    """The refused links of these identifiers."""
    refused = [
        link | {"pair": (link["left_no"], link["right_no"])}
        for link in links
        if link["refused_by"] is not None and {link["left_no"], link["right_no"]} & set(numbers)
    ]
    names = {number: str(one) for number, one in seen.items()}
    steps = dated(db, [[link] for link in refused], names)
    return tuple(
        Refusal(step, (names[link["against_left_no"]], names[link["against_right_no"]]))
        for link, (step,) in zip(refused, steps, strict=True)
    )


def _overrides(db: duckdb.DuckDBPyConnection, numbers: list[int]) -> tuple[Said, ...]:
    return tuple(
        Said(
            line=row["line"],
            decision=row["kind"],
            left=named((row["left_type"], row["left_scope"], row["left_value"])),
            right=named((row["right_type"], row["right_scope"], row["right_value"])),
            author=row["author"],
            decided_at=row["decided_at"],
            reason=row["reason"],
        )
        for row in rows_of(db, "overrides", numbers=numbers)
    )


def _proposals(rows: list[Row], seen: dict[int, Seen]) -> tuple[Proposed, ...]:
    return tuple(
        Proposed(
            left=str(seen[row["left_no"]]),
            right=str(seen[row["right_no"]]),
            probability=row["probability"],
            reason=row["reason"],
            state=row["state"],
        )
        for row in rows
    )


def _changes(
    db: duckdb.DuckDBPyConnection, person: Person | None, identifier_no: int | None
) -> tuple[Change, ...]:
    asked = {
        "person_id": None if person is None else person.person_id,
        "identifier_no": identifier_no,
    }
    return tuple(Change(**row) for row in rows_of(db, "changes", **asked))
