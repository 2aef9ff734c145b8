-- What:  Rows of any table as canonical events, once the source has named its columns.
-- Rule:  a time is the instant the file types, or a number in the source's epoch unit, or text with
--        an offset, or local time of the source's zone; constants fill what the row leaves empty.
create or replace temp table incoming as
with

timed as (
    select
        *,
        case
            when occurred_at_instant is not null then occurred_at_instant
            when $epoch_us is not null
                then make_timestamptz(cast(try_cast(occurred_at as double) * $epoch_us as bigint))
            else instant_of(occurred_at, $timezone)
        end as occurred_instant,
        case
            when received_at_instant is not null then received_at_instant
            when $epoch_us is not null
                then make_timestamptz(cast(try_cast(received_at as double) * $epoch_us as bigint))
            else instant_of(received_at, $timezone)
        end as received_instant,
        coalesce(
            nullif(trim(email), ''), nullif(translate(phone, ' -().', ''), ''),
            nullif(trim(customer_id), ''),
            nullif(trim(user_id), ''), nullif(trim(anonymous_id), ''), nullif(trim(device_id), ''),
            nullif(trim(contact_id), ''), nullif(trim(ticket_id), ''), nullif(trim(order_id), ''),
            nullif(trim(case_id), '')
        ) as any_identifier
    from delivered_fields
)

select
    record_no,
    nullif(trim(event_id), '') as event_id,
    trim(event) as event,
    occurred_instant as occurred_at,
    received_instant as received_at,
    try_cast("order" as bigint) as row_order,
    nullif(trim(direction), '') as direction,
    coalesce(nullif(trim(channel), ''), $channel) as channel,
    coalesce(nullif(trim(device), ''), $device) as device,
    coalesce(nullif(trim(department), ''), $department) as department,
    nullif(trim(agent), '') as agent,
    nullif(trim(campaign), '') as campaign,
    nullif(trim(page), '') as page,
    nullif(trim(topic), '') as topic,
    nullif(trim(persona), '') as persona,
    try_cast(value as double) as value,
    nullif(trim(currency), '') as currency,
    try_cast(rating as double) as rating,
    cast($rating_low as double) as rating_low,
    cast($rating_high as double) as rating_high,
    text,
    nullif(trim(email), '') as email,
    nullif(trim(phone), '') as phone,
    nullif(trim(customer_id), '') as customer_id,
    nullif(trim(user_id), '') as user_id,
    nullif(trim(anonymous_id), '') as anonymous_id,
    nullif(trim(device_id), '') as device_id,
    nullif(trim(contact_id), '') as contact_id,
    nullif(trim(ticket_id), '') as ticket_id,
    nullif(trim(order_id), '') as order_id,
    nullif(trim(case_id), '') as case_id,
    whole_row as attributes,
    md5(whole_row) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when coalesce(trim(event), '') = '' then 'no event'
        when any_identifier is null then 'no identifier'
        when coalesce(trim(value), '') <> '' and try_cast(value as double) is null
            then 'value is not a number: ' || value
        when coalesce(trim(rating), '') <> '' and try_cast(rating as double) is null
            then 'rating is not a number: ' || rating
        when coalesce(trim("order"), '') <> '' and try_cast("order" as bigint) is null
            then 'order is not a whole number: ' || "order"
        when
            coalesce(nullif(trim(direction), ''), 'customer')
            not in ('customer', 'company', 'system')
            then 'direction is none of customer, company, system: ' || direction
        else time_fault(occurred_at, occurred_instant, $latest_us, $timezone)
    end as reject_reason,
    whole_row as row_text
from timed
