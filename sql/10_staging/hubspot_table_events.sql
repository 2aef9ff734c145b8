-- What:  What happened according to a connector's HubSpot tables, as canonical events.
-- Grain: one row per event
-- Key:   event_id
-- Reads: staging.stg_hubspot__rows
-- Rule:  a deal, a ticket and an engagement belong to their contact with the smallest id; a contact
--        that was merged is the one it was merged into. A stage is called by its label, where the
--        table of labels is there. A deal's amount stands on its last entry into the
--        stage it is in.

with

owners as (
    select
        source,
        kind,
        coalesce(order_id, ticket_id, engagement_id) as thing_id,
        min(contact_id) as contact_id
    from staging.stg_hubspot__rows
    where kind in ('deal contact', 'ticket contact', 'engagement contact')
    group by source, kind, coalesce(order_id, ticket_id, engagement_id)
),

happened as (
    select
        *,
        case
            when kind in ('deal', 'deal stage') then 'deal contact'
            when kind = 'ticket' then 'ticket contact'
            when kind = 'engagement' then 'engagement contact'
        end as link,
        coalesce(order_id, ticket_id, engagement_id) as thing_id
    from staging.stg_hubspot__rows
    where event is not null
),

owned as (
    select
        happened.*,
        coalesce(happened.contact_id, owners.contact_id) as owner_id,
        max(happened.occurred_at) over (
            partition by happened.source, happened.kind, happened.order_id, happened.stage_id
        ) as last_entered_at
    from happened
    left join owners
        on
            happened.source = owners.source and happened.link = owners.kind
            and happened.thing_id = owners.thing_id
)

select
    owned.file_id,
    owned.record_no,
    owned.source || ':' || owned.kind || ':' || owned.own_id as event_id,
    owned.source,
    case
        when owned.kind = 'deal stage'
            then 'deal: ' || coalesce(stages.name, owned.stage_id, '(no stage)')
        else owned.event
    end as event,
    owned.occurred_at,
    timestamp_micros(cast(null as bigint)) as received_at,
    cast(case when owned.kind = 'deal stage' then 1 else 0 end as bigint) as order_no,
    owned.direction,
    owned.channel,
    cast(null as string) as device,
    cast(null as string) as department,
    cast(null as string) as agent,
    owned.campaign,
    owned.page,
    owned.topic,
    owned.persona,
    case
        when owned.kind = 'deal stage' and owned.occurred_at = owned.last_entered_at
            then deals.value
    end as value,
    cast(null as string) as currency,
    cast(null as double) as emotion,
    owned.text,
    owned.email,
    owned.phone,
    owned.customer_id,
    cast(null as string) as user_id,
    cast(null as string) as anonymous_id,
    cast(null as string) as device_id,
    coalesce(merged.contact_id, owned.owner_id) as contact_id,
    owned.ticket_id,
    owned.order_id,
    cast(null as string) as case_id,
    owned.attributes,
    owned.row_hash
from owned
left join staging.stg_hubspot__rows as stages
    on
        owned.source = stages.source and stages.kind = 'stage name'
        and owned.stage_id = stages.own_id
left join staging.stg_hubspot__rows as deals
    on
        owned.source = deals.source and deals.kind = 'deal' and owned.order_id = deals.own_id
        and owned.stage_id = deals.stage_id
left join staging.stg_hubspot__rows as merged
    on
        owned.source = merged.source and merged.kind = 'merge' and owned.owner_id = merged.own_id
