"""Customer journeys computed from web, CRM and support logs."""

__version__ = "0.1.0"
