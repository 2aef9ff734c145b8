"""The tone of texts: what counts, what turns it round, and how often it is right."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.tone import LexiconScorer, Scorer, tone_of
from pipeline.tone.lexicon import LANGUAGES, LONGEST_PHRASE, lexicon, signs, words_of

SCORER: Scorer = LexiconScorer()
HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "emotion.md"
NEUTRAL = 0.5  # a tone nearer to 0 than this is taken for neutral


def tone(text: str) -> float:
    """The tone of a text that has one."""
    found = tone_of(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Funciona", "No funciona"),
        ("It is good", "It is not good"),
        ("No es malo", "Es malo"),
        ("Muy amables", "Amables"),
        ("Poco caro", "Muy caro"),
        ("Es lento, pero me encanta", "Me encanta, pero es lento"),
        ("Slow but excellent", "Excellent but slow"),
        ("Llegó hoy 😊", "Llegó hoy 😡"),
        ("It came today :)", "It came today :("),
        ("No, me encanta", "No me encanta"),  # a negation ends with its clause
        ("RÁPIDO", "LENTO"),
        ("Sin problemas", "Con problemas"),
        ("I don\u2019t like it, thanks", "I don't like it"),
    ],
)
def test_the_better_text_has_the_better_tone(better: str, worse: str) -> None:
    assert tone(better) > tone(worse)


@pytest.mark.parametrize(
    "text", ["", "  ", "12:30", "+34 600 000 000", "xyzzy qwrt", "Здравствуйте"]
)
def test_nothing_is_said_of_what_is_in_neither_language(text: str) -> None:
    assert tone_of(text) is None


@pytest.mark.parametrize("text", ["¿A qué hora abren?", "When is the shop open?"])
def test_a_text_without_a_word_of_tone_is_neutral(text: str) -> None:
    assert tone_of(text) == 0


def test_a_sign_alone_has_a_tone() -> None:
    assert tone("👍") > 0 > tone("😡😡")


def test_a_word_means_what_it_means_in_the_language_of_the_text() -> None:
    assert tone_of("The plan comes once a week") == 0
    assert tone("No me gusta") < 0 < tone("I like it")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=40) | st.sampled_from(["Fatal", "no", "genial 😊"]), max_size=4))
def test_tones_lie_in_their_range_and_are_the_same_each_time(texts: list[str]) -> None:
    found = SCORER.score([*texts, *texts])
    assert found[: len(texts)] == found[len(texts) :] == [tone_of(text) for text in texts]
    assert all(value is None or -2 <= value <= 2 for value in found)


def test_the_words_that_made_a_tone_are_told_with_their_weights() -> None:
    hits = LexiconScorer().explain("No funciona, pero gracias 😊")
    assert [(hit.phrase, hit.weight) for hit in hits] == [
        ("no funciona", -0.75),  # -1.5, before "but"
        ("gracias", 0.75),  # 0.5, after it
        ("😊", 1.0),
    ]
    # A sum of 1: 2 / sqrt(1 + 4).
    assert tone("No funciona, pero gracias 😊") == 0.89


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_lists_can_be_met_in_a_text(language: str) -> None:
    lists = lexicon(language)
    single = lists.negations | lists.turns | lists.common
    phrases = single | lists.words.keys() | lists.intensifiers.keys()
    assert [phrase for phrase in phrases if " ".join(words_of(phrase)) != phrase] == []
    assert max(len(phrase.split()) for phrase in phrases) <= LONGEST_PHRASE
    assert [word for word in {*single, *lists.intensifiers} if " " in word] == []


@pytest.mark.parametrize("name", [*LANGUAGES, "signs"])
def test_no_phrase_stands_twice_in_a_list(name: str) -> None:
    with (HERE.parent.parent / f"pipeline/tone/{name}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    listed = [(row["kind"], phrase) for row in rows for phrase in row["phrases"].split("|")]
    assert [one for one, count in Counter(listed).items() if count > 1] == []
    weights = [float(row["weight"]) for row in rows if row["kind"] in ("tone", "sign")]
    assert all(0 < abs(weight) <= 2 for weight in weights)
    assert min(weights) < 0 < max(weights)
    assert signs()


def sentences() -> list[dict[str, str]]:
    """The labelled sentences; how they came about is told in docs/emotion.md."""
    with (HERE / "sentences.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="|"))


def label_of(text: str) -> str:
    value = tone_of(text) or 0
    return "neutral" if abs(value) < NEUTRAL else "positive" if value > 0 else "negative"


def test_the_labelled_sentences_are_balanced() -> None:
    counts = Counter((row["language"], row["label"]) for row in sentences())
    assert len(counts) == 6
    assert set(counts.values()) == {22}


def test_the_page_tells_how_many_labels_were_found() -> None:
    told = re.findall(r"(\d+) of 66 in (Spanish|English)", PAGE.read_text("utf-8"))
    for language, name in (("es", "Spanish"), ("en", "English")):
        own = [row for row in sentences() if row["language"] == language]
        right = sum(label_of(row["text"]) == row["label"] for row in own)
        assert (str(right), name) in told
        assert right > 0.8 * len(own)
