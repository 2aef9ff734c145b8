-- What:  Rows of any table as canonical events, once the source has named its columns.
-- Rule:  a time is the instant the file types, or a number in the source's epoch unit, or text with
--        an offset, or local time of the source's zone; constants fill what the row leaves empty.
--        Where the source states no unit, a column whose every value lies between 1990 and now in
--        one unit is read in it, which the rows then say (epoch_assumed), and rows tried again only
--        if those taken before were. Numbers use the source's decimal sign.
create or replace temp table incoming as
with

ranges as (
    select
        count(nullif(trim(occurred_at), '')) = count(try_cast(occurred_at as double)) as occurs,
        count(nullif(trim(received_at), '')) = count(try_cast(received_at as double)) as arrives,
        min(try_cast(occurred_at as double)) as first_occurred,
        max(try_cast(occurred_at as double)) as last_occurred,
        min(try_cast(received_at as double)) as first_received,
        max(try_cast(received_at as double)) as last_received
    from delivered_fields
    where $epoch_us is null
),

units as (
    select
        case when occurs then epoch_unit(first_occurred, last_occurred, $latest_us) end as occurred,
        case when arrives then epoch_unit(first_received, last_received, $latest_us) end as received
    from ranges
),

taken as (
    select
        file_id,
        epoch_assumed
    from raw.generic_events
    where file_id = $file_id
),

assumed as (
    select
        case when count(taken.file_id) = 0 then any_value(units.occurred) end as occurred_unit,
        any_value(units.received) as received_unit
    from units
    left join taken on units.occurred is distinct from taken.epoch_assumed
),

sizes as (
    select
        occurred_unit,
        coalesce($epoch_us, unit_us(occurred_unit)) as occurred_us,
        coalesce($epoch_us, unit_us(received_unit)) as received_us
    from assumed
),

sized as (
    select
        delivered_fields.*,
        sizes.*
    from delivered_fields
    cross join sizes
),

timed as (
    select
        *,
        case
            when occurred_at_instant is not null then occurred_at_instant
            when occurred_us is not null then instant_of_number(occurred_at, occurred_us)
            else instant_of(occurred_at, $timezone)
        end as occurred_instant,
        case
            when received_at_instant is not null then received_at_instant
            when received_us is not null then instant_of_number(received_at, received_us)
            else instant_of(received_at, $timezone)
        end as received_instant,
        coalesce(
            nullif(trim(email), ''), nullif(translate(phone, ' -().', ''), ''),
            nullif(trim(customer_id), ''),
            nullif(trim(user_id), ''), nullif(trim(anonymous_id), ''), nullif(trim(device_id), ''),
            nullif(trim(contact_id), ''), nullif(trim(ticket_id), ''), nullif(trim(order_id), ''),
            nullif(trim(case_id), '')
        ) as any_identifier
    from sized
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
    finite_number(value, $decimal_sign) as value,
    nullif(trim(currency), '') as currency,
    finite_number(rating, $decimal_sign) as rating,
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
    nullif(trim(user_agent), '') as user_agent,
    nullif(trim(campaign_medium), '') as campaign_medium,
    nullif(trim(campaign_source), '') as campaign_source,
    case when occurred_at_instant is null then occurred_unit end as epoch_assumed,
    whole_row as attributes,
    md5(whole_row) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when coalesce(trim(event), '') = '' then 'no event'
        when any_identifier is null then 'no identifier'
        when coalesce(trim(value), '') <> '' and finite_number(value, $decimal_sign) is null
            then 'value is not a number: ' || value
        when coalesce(trim(rating), '') <> '' and finite_number(rating, $decimal_sign) is null
            then 'rating is not a number: ' || rating
        when coalesce(trim("order"), '') <> '' and try_cast("order" as bigint) is null
            then 'order is not a whole number: ' || "order"
        when
            coalesce(nullif(trim(direction), ''), 'customer')
            not in ('customer', 'company', 'system')
            then 'direction is none of customer, company, system: ' || direction
        when
            $epoch_us is null and occurred_instant is null
            and regexp_full_match(trim(occurred_at), '-?\d+([.]\d+)?')
            then 'time is a number of no certain unit; state epoch in the source: ' || occurred_at
        else time_fault(occurred_at, occurred_instant, $latest_us, $timezone)
    end as reject_reason,
    whole_row as row_text
from timed
