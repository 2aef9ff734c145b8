-- What:  Rows of Zendesk tables that say nothing of what a customer did: accounted for, no events.
-- Grain: one row per row of the tables
create or replace temp table incoming as
select
    record_no,
    cast(null as varchar) as event,
    cast(null as varchar) as reject_reason,
    cast(content as varchar) as row_text
from delivered
where json_exists(body, '$._no_event')
