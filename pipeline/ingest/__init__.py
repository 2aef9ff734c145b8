"""Files into the raw layer: every record either taken or refused with its reason."""

from pipeline.ingest.load import load_sources
from pipeline.ingest.retry import retry_rejects
from pipeline.ingest.take import FileReport

__all__ = ["FileReport", "load_sources", "retry_rejects"]
