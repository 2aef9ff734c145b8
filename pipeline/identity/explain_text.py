"""An explanation as text for a terminal, or as JSON.

In:     Explanation or Answer; the language of the project
Out:    lines; headings are bold on a terminal; JSON is English in every language
Errors: none
Note:   values come from logs: signs that cannot be printed are shown as U+FFFD, and nothing in them
        is taken for markup
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from rich.console import Console
from rich.text import Text

from pipeline.identity.evidence import Step
from pipeline.identity.explain_words import Words
from pipeline.identity.explanation import Answer, Change, Explanation, Person, Use
from pipeline.report.words import N_

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


def explanation_lines(explained: Explanation, language: str = "en") -> Iterator[str]:
    """What is asked for first, then why, then what speaks against it."""
    writer = _Writer(Words(language))
    yield from writer.head(explained)
    for heading, lines in writer.parts(explained):
        yield from writer.part(heading, lines)


def answer_lines(answer: Answer, language: str = "en") -> Iterator[str]:
    """Whether two identifiers are one person's, and the chain."""
    words = Words(language)
    yield words.say(N_("%(left)s and %(right)s"), left=answer.left, right=answer.right)
    is_one, is_two = words.say(N_("are one person's")), words.say(N_("are not one person's"))
    yield f"  {is_one if answer.is_one_person else is_two}"
    if not answer.chain:
        yield "  " + words.say(N_("nothing was ever seen that leads from one to the other"))
    for step in answer.chain:
        yield f"    {_Writer(words).step(step)}"


# What the rules say of a proposed pair.
_STATES: Mapping[str, str] = {
    "one person": N_("the rules have joined them"),
    "two people": N_("the rules keep them apart"),
    "open": N_("nobody has said so"),
}


class _Writer:
    """Lines in one language."""

    def __init__(self, words: Words) -> None:
        self._words, self._say = words, words.say

    def head(self, explained: Explanation) -> Iterator[str]:
        """The identifier that was asked for, and the person."""
        identifier, person = explained.identifier, explained.person
        if identifier is not None:
            yield str(identifier)
            times = self._span(identifier.first_at, identifier.last_at)
            yield f"  {self._say(identifier.id_class)}, {self._events(identifier.events)}, {times}"
        for note in explained.notes:
            yield f"  {self._words.told(note)}"
        if person is None:
            yield "  " + self._say(N_("nobody's: no person has it"))
            return
        yield from self._person(person)
        if identifier is None and explained.named_after is not None:
            yield "  " + self._say(N_("named after %(who)s"), who=explained.named_after)
        if person.policy != "stitched":
            yield "  " + self._say(N_('under the policy "%(policy)s"'), policy=person.policy)

    def _person(self, person: Person) -> Iterator[str]:
        yield self._say(N_("Person %(id)s"), id=person.person_id)
        yield f"  {self._events(person.events)}, {self._span(person.first_at, person.last_at)}"
        every, joined = map(self._identifiers, (person.identifiers, person.joined_identifiers))
        yield "  " + self._say(N_("%(all)s; links alone join %(joined)s"), all=every, joined=joined)

    def parts(self, explained: Explanation) -> Iterator[tuple[str, list[str]]]:
        """Every part with its heading."""
        others = explained.identifiers
        yield N_("Joined with"), list(self._tree([other.chain for other in others]))
        yield N_("Used as well"), [str(one.identifier) for one in others if not one.chain]
        identifier = explained.identifier
        if identifier is not None and (len(explained.users) > 1 or identifier.id_class == "device"):
            yield N_("Whose it was"), [self._period(use) for use in explained.periods]
        yield N_("Refused"), self._refusals(explained)
        yield N_("Overrides"), self._overrides(explained)
        yield N_("Proposed"), self._proposals(explained)
        yield N_("Changes"), [self._change(change) for change in explained.changes]

    def part(self, heading: str, lines: Sequence[str]) -> Iterator[str]:
        """A heading and what stands below it; nothing where there is nothing."""
        if not lines:
            return
        yield self._say(heading)
        yield from (f"  {line}" for line in lines[:MOST_SHOWN])
        if len(lines) > MOST_SHOWN:
            more = self._words.count(len(lines) - MOST_SHOWN)
            yield "  " + self._say(N_("... and %(n)s more lines; --json has them all"), n=more)

    def step(self, step: Step) -> str:
        """One link of a chain."""
        return f"{step.left} - {step.right}: {self._evidence(step)}"

    def _tree(self, chains: Sequence[Sequence[Step]]) -> Iterator[str]:
        """Chains that begin alike, each identifier once, indented below the one before it."""
        branches: dict[tuple[str, ...], Step] = {}
        for chain in chains:
            for length, step in enumerate(chain, start=1):
                branches[tuple(before.right for before in chain[:length])] = step
        for names, step in sorted(branches.items(), key=lambda branch: branch[0]):
            yield f"{'  ' * (len(names) - 1)}{step.right}: {self._evidence(step)}"

    def _evidence(self, step: Step) -> str:
        how = self._words.told(step.how)
        if step.event_id is None:
            return how
        when = "" if step.occurred_at is None else f", {_time(step.occurred_at)}"
        event = f'"{step.event}" ' if step.event else ""
        often = ""
        if step.sightings > 1:
            times = self._words.count(step.sightings)
            often = ", " + self._say(N_("%(n)s times in all"), n=times)
        return f"{how}, {event}{step.event_id}{when}{often}"

    def _refusals(self, explained: Explanation) -> list[str]:
        words = N_("it would have joined %(one)s and %(other)s")
        return [
            f"{self.step(refusal.step)}; "
            + self._say(words, one=refusal.against[0], other=refusal.against[1])
            for refusal in explained.refusals
        ]

    def _overrides(self, explained: Explanation) -> list[str]:
        words = N_("line %(line)s: %(left)s and %(right)s")
        return [
            self._say(words, line=said.line, left=said.left, right=said.right)
            + f", {said.decision}; {said.author}, {said.decided_at}: {said.reason}"
            for said in explained.overrides
        ]

    def _proposals(self, explained: Explanation) -> list[str]:
        words = N_("%(left)s and %(right)s")
        return [
            f"{self._say(words, left=one.left, right=one.right)}: {one.probability:.6f}, "
            f"{self._words.reason(one.reason)}; {self._say(_STATES[one.state])}"
            for one in explained.proposals
        ]

    def _change(self, change: Change) -> str:
        moved = self._words.change(change.kind, change.from_person_id, change.to_person_id)
        found = f", {change.event_id}" if change.event_id else ""
        told = f"{self._identifiers(change.identifiers)}: {self._words.rule(change.reason)}"
        return f"{_time(change.built_at)}: {moved}, {told}{found}"

    def _period(self, use: Use) -> str:
        whose = self._say(N_("nobody"))
        if use.person_id:
            whose = f"{use.person_id} ({self._words.owner_rules(use.rules)})"
        return f"{self._span(use.first_at, use.last_at)}: {whose}, {self._events(use.events)}"

    def _span(self, first: datetime, last: datetime) -> str:
        return self._say(N_("%(first)s to %(last)s"), first=_time(first), last=_time(last))

    def _events(self, n: int) -> str:
        return self._words.ngettext("%(n)s event", "%(n)s events", n)

    def _identifiers(self, n: int) -> str:
        return self._words.ngettext("%(n)s identifier", "%(n)s identifiers", n)


def _time(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}"
