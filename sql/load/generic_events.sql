-- What:  Rows of any table as canonical events, once the source has named its columns.
-- Grain: one row per row of the table
-- Rule:  a time is the instant the file types, or a number in the source's epoch unit, or text with
--        an offset, or local time of the source's zone; constants fill what the row leaves empty.
--        Where the source states no unit, a column whose every value lies between 1990 and now in
--        one unit is read in it, which the rows then say (epoch_assumed). Numbers use the source's
--        decimal sign. Without an id of its own an event is known by the content of its row. A row
--        that is rejected has no event_id, and the reason in place of its event.
with

timed as (
    select
        *,
        case
            when occurred_at_instant is not null then occurred_at_instant
            when coalesce($epoch_us, unit_us($occurred_unit)) is not null
                then instant_of_number(occurred_at, coalesce($epoch_us, unit_us($occurred_unit)))
            else instant_of(occurred_at, $timezone)
        end as occurred_instant,
        case
            when received_at_instant is not null then received_at_instant
            when coalesce($epoch_us, unit_us($received_unit)) is not null
                then instant_of_number(received_at, coalesce($epoch_us, unit_us($received_unit)))
            else instant_of(received_at, $timezone)
        end as received_instant
    from delivered_fields
),

meant as (
    select
        *,
        trimmed(event) as event_meant,
        trimmed(direction) as direction_meant,
        trimmed(email) as email_meant,
        trimmed(phone) as phone_meant,
        trimmed(customer_id) as customer_id_meant,
        trimmed(user_id) as user_id_meant,
        trimmed(anonymous_id) as anonymous_id_meant,
        trimmed(device_id) as device_id_meant,
        trimmed(contact_id) as contact_id_meant,
        trimmed(ticket_id) as ticket_id_meant,
        trimmed(order_id) as order_id_meant,
        trimmed(case_id) as case_id_meant,
        upper(trimmed(currency)) as currency_meant,
        try_cast("order" as bigint) as order_meant,
        case
            when isfinite(value_number) then value_number
            else finite_number(value, $decimal_sign)
        end as value_meant,
        case
            when isfinite(rating_number) then rating_number
            else finite_number(rating, $decimal_sign)
        end as rating_meant
    from timed
),

judged as (
    select
        *,
        case
            when not is_object then 'not a JSON object'
            when fault is not null then fault
            when event_meant is null then 'no event'
            when
                coalesce(
                    customer_id_meant, user_id_meant, anonymous_id_meant, device_id_meant,
                    email_meant, contact_id_meant, ticket_id_meant, order_id_meant, case_id_meant,
                    nullif(translate(phone_meant, ' -().', ''), '')
                ) is null
                then 'no identifier'
            when value_meant is null and coalesce(trim(value), '') <> ''
                then 'value is not a number: ' || value
            when rating_meant is null and coalesce(trim(rating), '') <> ''
                then 'rating is not a number: ' || rating
            when order_meant is null and coalesce(trim("order"), '') <> ''
                then 'order is not a whole number: ' || "order"
            when direction_meant not in ('customer', 'company', 'system')
                then 'direction is none of customer, company, system: ' || direction
            when
                occurred_instant is null and $epoch_us is null
                and regexp_full_match(trim(occurred_at), '-?\d+([.]\d+)?')
                then
                    'time is a number of no certain unit; state epoch in the source: '
                    || occurred_at
            when
                occurred_instant is null
                or epoch_us(occurred_instant) not between 31536000000000 and $latest_us
                then time_fault(occurred_at, occurred_instant, $latest_us, $timezone)
            when currency_meant is not null and not list_contains($currencies, currency_meant)
                then 'unknown currency: ' || currency
            when row_bytes > $line_bytes
                then 'longer than ' || format('{:,}', cast($line_bytes as bigint)) || ' bytes'
        end as reject_reason
    from meant
)

select
    record_no,
    case when reject_reason is null then row_id end as event_id,
    coalesce(reject_reason, event_meant) as event,
    occurred_instant as occurred_at,
    received_instant as received_at,
    order_meant as row_order,
    direction_meant as direction,
    coalesce(trimmed(channel), $channel) as channel,
    coalesce(trimmed(device), $device) as device,
    coalesce(trimmed(department), $department) as department,
    trimmed(agent) as agent,
    trimmed(campaign) as campaign,
    trimmed(page) as page,
    trimmed(topic) as topic,
    trimmed(persona) as persona,
    value_meant as value,
    currency_meant as currency,
    rating_meant as rating,
    cast($rating_low as double) as rating_low,
    cast($rating_high as double) as rating_high,
    text,
    email_meant as email,
    phone_meant as phone,
    customer_id_meant as customer_id,
    user_id_meant as user_id,
    anonymous_id_meant as anonymous_id,
    device_id_meant as device_id,
    contact_id_meant as contact_id,
    ticket_id_meant as ticket_id,
    order_id_meant as order_id,
    case_id_meant as case_id,
    trimmed(user_agent) as user_agent,
    trimmed(campaign_medium) as campaign_medium,
    trimmed(campaign_source) as campaign_source,
    attributes,
    case when occurred_at_instant is null then cast($occurred_unit as varchar) end as epoch_assumed
from judged
