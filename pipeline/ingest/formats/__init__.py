"""The formats that are read, by the name a source gives."""

from pipeline.ingest.formats.access_log import ACCESS_LOG
from pipeline.ingest.formats.base import Format
from pipeline.ingest.formats.calls import CALLS
from pipeline.ingest.formats.ga4 import GA4
from pipeline.ingest.formats.generic import GENERIC
from pipeline.ingest.formats.hubspot import HUBSPOT
from pipeline.ingest.formats.intercom import INTERCOM
from pipeline.ingest.formats.matomo import MATOMO
from pipeline.ingest.formats.posthog import POSTHOG
from pipeline.ingest.formats.salesforce import SALESFORCE
from pipeline.ingest.formats.segment import SEGMENT
from pipeline.ingest.formats.snowplow import SNOWPLOW
from pipeline.ingest.formats.survey import SURVEY
from pipeline.ingest.formats.whatsapp import WHATSAPP
from pipeline.ingest.formats.xes import XES
from pipeline.ingest.formats.zendesk import ZENDESK

FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        POSTHOG,
        ACCESS_LOG,
        CALLS,
        GA4,
        GENERIC,
        HUBSPOT,
        INTERCOM,
        MATOMO,
        SALESFORCE,
        SEGMENT,
        SNOWPLOW,
        SURVEY,
        WHATSAPP,
        XES,
        ZENDESK,
    )
}
RAW_TABLES = tuple(
    dict.fromkeys(step.table for format_ in FORMATS.values() for step in format_.steps)
)

__all__ = ["FORMATS", "RAW_TABLES", "Format"]
