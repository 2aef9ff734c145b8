"""What delivered values mean: addresses, phone numbers, browsers, damaged texts."""

from pipeline.meaning.tables import LOOKUPS, Lookup, build_lookup

__all__ = ["LOOKUPS", "Lookup", "build_lookup"]
