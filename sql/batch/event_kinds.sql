-- What:  The kinds of events of the build before and of new files.
-- Grain: one row per kind
-- Key:   kind_no
-- Reads: batch.new_event_kinds, staging.former_event_kinds
-- Rule:  new files know the numbers of the build before, and number new kinds behind them

with

kinds as (
    select *
    from staging.former_event_kinds
    union all
    select *
    from batch.new_event_kinds
)

select
    kind_no,
    source,
    source_no,
    event,
    direction,
    page,
    channel,
    device,
    campaign,
    department,
    agent,
    topic,
    persona,
    cast(sum(events) as bigint) as events,
    rule_no
from kinds
group by
    kind_no,
    source,
    source_no,
    event,
    direction,
    page,
    channel,
    device,
    campaign,
    department,
    agent,
    topic,
    persona,
    rule_no
