-- What:  Rows of a connector's HubSpot tables, each as what it says: an event, a name or a link.
-- Grain: one row per thing that a row of the tables says
-- Rule:  the kind is told by the columns; times without an offset are UTC, unless the source names
--        a zone. What is deleted, and tables that say nothing of a customer, come without a kind.
create or replace temp table incoming as
with

tables as (
    select
        record_no,
        content,
        body,
        case
            when json_exists(body, '$.vid_to_merge') then 'merge'
            when json_exists(body, '$.conversion_id') then 'form'
            when json_exists(body, '$.recipient') and json_exists(body, '$.created')
                then 'email event'
            when json_exists(body, '$.date_entered') and json_exists(body, '$.deal_id')
                then 'deal stage'
            when json_exists(body, '$.stage_id') and json_exists(body, '$.label') then 'stage name'
            when json_exists(body, '$.contact_id') and json_exists(body, '$.deal_id')
                then 'deal contact'
            when json_exists(body, '$.contact_id') and json_exists(body, '$.ticket_id')
                then 'ticket contact'
            when json_exists(body, '$.contact_id') and json_exists(body, '$.engagement_id')
                then 'engagement contact'
            when
                json_exists(body, '$.engagement_id')
                and (
                    json_exists(body, '$.property_hs_timestamp')
                    or json_exists(body, '$.meeting_outcome')
                )
                then 'engagement'
            when json_exists(body, '$.property_hs_pipeline_stage') then 'ticket'
            when json_exists(body, '$.hs_pipeline_stage') then 'ticket'
            when json_exists(body, '$.deal_pipeline_stage_id') then 'deal'
            when json_exists(body, '$.dealstage') then 'deal'
            when
                json_exists(body, '$.id')
                and (json_exists(body, '$.property_email') or json_exists(body, '$.createdate'))
                then 'contact'
        end as kind,
        lower(
            coalesce(
                body ->> '$._fivetran_deleted',
                body ->> '$.is_deleted',
                body ->> '$.filtered_event',
                ''
            )
        ) = 'true' as is_deleted
    from delivered
    where json_exists(body, '$._table')
),

parts as (
    select
        *,
        coalesce(body ->> '$.property_createdate', body ->> '$.createdate') as created,
        coalesce(body ->> '$.property_closed_date', body ->> '$.closed_date') as closed,
        case kind
            when 'ticket' then ['ticket created', 'ticket closed']
            when 'contact' then ['contact created']
            when 'deal' then ['deal created']
            when 'deal stage' then ['deal']
            when 'form' then ['form submitted']
            when 'email event' then ['email ' || lower(body ->> '$.type')]
            when 'engagement'
                then
                    [
                        case upper(coalesce(body ->> '$.type', 'MEETING'))
                            when 'CALL' then 'call'
                            when 'EMAIL' then 'email'
                            when 'MEETING' then 'meeting'
                            when 'NOTE' then 'internal note'
                            when 'TASK' then 'task'
                            else 'message'
                        end
                    ]
            else [null]
        end as happenings
    from tables
),

happened as (
    select
        *,
        unnest(happenings) as event,
        generate_subscripts(happenings, 1) as happening_no
    from parts
),

timed as (
    select
        *,
        regexp_replace(
            trim(
                case
                    when event = 'ticket closed' then closed
                    else coalesce(
                        body ->> '$.property_hs_timestamp', body ->> '$.date_entered',
                        body ->> '$.timestamp', body ->> '$.created', body ->> '$.start_time',
                        created
                    )
                end
            ),
            '^(\d{4}-\d\d-\d\d) (\d:)', '\1 0\2'
        ) as written
    from happened
    where event is distinct from 'ticket closed' or coalesce(closed, '') <> ''
),

zoned as (
    select
        *,
        case
            when $timezone is null and regexp_full_match(written, '[0-9-]{10}[ T][0-9:.]+')
                then written || 'Z'
            else written
        end as written_at,
        coalesce(body ->> '$.property_amount', body ->> '$.amount') as amount,
        coalesce(
            body ->> '$.property_hs_email_direction', body ->> '$.property_hs_call_direction'
        ) as way
    from timed
)

select
    record_no,
    case when not is_deleted then coalesce(kind, 'nothing') else 'nothing' end as kind,
    case kind
        when 'deal stage' then concat_ws(':', body ->> '$.deal_id', body ->> '$.value', written_at)
        when 'form'
            then concat_ws(
                ':', body ->> '$.contact_id', body ->> '$.conversion_id', body ->> '$.form_id',
                written_at
            )
        when 'merge' then body ->> '$.vid_to_merge'
        when 'stage name' then body ->> '$.stage_id'
        when 'deal contact' then concat_ws(':', body ->> '$.deal_id', body ->> '$.contact_id')
        when 'ticket contact' then concat_ws(':', body ->> '$.ticket_id', body ->> '$.contact_id')
        when 'engagement contact'
            then concat_ws(':', body ->> '$.engagement_id', body ->> '$.contact_id')
        when 'engagement' then body ->> '$.engagement_id'
        else coalesce(body ->> '$.id', body ->> '$.deal_id')
    end || case when happening_no > 1 then ':' || event else '' end as own_id,
    event,
    case when event is not null then instant_of(written_at, $timezone) end as occurred_at,
    case
        when kind in ('form', 'ticket') and event <> 'ticket closed' or starts_with(way, 'IN')
            then 'customer'
        when event in ('email open', 'email click', 'email forward', 'email print', 'email reply')
            then 'customer'
        when event in ('internal note', 'task', 'contact created') then 'system'
        else 'company'
    end as direction,
    case
        when event = 'call' then 'phone'
        when kind = 'email event' or event = 'email' then 'email'
        when kind = 'form' then 'web'
    end as channel,
    body ->> '$.email_campaign_id' as campaign,
    body ->> '$.page_url' as page,
    case
        when kind = 'form' then body ->> '$.title'
        when kind = 'ticket'
            then coalesce(
                body ->> '$.property_hs_ticket_category', body ->> '$.hs_ticket_category'
            )
    end as topic,
    coalesce(body ->> '$.property_hs_persona', body ->> '$.hs_persona') as persona,
    case kind
        when 'deal stage' then body ->> '$.value'
        when 'stage name' then body ->> '$.stage_id'
        when 'deal' then coalesce(body ->> '$.deal_pipeline_stage_id', body ->> '$.dealstage')
    end as stage_id,
    case when kind = 'stage name' then body ->> '$.label' end as name,
    case when kind = 'deal' then finite_number(nullif(amount, ''), '.') end as value,
    case
        when kind = 'ticket' and happening_no = 1
            then coalesce(body ->> '$.property_content', body ->> '$.content')
        when kind = 'engagement'
            then coalesce(
                body ->> '$.property_hs_email_text', body ->> '$.property_hs_body_preview'
            )
    end as text,
    case
        when kind = 'contact' then coalesce(body ->> '$.property_email', body ->> '$.email')
        when kind = 'email event' then body ->> '$.recipient'
    end as email,
    case
        when kind = 'contact' then coalesce(body ->> '$.property_phone', body ->> '$.phone')
    end as phone,
    json_extract_string(body, $customer_id_path) as customer_id,
    case kind
        when 'contact' then body ->> '$.id'
        when 'merge' then coalesce(body ->> '$.canonical_vid', body ->> '$.contact_id')
        else body ->> '$.contact_id'
    end as contact_id,
    case kind
        when 'deal' then coalesce(body ->> '$.deal_id', body ->> '$.id')
        else body ->> '$.deal_id'
    end as order_id,
    case kind when 'ticket' then body ->> '$.id' else body ->> '$.ticket_id' end as ticket_id,
    body ->> '$.engagement_id' as engagement_id,
    cast(content as varchar) as attributes,
    md5(cast(content as varchar) || happening_no) as row_hash,
    case
        when kind is null or is_deleted or event is null then null
        when
            kind = 'deal' and coalesce(amount, '') <> '' and finite_number(amount, '.') is null
            then 'amount not understood: ' || amount
        else
            time_fault(written_at, instant_of(written_at, $timezone), $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from zoned
