-- What:  Events of sources whose columns the configuration names, as canonical events.
-- Grain: one row per delivered row
-- Key:   file_id, record_no
-- Reads: raw.generic_events
-- Rule:  without an id of its own an event is known by the content of its row; a rating is carried
--        linearly from its scale to -2 .. +2; who acts is the customer unless the source says else

select
    file_id,
    record_no,
    source || ':' || coalesce(event_id, row_hash) as event_id,
    source,
    event,
    occurred_at,
    received_at,
    coalesce(row_order, 0) as order_no,
    coalesce(direction, 'customer') as direction,
    channel,
    device,
    department,
    agent,
    campaign,
    page,
    topic,
    persona,
    value,
    currency,
    -2 + 4 * (rating - rating_low) / nullif(rating_high - rating_low, 0) as emotion,
    text,
    email,
    phone,
    customer_id,
    user_id,
    anonymous_id,
    device_id,
    contact_id,
    ticket_id,
    order_id,
    case_id,
    attributes,
    row_hash
from raw.generic_events
