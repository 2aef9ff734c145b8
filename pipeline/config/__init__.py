"""Settings: `journeys.toml`, checked as a whole before anything is written."""

from pipeline.config.identity import Identity
from pipeline.config.journeys import Journey
from pipeline.config.load import Project, load_config
from pipeline.config.locale import Locale
from pipeline.config.model import (
    Config,
    Report,
    Sessions,
    Source,
    Stage,
    Touchpoint,
    Warehouse,
)

__all__ = [
    "Config",
    "Identity",
    "Journey",
    "Locale",
    "Project",
    "Report",
    "Sessions",
    "Source",
    "Stage",
    "Touchpoint",
    "Warehouse",
    "load_config",
]
