"""What can be set about handoffs: the table [handoffs] of journeys.toml.

In:     the keys of [handoffs]
Out:    Handoffs, frozen
Errors: pydantic.ValidationError, turned into one readable message by `config.load`
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from pipeline.config.identity import Duration
from pipeline.config.origins import Name


class Handoffs(BaseModel):
    """When customers had to do again after a handoff what they had done before.

    `logins` are touchpoints at which customers say who they are; to be at one again within
    `login_window` is a repetition. So is to bring up a topic again within `topic_window`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    logins: list[Name] = ["login", "Logged In", "Signed In"]
    login_window: Duration = timedelta(hours=1)
    topic_window: Duration = timedelta(days=30)
