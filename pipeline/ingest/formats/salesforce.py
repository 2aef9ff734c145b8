"""Salesforce: objects as Data Loader exports them, CSV or Excel, API names in any case of letters.

In:     Lead, Contact, Opportunity, OpportunityHistory, OpportunityFieldHistory,
        OpportunityContactRole, Case and Task; the kind is told by the first letters of the Id
Out:    "lead created", "lead converted", "contact created", "opportunity created", "opportunity:
        STAGE" from either history, "opportunity won" (value = Amount) and "opportunity lost", "case
        created", "case closed", "call", "email" and "task" once they are done; ids: contact ->
        contact_id, lead -> anonymous_id, opportunity -> order_id, case -> ticket_id
Errors: objects of another kind, records without Id or time, and ids that are none are rejected
Source: object reference of developer.salesforce.com; key prefixes as Salesforce documents them
Units:  amounts are written with the source's decimal sign
Traps:  an id of 15 characters and the 18 of the API are one record: the first 15 count, and their
        letter case; deleted records are no events, but a deleted contact with a MasterRecordId is
        one with that record: see identity; a row of OpportunityHistory that only changed the
        amount is no new stage; dates without a time (CloseDate) are midnight in the source's
        timezone; an account is no person, so AccountId joins nobody; report exports with labels go
        through `generic`
"""

from pipeline.ingest.formats.base import Format, events_step, step
from pipeline.ingest.readers_text import csv_table, sheet_table, table_again

SALESFORCE = Format(
    "salesforce",
    {"csv": csv_table, "xlsx": sheet_table(("id",))},
    (
        events_step("salesforce_events", "timezone", "latest_us", "decimal_sign"),
        step("salesforce_merges", "timezone", table="merged_records", derived=True),
    ),
    reshape=table_again,
)
