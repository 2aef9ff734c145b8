-- What:  The events of every journey, in order.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, journeys.threads
-- Rule:  a thread is cut into runs: never (case, whole), after a silence longer than the timeout
--        (gap), or after that and after each goal or competing end (start_to_goal). A run is a
--        journey; where a start is asked for, from its first start on, and none without one. A
--        case on which several people were seen is the journey of the first of them.
-- Order: occurred_us, source_no, order_no, event_id

with

spaced as (
    select
        threads.*,
        definitions.boundary,
        definitions.timeout_us,
        threads.occurred_us - lag(threads.occurred_us) over thread as gap_us,
        lag(threads.outcome) over thread as previous_outcome
    from journeys.threads as threads
    inner join config.journeys as definitions on threads.journey_no = definitions.journey_no
    window
        thread as (
            partition by threads.journey_no, threads.thread_key
            order by threads.occurred_us, threads.source_no, threads.order_no, threads.event_id
        )
),

cut as (
    select
        *,
        case
            when gap_us is null then 1
            when boundary in ('start_to_goal', 'gap') and gap_us > timeout_us then 1
            when boundary = 'start_to_goal' and previous_outcome is not null then 1
            else 0
        end as begins_run,
        case when boundary <> 'start_to_goal' or is_start = 1 then 1 else 0 end as may_begin
    from spaced
),

runs as (
    select
        *,
        sum(begins_run) over (
            partition by journey_no, thread_key
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        ) as run_no
    from cut
),

begun as (
    select
        *,
        sum(may_begin) over (
            partition by journey_no, thread_key, run_no
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and current row
        ) as beginnings
    from runs
),

taken as (
    select
        *,
        dense_rank() over (order by journey_no, thread_key, run_no) as journey_key
    from begun
    where beginnings > 0
)

select
    journey_key,
    row_number() over journey as event_no,
    journey_no,
    thread_key,
    first_value(person_key) over journey as person_key,
    event_id,
    occurred_at,
    occurred_us,
    direction,
    touchpoint,
    outcome,
    channel,
    device,
    department,
    agent,
    topic,
    emotion,
    value
from taken
window
    journey as (
        partition by journey_key order by occurred_us, source_no, order_no, event_id
    )
