"""Proposals again, slowly: every pair by itself, in plain loops over plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from pipeline.proposals import ProposalRules
from tests.reference.proposal_words import POINTS, Word, edits, word_level, words_of


class Row(NamedTuple):
    """One profile."""

    profile_no: int
    source: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    postcode: str | None = None


class Verdict(NamedTuple):
    """What is said of a pair."""

    score: float
    is_conflict: bool
    reason: str


class Proposer:
    """The population that a pair is judged against."""

    def __init__(self, rows: Iterable[Row], rules: ProposalRules) -> None:
        self.rows = list(rows)
        self.rules = rules
        self.words = {row.profile_no: words_of(row.name) for row in self.rows}
        self.sources = {row.source for row in self.rows}

    def size(self, source: str) -> int:
        """How many profiles a source has."""
        return sum(row.source == source for row in self.rows)

    @property
    def prior(self) -> float:
        """Points before anything is known."""
        return _hundredth(-1 - math.log2(self.population))

    @property
    def population(self) -> int:
        """How many people a pair is one of."""
        return max(*map(self.size, self.sources), self.rules.smallest_population)

    @property
    def most_points_of_a_name(self) -> float:
        """The limit of a name."""
        growth = math.log2(self.population / self.rules.smallest_population)
        return self.rules.most_points_of_a_name + growth

    def word_rarity(self, word: str) -> float:
        """Points of sharing a word."""
        rules = self.rules
        shares = []
        for source in self.sources:
            bearers = sum(
                any(other.word == word for other in self.words[row.profile_no])
                for row in self.rows
                if row.source == source
            )
            if bearers:
                total = self.size(source) + rules.imagined_people
                shares.append((bearers + rules.imagined_people / 1000) / total)
        return min(rules.most_points_of_a_word, -math.log2(max(shares)))

    def value_rarity(self, part: str, value: str) -> float:
        """Points of sharing an address, the name in it, a number or a postcode."""
        points = []
        for source in self.sources:
            values = [_value(row, part) for row in self.rows if row.source == source]
            if value in values:
                size = max(len(values), self.rules.smallest_population)
                points.append(math.log2(size / values.count(value)))
        return min(points)

    def candidates(self) -> Iterator[tuple[Row, Row]]:
        """Pairs of two sources that share something to be found by."""
        for one, other in combinations(self.rows, 2):
            if one.source != other.source and self.keys(one) & self.keys(other):
                left, right = sorted((one, other), key=lambda row: row.source)
                yield left, right

    def keys(self, row: Row) -> set[tuple[str, ...]]:
        """What a profile can be found by."""
        keys: set[tuple[str, ...]] = set()
        if row.email:
            keys.add(("email", row.email))
            name = row.email.split("@")[0]
            keys |= {("email_name", name)} if len(name) >= 5 else set()
        keys |= {("phone", row.phone)} if row.phone else set()
        long_words = [word for word in self.words[row.profile_no] if len(word.word) > 1]
        if row.postcode:
            keys |= {("place", word.sound, row.postcode) for word in long_words}
        for one, other in combinations(long_words, 2):
            keys.add(("words", *sorted((one.word, other.word))))
            keys.add(("beginnings", *sorted((one.sound[:4], other.sound[:4]))))
        return keys

    def verdict(self, left: Row, right: Row) -> Verdict:
        """The score of one pair."""
        levels = dict(self._levels(left, right))
        said = {part: POINTS[part, level] for part, (level, _) in levels.items()}
        agreeing = [row["words"] for row in said.values() if row["agrees"] == "true"]
        differing = [row["words"] for row in said.values() if row["agrees"] == "false"]
        return Verdict(
            _hundredth(sum(points for _, points in levels.values())),
            any(row["is_conflict"] == "true" for row in said.values()),
            "; ".join(filter(None, (", ".join(agreeing), ", ".join(differing)))),
        )

    def _levels(self, left: Row, right: Row) -> Iterator[tuple[str, tuple[str, float]]]:
        if self.words[left.profile_no] and self.words[right.profile_no]:
            yield "name", self._name(self.words[left.profile_no], self.words[right.profile_no])
        for part in ("email", "phone", "postcode"):
            one, other = _value(left, part), _value(right, part)
            if one and other:
                yield part, self._part(part, one, other)

    def _part(self, part: str, one: str, other: str) -> tuple[str, float]:
        rarity_part, level = part, "differs"
        if one == other:
            level = "same"
        elif part == "email" and one.split("@", maxsplit=1)[0] == other.split("@", maxsplit=1)[0]:
            rarity_part, level, one = "email_name", "same_name", one.split("@", maxsplit=1)[0]
        elif part == "phone" and len(one) >= 9 and edits(one, other) <= 2:
            level = "misspelt"
        elif part == "postcode" and one[:3] == other[:3]:
            level = "near"
        row = POINTS[part, level]
        points = float(row["points"])
        if row["most_rarity"]:
            points += min(float(row["most_rarity"]), self.value_rarity(rarity_part, one))
        return level, points

    def _name(self, left: list[Word], right: list[Word]) -> tuple[str, float]:
        grid = {
            (i, j): self.match(one, other, first=(i == 0, j == 0))
            for i, one in enumerate(left)
            for j, other in enumerate(right)
        }
        found = {place: match for place, match in grid.items() if match}
        sides = [_best(found, 0), _best(found, 1)]
        level = _name_level(found, sides, (len(left), len(right)))
        points = min((sum(points for _, points in side.values()) for side in sides), default=0)
        most = 0 if level == "other" else min(points, self.most_points_of_a_name)
        return level, float(POINTS["name", level]["points"]) + most

    def match(
        self, one: Word, other: Word, *, first: tuple[bool, bool]
    ) -> tuple[int, float] | None:
        """How well two words agree, and its points; None when they do not."""
        level = word_level(one, other, first)
        if level is None:
            return None
        row = POINTS["word", level]
        points = float(row["points"])
        if row["most_rarity"]:
            rarity = min(self.word_rarity(one.word), self.word_rarity(other.word))
            points += min(float(row["most_rarity"]), rarity)
        return ["initial", "misspelt", "nickname", "same"].index(level) + 1, points


_Found = dict[tuple[int, int], tuple[int, float]]
_Side = dict[int, tuple[int, float]]


def _best(found: _Found, side: int) -> _Side:
    best: _Side = {}
    for place, (grade, points) in found.items():
        old = best.get(place[side], (0, -math.inf))
        best[place[side]] = (max(old[0], grade), max(old[1], points))
    return best


def _name_level(found: _Found, sides: list[_Side], lengths: tuple[int, int]) -> str:
    if not found:
        return "other"
    whole = [len(side) == length for side, length in zip(sides, lengths, strict=True)]
    matched = min(map(len, sides))
    weakest = min(grade for side in sides for grade, _ in side.values())
    if not any(whole):
        if weakest == 1 or not all(0 in side for side in sides):
            return "forename_differs"
        return "relative" if matched > 1 else "surname_differs"
    if matched == 1:
        return "one_word"
    return _level_of_whole_names(found, weakest, lengths) if all(whole) else "part_missing"


def _level_of_whole_names(found: _Found, weakest: int, lengths: tuple[int, int]) -> str:
    if weakest < 4:
        return ["initial", "misspelt", "nickname"][weakest - 1]
    in_place = [i for i, j in found if i == j]
    if len(in_place) == lengths[0]:
        return "same"
    return "surnames_turned" if 0 in in_place else "words_turned"


def _value(row: Row, part: str) -> str | None:
    if part == "email_name":
        return row.email.split("@")[0] if row.email else None
    value: str | None = getattr(row, part)
    return value


def _hundredth(points: float) -> float:
    return math.floor(points * 100 + 0.5) / 100


def proposals(rows: Iterable[Row], rules: ProposalRules) -> dict[tuple[int, int], Verdict]:
    """What is proposed between two sources."""
    proposer = Proposer(rows, rules)
    verdicts = {
        (left.profile_no, right.profile_no): proposer.verdict(left, right)
        for left, right in proposer.candidates()
    }
    odds = {
        pair: 2 ** (verdict.score + proposer.prior)
        for pair, verdict in verdicts.items()
        if not verdict.is_conflict
    }
    return {
        pair: verdicts[pair]
        for pair in odds
        if odds[pair] / (1 + sum(o for other, o in odds.items() if set(other) & set(pair)))
        >= rules.threshold
    }
