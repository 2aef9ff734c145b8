"""Files into the raw layer: every record either taken or refused with its reason."""

from pipeline.ingest.load import FileReport, load_sources

__all__ = ["FileReport", "load_sources"]
