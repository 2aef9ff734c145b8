"""The tone of what customers wrote, by the scorer of the configuration; no text is read twice.

In:     config.emotion_settings; the distinct texts of customers
Out:    a function from texts to tones; kept.tones, one row per text that was told by its sentence
Units:  tones from -2 to +2
Errors: JourneysError that names the extra, where the scorer is not installed
Note:   a sentence takes milliseconds, so its tone is kept from build to build, under a hash of the
        text and of all that decides the tone. Only texts that are still there are kept: erasing
        somebody's texts erases these rows
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.tone import LexiconScorer, Scorer

KEPT = TableName("kept", "tones")
_SCHEMA = pa.schema({"text_hash": pa.string(), "tone": pa.float64()})
_TALKS = """
select distinct events.text
from staging.events as events
inner join config.sources as sources on events.source = sources.source
where
    events.text is not null
    and events.direction = 'customer'
    and sources.kind in ('support', 'survey')
"""
Tones = Callable[[Sequence[str]], list[float | None]]


def tones(engine: Engine) -> Tones:
    """How the tone of texts is told: of tickets, chats and surveys by what is configured.

    Other texts, such as words somebody searched for, go by the lists of words whatever it is.
    """
    (scorer,) = engine.read("select scorer from config.emotion_settings").column(0).to_pylist()
    if scorer == "words":
        return LexiconScorer().score
    return lambda texts: _by_sentences(engine, texts)


def _by_sentences(engine: Engine, texts: Sequence[str]) -> list[float | None]:
    from pipeline.tone.sentences import SentenceScorer, version  # noqa: PLC0415 - an extra

    talks = set(engine.read(_TALKS).column(0).to_pylist())
    said = [text for text in texts if text in talks]
    known = dict(zip(said, kept_tones(engine, SentenceScorer(), version(), said), strict=True))
    others = [text for text in texts if text not in talks]
    known |= dict(zip(others, LexiconScorer().score(others), strict=True))
    return [known[text] for text in texts]


def kept_tones(
    engine: Engine, scorer: Scorer, version: str, texts: Sequence[str]
) -> list[float | None]:
    """The tone of each text; those that were told before are not read again."""
    hashes = [sha256(f"{version} {text}".encode()).hexdigest() for text in texts]
    before: dict[str, float | None] = {}
    if engine.exists(KEPT):
        rows = engine.read("select text_hash, tone from kept.tones").to_pydict()
        before = dict(zip(rows["text_hash"], rows["tone"], strict=True))
    new = {hashed: text for hashed, text in zip(hashes, texts, strict=True) if hashed not in before}
    told = before | dict(zip(new, scorer.score([*new.values()]), strict=True))
    found = [told[hashed] for hashed in hashes]
    engine.create_schema(KEPT.schema)
    engine.put_table(KEPT, pa.table({"text_hash": hashes, "tone": found}, schema=_SCHEMA))
    return found
