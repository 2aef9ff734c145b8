"""Who is who: identifiers become people, and every decision is on record."""

from pipeline.identity.names import build_pseudonyms, keyed_hash
from pipeline.identity.people import PYTHON_TABLES

__all__ = ["PYTHON_TABLES", "build_pseudonyms", "keyed_hash"]
