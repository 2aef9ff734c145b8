-- What:  What looks wrong about the times of a source's events.
-- Grain: one row per source and measure that applies
-- Key:   source, measure
-- Reads: staging.event_times, staging.events
-- Rule:  one_time_of_day: events at the most frequent second of the day, where that is more than a
--        fifth of at least 20 events (a date that poses as a time); days_without_events: UTC days
--        without any event between the first and the last; thin_days: days with less than half of
--        the mean of the 28 days with events before them; replies_before_the_contact: tickets and
--        cases whose first event is ours
-- Order: occurred_us, source_no, order_no, event_id

with

compared_days as (
    select
        source,
        part_no as day_no,
        events,
        avg(events) over (
            partition by source order by part_no rows between 28 preceding and 1 preceding
        ) as usual_events
    from staging.event_times
    where part = 'day'
),

firsts as (
    select
        source,
        direction,
        row_number() over (
            partition by source, coalesce(ticket_id, case_id)
            order by occurred_us, source_no, order_no, event_id
        ) as place
    from staging.events
    where coalesce(ticket_id, case_id) is not null
),

measures as (
    select
        source,
        'one_time_of_day' as measure,
        max(events) as n
    from staging.event_times
    where part = 'second'
    group by source
    having max(events) > 0.2 * sum(events) and sum(events) >= 20
    union all
    select
        source,
        'days_without_events' as measure,
        max(part_no) - min(part_no) + 1 - count(*) as n
    from staging.event_times
    where part = 'day'
    group by source
    union all
    select
        source,
        'thin_days' as measure,
        sum(case when events < 0.5 * usual_events then 1 else 0 end) as n
    from compared_days
    group by source
    union all
    select
        source,
        'replies_before_the_contact' as measure,
        sum(case when direction = 'company' then 1 else 0 end) as n
    from firsts
    where place = 1
    group by source
)

select
    source,
    measure,
    cast(n as bigint) as n
from measures
