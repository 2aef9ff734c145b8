"""Give at most seven channels a hue of their own, the same hue in every report.

In:     touchpoints and moves
Out:    (channel, place of its hue), the most used channel first
Units:  places in pipeline.sankey.style.HUES
Errors: none
Source: Okabe-Ito
"""

from collections import Counter
from collections.abc import Iterable

from pipeline.report.model import Touchpoint
from pipeline.report.read import Rows
from pipeline.sankey.style import HUES

# The hue a channel gets when it is free: blue web, sky app, orange e-mail, red phone, ...
_USUAL = {
    "web": 0, "app": 1, "email": 2, "phone": 3, "whatsapp": 4, "messaging": 4, "ads": 5,
    "paid": 5, "store": 6, "chat": 4, "sms": 2, "social": 5,
}  # fmt: skip


def touchpoints_of(rows: Rows) -> tuple[Touchpoint, ...]:
    """All touchpoints, in the order of their rows."""
    return tuple(
        Touchpoint(row["touchpoint"], row["stage"], row["channel"], row["events"]) for row in rows
    )


def hues_of(
    touchpoints: Iterable[Touchpoint], channels: Iterable[tuple[str, int]]
) -> dict[str, int]:
    """The hue of each touchpoint is that of its channel; those of other channels have none."""
    hues = dict(channels)
    return {t.name: hues[t.channel] for t in touchpoints if t.channel in hues}


def channels_of(touchpoints: Iterable[Touchpoint], moves: Rows) -> tuple[tuple[str, int], ...]:
    """Rank channels by events and give out the hues."""
    events: Counter[str] = Counter()
    for touchpoint in touchpoints:
        if touchpoint.channel:
            events[touchpoint.channel] += touchpoint.events
    for row in moves:  # a channel may be seen without being any touchpoint's most frequent one
        if row["kind"] == "channel":
            events[row["from_value"]] += 0
    ranked = sorted(events, key=lambda channel: (-events[channel], channel))
    hues = _give_hues(ranked)
    return tuple((channel, hues[channel]) for channel in ranked if channel in hues)


def _give_hues(ranked: list[str]) -> dict[str, int]:
    """Known channels get their own hue first; the others share out what is left."""
    given: dict[str, int] = {}
    for channel in ranked:
        hue = _USUAL.get(channel)
        if hue is not None and hue not in given.values():
            given[channel] = hue
    free = [hue for hue in range(len(HUES)) if hue not in given.values()]
    others = [channel for channel in ranked if channel not in given]
    return given | dict(zip(others, free, strict=False))
