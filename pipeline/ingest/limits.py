"""How much one file may ask of this machine.

In:     nothing
Out:    Limits; LIMITS are the defaults
Units:  bytes; a ratio of unpacked to packed size
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """A record over `line_bytes` is rejected; a line over `read_line_bytes` refuses the file.

    JSON nested deeper than `json_levels` is rejected.

    A compressed file may unpack to `unpacked_bytes`, and to `ratio` times its own size once that
    is more than `always_allowed_bytes`.
    """

    line_bytes: int = 1_000_000
    read_line_bytes: int = 16_000_000
    unpacked_bytes: int = 50_000_000_000
    always_allowed_bytes: int = 100_000_000
    ratio: int = 200
    json_levels: int = 128


LIMITS = Limits()
