-- What:  What the CRM saw happen, as canonical events: contacts and deals created, stages entered.
-- Grain: one row per contact, per deal and per stage a deal entered
-- Key:   event_id
-- Reads: staging.stg_hubspot__contacts, staging.stg_hubspot__deal_stages,
--        staging.stg_hubspot__deals
-- Rule:  a deal's amount stands on the event of the stage it is in; a deal whose export names no
--        dates of stages is in its stage since its close date; the whole record stands on the
--        event of its creation

with

stages as (
    select
        deals.file_id,
        deals.record_no,
        deals.source,
        deals.record_id,
        entered.pipeline,
        entered.stage,
        entered.entered_at
    from staging.stg_hubspot__deals as deals
    inner join staging.stg_hubspot__deal_stages as entered
        on
            deals.source = entered.source
            and deals.record_id = entered.record_id
            and deals.file_id = entered.file_id
),

closed as (
    select
        deals.file_id,
        deals.record_no,
        deals.source,
        deals.record_id,
        deals.pipeline,
        deals.deal_stage as stage,
        deals.closed_at as entered_at
    from staging.stg_hubspot__deals as deals
    left join stages on deals.source = stages.source and deals.record_id = stages.record_id
    where stages.record_id is null and deals.closed_at is not null and deals.deal_stage is not null
),

deal_events as (
    select
        file_id,
        record_no,
        source,
        record_id,
        pipeline,
        stage,
        'deal: ' || stage as event,
        entered_at as occurred_at,
        cast(1 as bigint) as order_no
    from stages
    union all
    select
        file_id,
        record_no,
        source,
        record_id,
        pipeline,
        stage,
        'deal: ' || stage as event,
        entered_at as occurred_at,
        cast(1 as bigint) as order_no
    from closed
    union all
    select
        file_id,
        record_no,
        source,
        record_id,
        pipeline,
        cast(null as string) as stage,
        'deal created' as event,
        created_at as occurred_at,
        cast(0 as bigint) as order_no
    from staging.stg_hubspot__deals
)

select
    events.file_id,
    events.record_no,
    events.source || ':deal:' || events.record_id || ':' || coalesce(events.pipeline, '') || ':'
    || coalesce(events.stage, '') as event_id,
    events.source,
    events.event,
    events.occurred_at,
    timestamp_micros(cast(null as bigint)) as received_at,
    events.order_no,
    'company' as direction,
    deals.sales_channel as channel,
    cast(null as string) as device,
    cast(null as string) as department,
    cast(null as string) as agent,
    cast(null as string) as campaign,
    cast(null as string) as page,
    cast(null as string) as topic,
    cast(null as string) as persona,
    case
        when events.stage = deals.deal_stage and events.pipeline = deals.pipeline then deals.amount
    end as value,
    deals.currency,
    cast(null as double) as emotion,
    cast(null as string) as text,
    cast(null as string) as email,
    cast(null as string) as phone,
    cast(null as string) as customer_id,
    cast(null as string) as user_id,
    cast(null as string) as anonymous_id,
    cast(null as string) as device_id,
    deals.contact_id,
    cast(null as string) as ticket_id,
    events.record_id as order_id,
    cast(null as string) as case_id,
    case when events.event = 'deal created' then deals.attributes end as attributes,
    deals.row_hash
from deal_events as events
inner join staging.stg_hubspot__deals as deals
    on events.source = deals.source and events.record_id = deals.record_id
union all
select
    file_id,
    record_no,
    source || ':contact:' || record_id as event_id,
    source,
    'contact created' as event,
    created_at as occurred_at,
    timestamp_micros(cast(null as bigint)) as received_at,
    cast(0 as bigint) as order_no,
    'system' as direction,
    cast(null as string) as channel,
    cast(null as string) as device,
    cast(null as string) as department,
    cast(null as string) as agent,
    cast(null as string) as campaign,
    cast(null as string) as page,
    cast(null as string) as topic,
    persona,
    cast(null as double) as value,
    cast(null as string) as currency,
    cast(null as double) as emotion,
    cast(null as string) as text,
    email,
    phone,
    customer_id,
    cast(null as string) as user_id,
    cast(null as string) as anonymous_id,
    cast(null as string) as device_id,
    record_id as contact_id,
    cast(null as string) as ticket_id,
    cast(null as string) as order_id,
    cast(null as string) as case_id,
    attributes,
    row_hash
from staging.stg_hubspot__contacts
