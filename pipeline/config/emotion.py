"""What can be set about emotion: the table [emotion] of journeys.toml.

In:     the keys of [emotion]
Out:    Emotion, frozen
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.config.identity import Duration
from pipeline.config.origins import Name

FEWEST = 5  # the interval is computed by an expansion that is exact enough from 5 people on


class Emotion(BaseModel):
    """What answers are about, and how many people it takes to speak of a mean.

    `answers` are touchpoints at which customers judge a contact: what is said there is about their
    last contact before it, at most `about_before` ago. `scorer` tells the tone of texts: by
    lists of "words", or what customers wrote to support by whole "sentences", for which it takes
    the extra `sentiment`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_n: int = Field(default=10, ge=FEWEST)
    answers: list[Name] = [
        *("rating", "survey csat", "survey nps", "survey ces"),
        *("Valoración", "Encuesta"),
    ]
    about_before: Duration = timedelta(days=3)
    scorer: Literal["words", "sentences"] = "words"
