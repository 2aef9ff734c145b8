-- What:  Answers to surveys as canonical events, each with its score and the scale of it.
-- Grain: one row per answer
create or replace temp table incoming as
with

written as (
    select
        record_no,
        content,
        is_object,
        plain_fault(
            body,
            [
                '$.response_id', '$.kind', '$.score', '$.scale', '$.channel', '$.topic', '$.email',
                '$.phone', '$.customer_id', '$.user_id', '$.ticket_id', '$.order_id'
            ]
        ) as bad_field,
        nullif(trim(body ->> '$.response_id'), '') as response_id,
        body ->> '$.answered_at' as answered_at,
        lower(trim(body ->> '$.kind')) as kind,
        nullif(trim(body ->> '$.score'), '') as score,
        nullif(trim(body ->> '$.comment'), '') as comment,
        nullif(trim(body ->> '$.scale'), '') as scale,
        regexp_extract(
            trim(body ->> '$.scale'), '^(\d+) ?(?:-|[.][.]) ?(\d+)$', ['low', 'high']
        ) as ends,
        nullif(trim(body ->> '$.channel'), '') as channel,
        nullif(trim(body ->> '$.topic'), '') as topic,
        nullif(trim(body ->> '$.email'), '') as email,
        nullif(trim(body ->> '$.phone'), '') as phone,
        nullif(trim(body ->> '$.customer_id'), '') as customer_id,
        nullif(trim(body ->> '$.user_id'), '') as user_id,
        nullif(trim(body ->> '$.ticket_id'), '') as ticket_id,
        nullif(trim(body ->> '$.order_id'), '') as order_id
    from delivered
),

scaled as (
    select
        *,
        finite_number(score, $decimal_sign) as rating,
        coalesce(
            finite_number(ends['low'], '.'),
            case when kind <> 'nps' then cast($rating_low as double) end,
            case when kind = 'nps' then 0.0 else 1.0 end
        ) as rating_low,
        coalesce(
            finite_number(ends['high'], '.'),
            case when kind <> 'nps' then cast($rating_high as double) end,
            case kind when 'nps' then 10.0 when 'ces' then 7.0 else 5.0 end
        ) as rating_high,
        instant_of(answered_at, $timezone) as occurred_at
    from written
)

select
    record_no,
    response_id as event_id,
    case when score is not null or comment is not null then 'survey ' || kind end as event,
    occurred_at,
    'customer' as direction,
    coalesce(channel, $channel) as channel,
    topic,
    rating,
    rating_low,
    rating_high,
    comment as text,
    email,
    phone,
    customer_id,
    user_id,
    ticket_id,
    order_id,
    cast(content as varchar) as attributes,
    md5(cast(content as varchar)) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when bad_field is not null then bad_field
        when score is null and comment is null then null
        when coalesce(kind, '') not in ('csat', 'nps', 'ces')
            then 'kind is none of CSAT, NPS, CES: ' || coalesce(kind, '')
        when scale is not null and ends['low'] = '' then 'scale not understood: ' || scale
        when score is not null and rating is null then 'score is not a number: ' || score
        when
            rating not between least(rating_low, rating_high) and greatest(rating_low, rating_high)
            then 'score is beyond its scale: ' || score
        when coalesce(email, phone, customer_id, user_id, ticket_id, order_id) is null
            then 'no identifier'
        else time_fault(answered_at, occurred_at, $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from scaled
