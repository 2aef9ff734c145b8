"""What can be set about moments of truth, pain points and opportunities: [opportunities].

In:     the keys of [opportunities]
Out:    Opportunities, frozen
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pipeline.config.origins import Name


class Opportunities(BaseModel):
    """When a difference is claimed, and what it costs.

    Nothing is claimed of fewer than `min_n` journeys on either side, nor where q is above
    `largest_q`. `failures` are touchpoints that tell of a failure, with the wildcards `*` and `?`.
    `unhappy_share` is the part of a journey's value that a bad experience costs; without it
    unhappy customers are counted, but not in money.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_n: int = Field(default=30, ge=10)
    largest_q: float = Field(default=0.05, gt=0, lt=1)
    failures: list[Name] = ["*error*", "*fail*", "*reject*", "*reopen*", "*rechaz*", "*reabiert*"]
    unhappy_share: float | None = Field(default=None, ge=0, le=1)
