"""An explanation as text for a terminal, or as JSON.

In:     Explanation or Answer
Out:    lines; headings are bold on a terminal
Errors: none
Note:   values come from logs: signs that cannot be printed are shown as U+FFFD, and nothing in them
        is taken for markup
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from rich.console import Console
from rich.text import Text

from pipeline.identity.evidence import Step
from pipeline.identity.explanation import Answer, Explanation, Use

# More of a kind are counted, not shown; JSON has them all.
MOST_SHOWN = 25


def as_json(explained: Explanation | Answer) -> str:
    """Everything, times in ISO 8601."""
    return json.dumps(asdict(explained), default=datetime.isoformat, ensure_ascii=False, indent=2)


def show(lines: Iterator[str], console: Console) -> None:
    """Print lines; those that do not begin with a blank are headings."""
    for line in lines:
        style = "" if line.startswith(" ") else "bold"
        console.print(Text(_printable(line), style=style), soft_wrap=True)


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def explanation_lines(explained: Explanation) -> Iterator[str]:
    """What is asked for first, then why, then what speaks against it."""
    yield from _head(explained)
    yield from _part("Joined with", list(_tree([other.chain for other in explained.identifiers])))
    yield from _part(
        "Used as well", [str(one.identifier) for one in explained.identifiers if not one.chain]
    )
    identifier = explained.identifier
    if identifier is not None and (len(explained.users) > 1 or identifier.id_class == "device"):
        yield from _part("Whose it was", [_period(use) for use in explained.periods])
    refused = [
        f"{_step(one.step)}; it would have joined {one.against[0]} and {one.against[1]}"
        for one in explained.refusals
    ]
    yield from _part("Refused", refused)
    yield from _part(
        "Overrides",
        [
            f"line {said.line}: {said.left} and {said.right}, {said.decision}; "
            f"{said.author}, {said.decided_at}: {said.reason}"
            for said in explained.overrides
        ],
    )
    yield from _part("Proposed", _proposals(explained))
    yield from _part("Changes", _changes(explained))


def answer_lines(answer: Answer) -> Iterator[str]:
    """Whether two identifiers are one person's, and the chain."""
    yield f"{answer.left} and {answer.right}"
    yield "  are one person's" if answer.is_one_person else "  are not one person's"
    if not answer.chain:
        yield "  nothing was ever seen that leads from one to the other"
    for step in answer.chain:
        yield f"    {_step(step)}"


def _head(explained: Explanation) -> Iterator[str]:
    identifier, person = explained.identifier, explained.person
    if identifier is not None:
        yield str(identifier)
        times = f"{_time(identifier.first_at)} to {_time(identifier.last_at)}"
        yield f"  {identifier.id_class}, {_count(identifier.events, 'event')}, {times}"
    for note in explained.notes:
        yield f"  {note}"
    if person is None:
        yield "  nobody's: no person has it"
        return
    yield f"Person {person.person_id}"
    times = f"{_time(person.first_at)} to {_time(person.last_at)}"
    yield f"  {_count(person.events, 'event')}, {times}"
    joined = _count(person.joined_identifiers, "identifier")
    yield f"  {_count(person.identifiers, 'identifier')}; links alone join {joined}"
    if identifier is None and explained.named_after is not None:
        yield f"  named after {explained.named_after}"
    if person.policy != "stitched":
        yield f'  under the policy "{person.policy}"'


def _part(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield heading
    yield from (f"  {line}" for line in lines[:MOST_SHOWN])
    if len(lines) > MOST_SHOWN:
        yield f"  ... and {len(lines) - MOST_SHOWN:,} more lines; --json has them all"


def _tree(chains: Sequence[Sequence[Step]]) -> Iterator[str]:
    """Chains that begin alike, each identifier once, indented below the one that leads to it."""
    branches: dict[tuple[str, ...], Step] = {}
    for chain in chains:
        for length, step in enumerate(chain, start=1):
            branches[tuple(before.right for before in chain[:length])] = step
    for names, step in sorted(branches.items(), key=lambda branch: branch[0]):
        yield f"{'  ' * (len(names) - 1)}{step.right}: {_evidence(step)}"


def _step(step: Step) -> str:
    return f"{step.left} - {step.right}: {_evidence(step)}"


def _evidence(step: Step) -> str:
    if step.event_id is None:
        return step.how
    when = "" if step.occurred_at is None else f", {_time(step.occurred_at)}"
    event = f'"{step.event}" ' if step.event else ""
    often = f", {step.sightings:,} times in all" if step.sightings > 1 else ""
    return f"{step.how}, {event}{step.event_id}{when}{often}"


def _count(number: int, thing: str) -> str:
    """A number and what it counts.

    >>> _count(1, "event"), _count(2_000, "event")
    ('1 event', '2,000 events')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _period(use: Use) -> str:
    times = f"{_time(use.first_at)} to {_time(use.last_at)}"
    whose = f"{use.person_id} ({use.rules})" if use.person_id else "nobody"
    return f"{times}: {whose}, {_count(use.events, 'event')}"


# What the rules say of a proposed pair.
_STATES = {
    "one person": "the rules have joined them",
    "two people": "the rules keep them apart",
    "open": "nobody has said so",
}


def _proposals(explained: Explanation) -> list[str]:
    return [
        f"{one.left} and {one.right}: {one.probability:.6f}, {one.reason}; {_STATES[one.state]}"
        for one in explained.proposals
    ]


def _changes(explained: Explanation) -> list[str]:
    return [
        f"{_time(change.built_at)}: {change.from_person_id} {change.kind} "
        f"{'from' if change.kind == 'split' else 'into'} {change.to_person_id}, "
        f"{_count(change.identifiers, 'identifier')}: {change.reason}"
        + (f", {change.event_id}" if change.event_id else "")
        for change in explained.changes
    ]


def _time(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}"
