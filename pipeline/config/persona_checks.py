"""Mistakes in the tables [[persona]] that show only beside the touchpoints.

In:     the tables as read from TOML, whatever state they are in; the names that are defined
Out:    one JourneysError per mistake
Errors: none: what has the wrong shape is passed over here, because the model names it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.settings_names import matching, plain_name


def persona_mistakes(
    personas: Sequence[dict[str, Any]], touchpoints: Sequence[str]
) -> Iterator[JourneysError]:
    """Yield unknown touchpoints. Without rules every event names one, so none is unknown."""
    for persona in personas if touchpoints else ():
        named = persona.get("touchpoints")
        for name in [named] if isinstance(named, str) else named or ():
            if isinstance(name, str) and not matching([name], map(plain_name, touchpoints)):
                yield JourneysError(
                    f'No touchpoint is called "{name}".',
                    where=f'[[persona]] "{persona.get("name", "?")}" key "touchpoints"',
                    fix=nearest(name, touchpoints),
                )
